#pragma once

#include "autograd/kernels/elementwise.h"
#include "autograd/tensor.h"

// The textbook's loops, one number after the other: what the fast kernels are compared with.
namespace stepgrad::testing {

/// y[row][channel] = a[row][channel] OP b[channel] for OP in + - * /.
Tensor naive_per_channel(char operation, const Tensor& a, const Tensor& b,
                         kernels::ChannelRows rows);

/// The sum of all numbers.
double naive_sum(const Tensor& x);

/// sums[channel] = sum over rows of x[row][channel].
Tensor naive_sum_over_rows(const Tensor& x, kernels::ChannelRows rows);

}  // namespace stepgrad::testing
