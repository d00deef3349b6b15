#pragma once

#include "autograd/tensor.h"

// Batch normalisation as the paper prints it, in double, one channel after the other.
namespace stepgrad::testing {

struct NaiveBatchNorm {
    Tensor output;    // the shape of the input
    Tensor mean;      // [channels]
    Tensor variance;  // [channels], biased
};

/// input [rows, channels]; gamma and beta [channels]
NaiveBatchNorm naive_batch_norm(const Tensor& input, const Tensor& gamma, const Tensor& beta,
                                double epsilon);

struct NaiveBatchNormGradients {
    Tensor input;
    Tensor gamma;
    Tensor beta;
};

NaiveBatchNormGradients naive_batch_norm_backward(const Tensor& input, const Tensor& gamma,
                                                  const Tensor& grad_output, double epsilon);

}  // namespace stepgrad::testing
