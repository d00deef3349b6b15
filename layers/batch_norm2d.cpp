#include "layers/batch_norm2d.h"

#include "autograd/kernels/batch_norm.h"
#include "autograd/operation.h"
#include "autograd/saved_tensor.h"
#include "autograd/workspace.h"
#include "layers/batch_norm2d_parts.h"

#include <memory>
#include <stdexcept>

namespace stepgrad {
namespace {

// y = (x - mean) * (gamma / deviation) + beta. The mean is subtracted first: multiplied out it
// would cancel only after rounding, which costs the digits of a channel with a large mean.
Tensor normalised(const Tensor& x, const Tensor& mean, const Tensor& inverse, const Tensor& gamma,
                  const Tensor& beta) {
    Tensor output = Tensor::empty(x.shape());
    const Tensor scale = channel_product(gamma, inverse);
    kernels::batch_norm_forward(x.data(), mean.data(), scale.data(), beta.data(),
                                output.mutable_data(), batch_norm_sizes(x.shape()));
    return output;
}

BatchNormGradientSums gradient_sums(const Tensor& x, const Tensor& grad_output,
                                    const Tensor& mean) {
    const kernels::BatchNormSizes sizes = batch_norm_sizes(x.shape());
    Tensor workspace = workspace_for(kernels::batch_norm_workspace_numel(sizes));
    BatchNormGradientSums sums{Tensor::empty(mean.shape()), Tensor::empty(mean.shape())};
    kernels::batch_norm_gradient_sums(x.data(), grad_output.data(), mean.data(),
                                      workspace.mutable_data(), sums.dy.mutable_data(),
                                      sums.dy_centred.mutable_data(), sizes);
    return sums;
}

}  // namespace

// With N values for each channel, inverse = 1 / sqrt(variance + epsilon), and all sums over them:
//   dL/dbeta  = sum dL/dy
//   dL/dgamma = inverse * sum dL/dy (x - mean)
//   dL/dx     = gamma * inverse * (dL/dy - dL/dbeta / N - (x - mean) inverse dL/dgamma / N)
struct BatchNorm2dTrainingBackward final : Node {
    SavedTensor input;
    SavedTensor gamma;
    Tensor mean;
    Tensor inverse;

    const char* name() const override { return "BatchNorm2dTrainingBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const BatchNormGradientSums sums = gradient_sums(input.get(), grad_output, mean);
        const Tensor grad_gamma = channel_product(sums.dy_centred, inverse);
        Tensor grad_input;
        if (wants(0)) {
            grad_input = input_gradient(grad_output, grad_gamma, sums.dy);
        }
        return {grad_input, grad_gamma, sums.dy};
    }

    Tensor input_gradient(const Tensor& grad_output, const Tensor& grad_gamma,
                          const Tensor& grad_beta) const {
        const Tensor& x = input.get();
        const kernels::BatchNormSizes sizes = batch_norm_sizes(x.shape());
        const InputGradientConstants constants =
            input_gradient_constants(gamma.get(), inverse, grad_gamma, grad_beta, sizes.rows);
        Tensor grad_input = Tensor::empty(x.shape());
        kernels::batch_norm_backward(x.data(), grad_output.data(), mean.data(),
                                     constants.scale.data(), constants.slope.data(),
                                     constants.shift.data(), grad_input.mutable_data(), sizes);
        return grad_input;
    }
};

BatchNorm2dResult batch_norm2d_training(const Variable& input, const Variable& gamma,
                                        const Variable& beta, Scalar epsilon) {
    Operation operation("batch_norm2d_training", {&input, &gamma, &beta});
    require_batch_norm_inputs(operation, input, gamma, beta, epsilon);
    const auto [mean, variance] = batch_statistics(operation, input);
    if (!operation.computes()) {
        return {operation.result(Tensor::empty(input.shape())), mean, variance};
    }
    const Tensor inverse = inverse_deviation(variance, epsilon);
    const Tensor output = normalised(input.value(), mean, inverse, gamma.value(), beta.value());
    if (!operation.is_recording()) {
        return {operation.result(output), mean, variance};
    }
    auto node = std::make_shared<BatchNorm2dTrainingBackward>();
    node->input = SavedTensor(input.value(), "batch_norm2d_training", "input");
    node->gamma = SavedTensor(gamma.value(), "batch_norm2d_training", "gamma");
    node->mean = mean.clone();  // the caller may change the one it is given
    node->inverse = inverse;
    return {operation.result(output, node), mean, variance};
}

// Mean and variance are constants here:
//   dL/dbeta = sum dL/dy,  dL/dgamma = inverse * sum dL/dy (x - mean),  dL/dx = gamma inverse dL/dy
struct BatchNorm2dInferenceBackward final : Node {
    SavedTensor input;  // only if gamma or beta wants a gradient
    SavedTensor gamma;
    SavedTensor mean;
    Tensor inverse;

