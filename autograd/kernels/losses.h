#pragma once

#include "autograd/kernels/softmax.h"
#include "autograd/scalar.h"

#include <cstdint>

// What losses other than cross-entropy are made of.
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
