#pragma once

#include "autograd/scalar.h"
#include "autograd/tensor.h"
#include "autograd/variable.h"
#include "layers/module.h"
#include "layers/parameter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stepgrad {

/// What batch_norm2d_training() computes: the output, and the statistics it was computed with.
struct BatchNorm2dResult {
    Variable output;  // the shape of the input
    Tensor mean;      // [channels]
    Tensor variance;  // [channels]; biased: divided by the number of values
};

/// Batch normalisation with the statistics of the batch, one mean and variance for each channel:
///
///     y[n,h,w,c] = (x[n,h,w,c] - mean[c]) / sqrt(variance[c] + epsilon) * gamma[c] + beta[c]
///
/// The gradient takes into account that mean and variance depend on x.
///
/// input    [batch, height, width, channels], at least two values for each channel
/// gamma    [channels], the scale
/// beta     [channels], the shift
/// returns  the output and the batch's statistics
/// throws   ShapeError if a shape does not fit, epsilon is not positive, or there are fewer than
///          two values for each channel (under a ShapeOnlyGuard nobody counts them)
/// source   Ioffe, Szegedy: Batch normalization, 2015, algorithm 1
BatchNorm2dResult batch_norm2d_training(const Variable& input, const Variable& gamma,
                                        const Variable& beta, Scalar epsilon);

/// Batch normalisation with statistics given; the same formula. Each channel is scaled and shifted
/// by constants, and gradients still flow to input, gamma and beta.
///
/// input     [batch, height, width, channels]; the batch may be empty
/// gamma     [channels], the scale
/// beta      [channels], the shift
/// mean      [channels]
/// variance  [channels]
/// returns   the shape of input
/// throws    ShapeError if a shape does not fit or epsilon is not positive
/// source    Ioffe, Szegedy: Batch normalization, 2015, algorithm 2
Variable batch_norm2d_inference(const Variable& input, const Variable& gamma, const Variable& beta,
                                const Tensor& mean, const Tensor& variance, Scalar epsilon);

/// What keeps the division finite, and how fast the moving statistics follow.
struct BatchNorm2dOptions {
    Scalar epsilon = Scalar(1e-5);  // in Keras 1e-3
    Scalar momentum = Scalar(0.1);  // the share of the newest batch in the moving statistics
};

/// Batch normalisation as a layer, with moving statistics for inference.
///
/// In training it normalises with the batch's statistics and updates
///
///     moving = (1 - momentum) moving + momentum batch
///
/// In eval(), and while frozen whatever train() says, it normalises with the moving statistics and
/// leaves them bit for bit what they are. In Keras: BatchNormalization(momentum=1 - momentum); the
/// moving variance is the biased one, as there (other frameworks keep the unbiased one).
class BatchNorm2d final : public Module {
public:
    /// throws  std::invalid_argument if channels is below 1, momentum is not in [0, 1], or epsilon
    ///         is not positive
    explicit BatchNorm2d(std::int64_t channels, BatchNorm2dOptions options = {});

    Variable forward(const Variable& input) override;

    /// Knows how to compute a ReLU along with itself: see batch_norm2d_relu.h.
    std::optional<Variable> forward_with(const Module& next, const Variable& input) override;

    std::string type_name() const override { return "BatchNorm2d"; }
    std::vector<NamedParameter> own_parameters() override {
        return {{"gamma", gamma}, {"beta", beta}};
    }
    std::vector<NamedBuffer> own_buffers() override {
        return {{"moving_mean", moving_mean}, {"moving_variance", moving_variance}};
    }

    Parameter gamma;         // [channels], at the start 1
    Parameter beta;          // [channels], at the start 0
    Tensor moving_mean;      // [channels], at the start 0
    Tensor moving_variance;  // [channels], at the start 1

private:
    bool uses_moving_statistics() const { return !is_training() || is_frozen(); }
    void learn_statistics(const BatchNorm2dResult& result);

    BatchNorm2dOptions options_;
};

}  // namespace stepgrad
