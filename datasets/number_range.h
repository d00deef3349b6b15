#pragma once

#include "autograd/scalar.h"

#include <cstdint>

namespace stepgrad {

/// From the least to the greatest of some numbers.
struct NumberRange {
    Scalar least = 0;
    Scalar greatest = 0;

    /// Where a number lies in the range, from 0 to 1; 0 if there is only one number. A NaN stays one.
    Scalar share(Scalar number) const;
};

/// The range of the `count` numbers first[0], first[step], first[2 step], ... A NaN among them moves
/// no bound, unless it is the first, which makes all shares NaN.
NumberRange range_of(const Scalar* first, std::int64_t count, std::int64_t step);

}  // namespace stepgrad