    const char* name() const override { return "BatchNorm2dInferenceBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        std::vector<Tensor> grads(3);
        if (wants(0)) {
            const Tensor scale = channel_product(gamma.get(), inverse);
            grads[0] = Tensor::empty(grad_output.shape());
            kernels::scale_channels(grad_output.data(), scale.data(), grads[0].mutable_data(),
                                    batch_norm_sizes(grad_output.shape()));
        }
        if (wants(1) || wants(2)) {
            const BatchNormGradientSums sums = gradient_sums(input.get(), grad_output, mean.get());
            grads[1] = channel_product(sums.dy_centred, inverse);
            grads[2] = sums.dy;
        }
        return grads;
    }
};

Variable batch_norm2d_inference(const Variable& input, const Variable& gamma, const Variable& beta,
                                const Tensor& mean, const Tensor& variance, Scalar epsilon) {
    Operation operation("batch_norm2d_inference", {&input, &gamma, &beta});
    require_batch_norm_inputs(operation, input, gamma, beta, epsilon);
    require_batch_norm_statistics(operation, input, mean, variance);
    if (!operation.computes()) {
        return operation.result(Tensor::empty(input.shape()));
    }
    const Tensor inverse = inverse_deviation(variance, epsilon);
    const Tensor output = normalised(input.value(), mean, inverse, gamma.value(), beta.value());
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<BatchNorm2dInferenceBackward>();
    if (operation.needs_gradient_of(1) || operation.needs_gradient_of(2)) {
        node->input = SavedTensor(input.value(), "batch_norm2d_inference", "input");
    }
    node->gamma = SavedTensor(gamma.value(), "batch_norm2d_inference", "gamma");
    node->mean = SavedTensor(mean, "batch_norm2d_inference", "mean");
    node->inverse = inverse;
    return operation.result(output, node);
}

namespace {

// moving = (1 - momentum) moving + momentum batch
void update_moving(Tensor moving, const Tensor& batch, Scalar momentum) {
    Scalar* numbers = moving.mutable_data();
    for (std::int64_t c = 0; c < moving.numel(); ++c) {
        numbers[c] = (1 - momentum) * numbers[c] + momentum * batch.data()[c];
    }
}

Shape checked_shape(std::int64_t channels, const BatchNorm2dOptions& options) {
    if (channels < 1) {
        throw std::invalid_argument("BatchNorm2d: channels must be at least 1, it is " +
                                    std::to_string(channels));
    }
    if (!(options.momentum >= 0 && options.momentum <= 1)) {
        throw std::invalid_argument(
            "BatchNorm2d: momentum, the share of the newest batch, must be "
            "in [0, 1], it is " +
            std::to_string(options.momentum));
    }
    if (!(options.epsilon > 0)) {
        throw std::invalid_argument("BatchNorm2d: epsilon must be positive, it is " +
                                    std::to_string(options.epsilon));
    }
    return {channels};
}

}  // namespace

BatchNorm2d::BatchNorm2d(std::int64_t channels, BatchNorm2dOptions options)
    : gamma(Tensor::full(checked_shape(channels, options), 1)),
      beta(Tensor::zeros({channels})),
      moving_mean(Tensor::zeros({channels})),
      moving_variance(Tensor::full({channels}, 1)),
      options_(options) {}

Variable BatchNorm2d::forward(const Variable& input) {
    if (uses_moving_statistics()) {
        return batch_norm2d_inference(input, gamma, beta, moving_mean, moving_variance,
                                      options_.epsilon);
    }
    const BatchNorm2dResult result = batch_norm2d_training(input, gamma, beta, options_.epsilon);
    learn_statistics(result);
    return result.output;
}

void BatchNorm2d::learn_statistics(const BatchNorm2dResult& result) {
    if (result.mean.has_numbers() && moving_mean.has_numbers()) {
        update_moving(moving_mean, result.mean, options_.momentum);
        update_moving(moving_variance, result.variance, options_.momentum);
    }
}

}  // namespace stepgrad
