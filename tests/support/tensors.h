#pragma once

#include "autograd/gradcheck.h"
#include "autograd/tensor.h"
#include "autograd/variable.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace stepgrad::testing {

/// Normal deviates; the same for the same seed.
Tensor random_tensor(const Shape& shape, std::uint64_t seed);

/// Whole numbers from low to high: sums of products of such numbers are exact, so that a fast
/// kernel and its naive twin must agree bit for bit in whatever order they add.
Tensor integer_tensor(const Shape& shape, std::uint64_t seed, int low = -3, int high = 3);

/// Numbers at least `gap` apart from each other and from 0, in random order: no ties for max
/// pooling and no kinks for ReLU within a step of a difference quotient.
Tensor distinct_tensor(const Shape& shape, std::uint64_t seed, Scalar gap = Scalar(0.01));

/// A leaf that requires a gradient.
Variable leaf(const Tensor& value);

/// Bit for bit the same numbers (and the same shape).
bool same_bits(const Tensor& a, const Tensor& b);

/// Reports a failed check that names the first difference. `tolerance` is relative to
/// max(1, |expected|).
void check_close(const Tensor& actual, const Tensor& expected, Scalar tolerance);

/// Reports a failed check with the place and both numbers if gradcheck finds a difference, or if
/// it compared nothing.
void check_gradients(const std::function<Variable(const std::vector<Variable>&)>& function,
                     const std::vector<Variable>& inputs, const GradcheckOptions& options = {});

/// The message of the Error that `call` throws; a failed check if it throws none or another.
template <typename Error, typename Call>
std::string message_of(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error.what();
    }
    BOOST_ERROR("nothing was thrown");
    return "";
}

}  // namespace stepgrad::testing
