#pragma once

#include "autograd/tensor.h"
#include "lessons/support/measurements.h"

#include <string>

namespace stepgrad::lessons {

/// The largest |a - b|. A NaN is passed on, and other shapes are infinitely far apart.
double largest_difference(const Tensor& a, const Tensor& b);

/// The larger of the two; a NaN stays. std::max would lose it, and a check with it.
double larger(double so_far, double next);

/// The largest |a|. A NaN is passed on.
double largest_size(const Tensor& a);

/// The largest |a - b|, measured by the largest |b|: 0 for the same numbers, and for the same sums
/// in another order about 1e-7 to 1e-5. NaN if one of the numbers is NaN.
///
/// input   two tensors with as many numbers
double relative_difference(const Tensor& a, const Tensor& b);

/// True if the two are the same but for rounding, 1e-4; false for NaN.
bool is_equal(const Equality& equality);

/// An equality after one more comparison: the larger difference stays, and NaN does.
Equality compared(const Equality& so_far, const Tensor& a, const Tensor& b);

/// "gap: equal to rounding, 3.1e-07 apart", or "gap: NOT equal, 2.1e-02 apart"
std::string equality_text(const Equality& equality);

}  // namespace stepgrad::lessons
