#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/tensor.h"

#include <string>

// The convolution as a textbook prints it: seven loops over what the formula names. The fast
// kernels must agree with it.
namespace stepgrad::testing {

Tensor naive_conv2d_forward(const kernels::Conv2dSizes& sizes, const Tensor& input,
                            const Tensor& weight, const Tensor& bias);

Tensor naive_conv2d_backward_input(const kernels::Conv2dSizes& sizes, const Tensor& grad_output,
                                   const Tensor& weight);

Tensor naive_conv2d_backward_weight(const kernels::Conv2dSizes& sizes, const Tensor& input,
                                    const Tensor& grad_output);

/// One number for each output channel.
Tensor naive_conv2d_backward_bias(const kernels::Conv2dSizes& sizes, const Tensor& grad_output);

/// C = op(A) op(B) + bias by three loops; bias may be undefined.
Tensor naive_matmul(const Tensor& a, const Tensor& b, const Tensor& bias, bool transpose_a,
                    bool transpose_b);

/// The sizes of a convolution, with the output's extents worked out.
struct ConvolutionCase {
    std::int64_t batch, height, width, in_channels, out_channels;
    std::int64_t kernel_height = 3, kernel_width = 3;
    std::int64_t stride_height = 1, stride_width = 1;
    std::int64_t dilation_height = 1, dilation_width = 1;
    std::int64_t top = 0, bottom = 0, left = 0, right = 0;
    std::int64_t groups = 1;
};
kernels::Conv2dSizes sizes_of(const ConvolutionCase& given);

/// "2x7x5x3 to 4, kernel 3x3, stride 2x1, ...": for messages of failed checks.
std::string described(const kernels::Conv2dSizes& sizes);

}  // namespace stepgrad::testing
