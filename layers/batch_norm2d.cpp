#include "layers/batch_norm2d.h"

#include <cmath>
#include <memory>
#include <stdexcept>

#include "autograd/kernels/batch_norm.h"
#include "autograd/operation.h"
#include "autograd/saved_tensor.h"

namespace stepgrad {
namespace {

kernels::BatchNormSizes sizes_of(const Shape& shape) {
    return {shape[0] * shape[1] * shape[2], shape[3]};
}

void require_for_each_channel(const Operation& operation, const char* name, const Shape& shape,
                              std::int64_t channels) {
    if (shape != Shape{channels}) {
        throw operation.error(std::string(name) + " must be " + Shape{channels}.to_string() +
                              ", one number for each channel; it is " + shape.to_string());
    }
}

void require_valid(const Operation& operation, const Variable& input, const Variable& gamma,
                   const Variable& beta, Scalar epsilon) {
    operation.require_image(input);
    require_for_each_channel(operation, "gamma", gamma.shape(), input.shape()[3]);
    require_for_each_channel(operation, "beta", beta.shape(), input.shape()[3]);
    if (!(epsilon > 0)) {
        throw operation.error("epsilon must be positive, it is " + std::to_string(epsilon));
    }
}

// 1 / sqrt(variance + epsilon)
Tensor inverse_deviation(const Tensor& variance, Scalar epsilon) {
    Tensor result = Tensor::empty(variance.shape());
    Scalar* numbers = result.mutable_data();
    for (std::int64_t c = 0; c < result.numel(); ++c) {
        const double sum = static_cast<double>(variance.data()[c]) + static_cast<double>(epsilon);
        numbers[c] = static_cast<Scalar>(1 / std::sqrt(sum));
    }
    return result;
}

Tensor product(const Tensor& a, const Tensor& b) {
    Tensor result = Tensor::empty(a.shape());
    Scalar* numbers = result.mutable_data();
    for (std::int64_t c = 0; c < result.numel(); ++c) {
        numbers[c] = a.data()[c] * b.data()[c];
    }
    return result;
}

// y = (x - mean) * (gamma / deviation) + beta. The mean is subtracted first: multiplied out it
// would cancel only after rounding, which costs the digits of a channel with a large mean.
Tensor normalised(const Tensor& x, const Tensor& mean, const Tensor& inverse, const Tensor& gamma,
                  const Tensor& beta) {
    Tensor output = Tensor::empty(x.shape());
    const Tensor scale = product(gamma, inverse);
    kernels::batch_norm_forward(x.data(), mean.data(), scale.data(), beta.data(),
                                output.mutable_data(), sizes_of(x.shape()));
    return output;
}

// The two sums over the batch that every gradient is made of.
struct GradientSums {
    Tensor dy;          // sum of dL/dy
    Tensor dy_centred;  // sum of dL/dy (x - mean)
};

GradientSums gradient_sums(const Tensor& x, const Tensor& grad_output, const Tensor& mean) {
    const kernels::BatchNormSizes sizes = sizes_of(x.shape());
    Tensor workspace = Tensor::empty({kernels::batch_norm_workspace_numel(sizes)});
    GradientSums sums{Tensor::empty(mean.shape()), Tensor::empty(mean.shape())};
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
        const GradientSums sums = gradient_sums(input.get(), grad_output, mean);
        const Tensor grad_gamma = product(sums.dy_centred, inverse);
        Tensor grad_input;
        if (wants(0)) {
            grad_input = input_gradient(grad_output, sums.dy, grad_gamma);
        }
        return {grad_input, grad_gamma, sums.dy};
    }

    // dL/dx = scale dL/dy + slope (x - mean) + shift, with three constants for each channel.
    Tensor input_gradient(const Tensor& grad_output, const Tensor& grad_beta,
                          const Tensor& grad_gamma) const {
        const Tensor& x = input.get();
        const kernels::BatchNormSizes sizes = sizes_of(x.shape());
        const Scalar count = static_cast<Scalar>(sizes.rows);
        const Tensor scale = product(gamma.get(), inverse);
        Tensor slope = Tensor::empty(mean.shape());
        Tensor shift = Tensor::empty(mean.shape());
        Scalar* slopes = slope.mutable_data();
        Scalar* shifts = shift.mutable_data();
        for (std::int64_t c = 0; c < sizes.channels; ++c) {
            slopes[c] = -scale.data()[c] * inverse.data()[c] * grad_gamma.data()[c] / count;
            shifts[c] = -scale.data()[c] * grad_beta.data()[c] / count;
        }
        Tensor grad_input = Tensor::empty(x.shape());
        kernels::batch_norm_backward(x.data(), grad_output.data(), mean.data(), scale.data(),
                                     slope.data(), shift.data(), grad_input.mutable_data(), sizes);
        return grad_input;
    }
};

BatchNorm2dResult batch_norm2d_training(const Variable& input, const Variable& gamma,
                                        const Variable& beta, Scalar epsilon) {
    Operation operation("batch_norm2d_training", {&input, &gamma, &beta});
    require_valid(operation, input, gamma, beta, epsilon);
    const kernels::BatchNormSizes sizes = sizes_of(input.shape());
    Tensor mean = Tensor::empty({sizes.channels});
    Tensor variance = Tensor::empty({sizes.channels});
    if (!operation.computes()) {
        return {operation.result(Tensor::empty(input.shape())), mean, variance};
    }
    if (sizes.rows < 2) {
        throw operation.error(
            "a variance needs at least two values for each channel, here batch * "
            "height * width is " +
            std::to_string(sizes.rows) +
            ". Use a larger batch, or eval() or freeze() to normalise with the "
            "moving statistics");
    }
    Tensor workspace = Tensor::empty({kernels::batch_norm_workspace_numel(sizes)});
    kernels::batch_statistics(input.value().data(), workspace.mutable_data(), mean.mutable_data(),
                              variance.mutable_data(), sizes);
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
            const Tensor scale = product(gamma.get(), inverse);
            grads[0] = Tensor::empty(grad_output.shape());
            kernels::scale_channels(grad_output.data(), scale.data(), grads[0].mutable_data(),
                                    sizes_of(grad_output.shape()));
        }
        if (wants(1) || wants(2)) {
            const GradientSums sums = gradient_sums(input.get(), grad_output, mean.get());
            grads[1] = product(sums.dy_centred, inverse);
            grads[2] = sums.dy;
        }
        return grads;
    }
};

Variable batch_norm2d_inference(const Variable& input, const Variable& gamma, const Variable& beta,
                                const Tensor& mean, const Tensor& variance, Scalar epsilon) {
    Operation operation("batch_norm2d_inference", {&input, &gamma, &beta});
    require_valid(operation, input, gamma, beta, epsilon);
    require_for_each_channel(operation, "mean", mean.shape(), input.shape()[3]);
    require_for_each_channel(operation, "variance", variance.shape(), input.shape()[3]);
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
    if (!is_training() || is_frozen()) {
        return batch_norm2d_inference(input, gamma, beta, moving_mean, moving_variance,
                                      options_.epsilon);
    }
    const BatchNorm2dResult result = batch_norm2d_training(input, gamma, beta, options_.epsilon);
    if (result.mean.has_numbers() && moving_mean.has_numbers()) {
        update_moving(moving_mean, result.mean, options_.momentum);
        update_moving(moving_variance, result.variance, options_.momentum);
    }
    return result.output;
}

}  // namespace stepgrad
