#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/tensor.h"
#include "tests/support/naive_conv2d.h"

#include <vector>

// Compares kernels of convolutions, forward and backward, with their naive twin.
namespace stepgrad::testing {

struct ConvolutionInputs {
    Tensor input, weight, bias, grad_output;
};

struct ConvolutionResults {
    Tensor output, grad_input, grad_weight, grad_bias;
};

/// What computes all results of one convolution.
using ConvolutionKernels = ConvolutionResults (*)(const kernels::Conv2dSizes&,
                                                  const ConvolutionInputs&);

/// A tensor full of NaN: what kernels write over it, so that a number left out shows.
Tensor unset(const Shape& shape);

/// Results that have yet to be written: NaN.
ConvolutionResults unset_results(const kernels::Conv2dSizes& sizes);

ConvolutionInputs random_inputs(const kernels::Conv2dSizes& sizes);

ConvolutionResults naive_kernels(const kernels::Conv2dSizes& sizes, const ConvolutionInputs& in);

/// Those that run every convolution but depthwise ones and Winograd's.
ConvolutionResults direct_kernels(const kernels::Conv2dSizes& sizes, const ConvolutionInputs& in);

/// Reports a failed check unless the kernels give the bits of the naive twin on whole numbers and
/// come close to it on random ones.
void check_against_naive(const std::vector<ConvolutionCase>& cases, ConvolutionKernels run);

/// Reports a failed check unless the kernels give the same bits with 1, 2, 3 and 4 threads.
void check_thread_counts(const std::vector<ConvolutionCase>& cases, ConvolutionKernels run);

}  // namespace stepgrad::testing
