#pragma once

#include "autograd/kernels/batch_norm.h"
#include "autograd/operation.h"

// What batch_norm2d and batch_norm2d_relu have in common: all but the passes over the images.
namespace stepgrad {

/// input [batch, height, width, channels], gamma and beta [channels].
///
/// throws  ShapeError with the operation's name if a shape does not fit or epsilon is not positive
void require_batch_norm_inputs(const Operation& operation, const Variable& input,
                               const Variable& gamma, const Variable& beta, Scalar epsilon);

/// throws  ShapeError with the operation's name unless mean and variance are [channels]
void require_batch_norm_statistics(const Operation& operation, const Variable& input,
                                   const Tensor& mean, const Tensor& variance);

/// A row for each pixel of the batch, a column for each channel.
kernels::BatchNormSizes batch_norm_sizes(const Shape& image_shape);

/// What batch_statistics() computes, one number for each channel.
struct BatchStatistics {
    Tensor mean;      // [channels]
    Tensor variance;  // [channels]; biased
};

/// The statistics of the batch; without numbers under a ShapeOnlyGuard.
///
/// throws  ShapeError with the operation's name if there are fewer than two values for each channel
BatchStatistics batch_statistics(const Operation& operation, const Variable& input);

/// 1 / sqrt(variance + epsilon)
Tensor inverse_deviation(const Tensor& variance, Scalar epsilon);

/// a[c] b[c]
Tensor channel_product(const Tensor& a, const Tensor& b);

/// The two sums over the batch that every gradient is made of; [channels].
struct BatchNormGradientSums {
    Tensor dy;          // sum of dL/dy
    Tensor dy_centred;  // sum of dL/dy (x - mean)
};

/// dL/dx = scale dL/dy + slope (x - mean) + shift, with three constants for each channel.
struct InputGradientConstants {
    Tensor scale;
    Tensor slope;
    Tensor shift;
};

/// With N values for each channel, from
///
///     dL/dx = gamma inverse (dL/dy - dL/dbeta / N - (x - mean) inverse dL/dgamma / N)
InputGradientConstants input_gradient_constants(const Tensor& gamma, const Tensor& inverse,
                                                const Tensor& grad_gamma, const Tensor& grad_beta,
                                                std::int64_t count);

}  // namespace stepgrad
