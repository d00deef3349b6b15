#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/scalar.h"

#include <cstdint>

// A convolution with as many groups as channels: each channel has a small filter of its own, and no
// two channels meet. There is nothing to reuse between channels, so the vectors run along them and
// the sums over the filter stay in registers. Weight: [kernel_height, kernel_width, 1, channels].
namespace stepgrad::kernels {

/// y[n,y,x,c] = bias[c] + sum over r, s of x[n, y*stride + r, x*stride + s, c] * w[r,s,c]
///
/// bias  one number for each channel, or null
void depthwise_conv2d_forward(const Conv2dSizes& sizes, const Scalar* input, const Scalar* weight,
                              const Scalar* bias, Scalar* output) noexcept;

void depthwise_conv2d_backward_input(const Conv2dSizes& sizes, const Scalar* grad_output,
                                     const Scalar* weight, Scalar* grad_input) noexcept;

/// Numbers of workspace that depthwise_conv2d_backward_weight() wants.
std::int64_t depthwise_backward_weight_workspace_size(const Conv2dSizes& sizes) noexcept;

/// The rows of the batch are cut into parts whose number depends on the sizes alone; their sums are
/// added in order, so that the bits do not depend on the number of threads.
///
/// grad_bias  overwritten; or null
void depthwise_conv2d_backward_weight(const Conv2dSizes& sizes, const Scalar* input,
                                      const Scalar* grad_output, Scalar* grad_weight,
                                      Scalar* grad_bias, Scalar* workspace) noexcept;

}  // namespace stepgrad::kernels
