#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/tensor.h"

// The three passes of a convolution on tensors whose shapes have been checked: each chooses the
// kernel, gives it workspace from the memory pool and returns what it computed.
//
// winograd_outputs  2 or 4 for Winograd's algorithm with tiles of that size, 0 for the direct kernels
namespace stepgrad {

/// returns  the output; bias may be undefined
Tensor conv2d_output(const kernels::Conv2dSizes& sizes, int winograd_outputs, const Tensor& input,
                     const Tensor& weight, const Tensor& bias);

/// returns  dL/d(input), from dL/d(output)
Tensor conv2d_grad_input(const kernels::Conv2dSizes& sizes, int winograd_outputs,
                         const Tensor& grad_output, const Tensor& weight);

/// dL/d(weight) and dL/d(bias).
struct Conv2dGradients {
    Tensor weight;
    Tensor bias;  // undefined unless it was wanted
};

/// returns  both gradients, from dL/d(output)
Conv2dGradients conv2d_grad_weight(const kernels::Conv2dSizes& sizes, int winograd_outputs,
                                   const Tensor& input, const Tensor& grad_output, bool wants_bias);

}  // namespace stepgrad
