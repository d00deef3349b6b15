#pragma once

#include "autograd/tensor.h"
#include "lessons/support/measurements.h"

#include <string>

namespace stepgrad::lessons {

/// The largest |a - b|, measured by the largest |b|: 0 for the same numbers, and for the same sums
/// in another order about 1e-7 to 1e-5. NaN if one of the numbers is NaN.
///
/// input   two tensors with as many numbers
double relative_difference(const Tensor& a, const Tensor& b);

/// What is still called rounding: sums of some hundred products in single precision, taken by
/// Winograd's algorithm at times, lose two or three of their seven digits.
inline constexpr double kRounding = 1e-4;

/// True if the two are the same but for rounding; false for NaN.
bool is_equal(const Equality& equality);

/// An equality after one more comparison: the larger difference stays, and NaN does.
Equality compared(const Equality& so_far, const Tensor& a, const Tensor& b);

/// "gap: equal to rounding, 3.1e-07 apart", or "gap: NOT equal, 2.1e-02 apart"
std::string equality_text(const Equality& equality);

}  // namespace stepgrad::lessons
