#pragma once

#include "autograd/variable.h"
#include "layers/batch_norm2d.h"

// Batch normalisation and the ReLU behind it, in one pass over memory forward, and backward in the
// two that batch normalisation takes by itself. Every number (the output, the gradients of input,
// gamma and beta) has the bits of relu(batch_norm2d_...(...)), a NaN stays a NaN.
//
// Nobody has to call these: a Sequential does so where it may, see layer_fusion.h. To understand
// batch normalisation read batch_norm2d.h. Errors name batch_norm2d_training and
// batch_norm2d_inference, whose rules they are: they read the same with and without fusion.
namespace stepgrad {

/// relu() of batch_norm2d_training(); mean and variance are those of the batch.
///
/// input    [batch, height, width, channels], at least two values for each channel
/// gamma    [channels], the scale
/// beta     [channels], the shift
/// returns  the output and the batch's statistics
/// throws   as batch_norm2d_training()
BatchNorm2dResult batch_norm2d_relu_training(const Variable& input, const Variable& gamma,
                                             const Variable& beta, Scalar epsilon);

/// relu() of batch_norm2d_inference().
///
/// input     [batch, height, width, channels]; the batch may be empty
/// gamma     [channels], the scale
/// beta      [channels], the shift
/// mean      [channels]
/// variance  [channels]
/// returns   the shape of input
/// throws    as batch_norm2d_inference()
Variable batch_norm2d_relu_inference(const Variable& input, const Variable& gamma,
                                     const Variable& beta, const Tensor& mean,
                                     const Tensor& variance, Scalar epsilon);

}  // namespace stepgrad
