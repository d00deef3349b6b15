#pragma once

#include "autograd/kernels/softmax.h"
#include "autograd/scalar.h"

#include <cstdint>

// What losses other than cross-entropy are made of. Sums run from front to back on one thread and
// in double, one addition after the other:
//
//     x   a b c d ...      ((a + b) + c) + d ...
//
// A loss has few numbers. Measured on many, in parts of the triad of two threads: the sum of
// squared differences 0.2, each addition waiting for the last; scaled differences 1.3.
namespace stepgrad::kernels {

/// dx[n,k] = scale where k = label, else 0
void one_hot(const std::int32_t* labels, Scalar scale, Scalar* dx, ScoreSizes sizes) noexcept;

/// The sum of `count` numbers, first to last, in double.
double sum_in_order(const Scalar* x, std::int64_t count) noexcept;

/// The sum of (x - y)^2, first to last, in double.
double sum_of_squared_differences(const Scalar* x, const Scalar* y, std::int64_t count) noexcept;

/// d = scale (x - y)
void scaled_difference(const Scalar* x, const Scalar* y, Scalar scale, Scalar* d,
                       std::int64_t count) noexcept;

}  // namespace stepgrad::kernels
