#include "layers/batch_norm2d_relu.h"

#include "autograd/kernels/batch_norm.h"
#include "autograd/operation.h"
#include "autograd/saved_tensor.h"
#include "autograd/workspace.h"
#include "layers/batch_norm2d_parts.h"
#include "layers/relu.h"

#include <memory>

namespace stepgrad {
namespace {

// z = (x - mean) scale + shift with scale = gamma inverse and shift = beta, [channels] each: all
// that is needed to compute z again. The tensors belong to nobody else, so they do not change.
struct SavedNormalisation {
    Tensor mean;
    Tensor scale;
    Tensor shift;

    kernels::Normalisation pointers() const { return {mean.data(), scale.data(), shift.data()}; }
};

// y = max(z, 0)
Tensor rectified(const Tensor& x, const SavedNormalisation& z) {
    Tensor output = Tensor::empty(x.shape());
    kernels::batch_norm_relu_forward(x.data(), z.pointers(), output.mutable_data(),
                                     batch_norm_sizes(x.shape()));
    return output;
}

// The sums of dL/dz instead of dL/dy: dL/dz = dL/dy where z > 0, else 0.
BatchNormGradientSums gradient_sums(const Tensor& x, const Tensor& grad_output,
                                    const SavedNormalisation& z) {
    const kernels::BatchNormSizes sizes = batch_norm_sizes(x.shape());
    Tensor workspace = workspace_for(kernels::batch_norm_workspace_numel(sizes));
    BatchNormGradientSums sums{Tensor::empty(z.mean.shape()), Tensor::empty(z.mean.shape())};
    kernels::batch_norm_relu_gradient_sums(x.data(), grad_output.data(), z.pointers(),
                                           workspace.mutable_data(), sums.dy.mutable_data(),
                                           sums.dy_centred.mutable_data(), sizes);
    return sums;
}

}  // namespace

// As BatchNorm2dTrainingBackward, with dL/dz in place of dL/dy.
struct BatchNorm2dReluTrainingBackward final : Node {
    SavedTensor input;
    SavedTensor gamma;
    SavedNormalisation z;
    Tensor inverse;

    const char* name() const override { return "BatchNorm2dReluTrainingBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const BatchNormGradientSums sums = gradient_sums(input.get(), grad_output, z);
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
        kernels::batch_norm_relu_backward(x.data(), grad_output.data(), z.pointers(),
                                          constants.slope.data(), constants.shift.data(),
                                          grad_input.mutable_data(), sizes);
        return grad_input;
    }
};

BatchNorm2dResult batch_norm2d_relu_training(const Variable& input, const Variable& gamma,
                                             const Variable& beta, Scalar epsilon) {
    Operation operation("batch_norm2d_training", {&input, &gamma, &beta});
    require_batch_norm_inputs(operation, input, gamma, beta, epsilon);
    const auto [mean, variance] = batch_statistics(operation, input);
    if (!operation.computes()) {
        return {operation.result(Tensor::empty(input.shape())), mean, variance};
    }
    const Tensor inverse = inverse_deviation(variance, epsilon);
    const SavedNormalisation z{mean.clone(), channel_product(gamma.value(), inverse),
                               beta.value().clone()};
    const Tensor output = rectified(input.value(), z);
    if (!operation.is_recording()) {
        return {operation.result(output), mean, variance};
    }
    auto node = std::make_shared<BatchNorm2dReluTrainingBackward>();
    node->input = SavedTensor(input.value(), "batch_norm2d_training", "input");
    node->gamma = SavedTensor(gamma.value(), "batch_norm2d_training", "gamma");
    node->z = z;
    node->inverse = inverse;
    return {operation.result(output, node), mean, variance};
}

// As BatchNorm2dInferenceBackward, with dL/dz in place of dL/dy. It saves just what the two nodes
// would: where gamma and beta are frozen that is the output, and no input.
struct BatchNorm2dReluInferenceBackward final : Node {
    SavedTensor input;  // only if gamma or beta wants a gradient
    SavedTensor gamma;
    SavedTensor mean;
    SavedTensor output;
    SavedNormalisation z;
    Tensor inverse;

    const char* name() const override { return "BatchNorm2dReluInferenceBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const Tensor& y = output.get();
        std::vector<Tensor> grads(3);
        if (wants(0)) {
            const Tensor scale = channel_product(gamma.get(), inverse);
            grads[0] = Tensor::empty(y.shape());
            kernels::relu_scale_channels(y.data(), grad_output.data(), scale.data(),
                                         grads[0].mutable_data(), batch_norm_sizes(y.shape()));
        }
        if (wants(1) || wants(2)) {
            mean.get();  // throws if the statistics have moved on
            const BatchNormGradientSums sums = gradient_sums(input.get(), grad_output, z);
            grads[1] = channel_product(sums.dy_centred, inverse);
            grads[2] = sums.dy;
        }
        return grads;
    }
};

Variable batch_norm2d_relu_inference(const Variable& input, const Variable& gamma,
                                     const Variable& beta, const Tensor& mean,
                                     const Tensor& variance, Scalar epsilon) {
    Operation operation("batch_norm2d_inference", {&input, &gamma, &beta});
    require_batch_norm_inputs(operation, input, gamma, beta, epsilon);
    require_batch_norm_statistics(operation, input, mean, variance);
    if (!operation.computes()) {
        return operation.result(Tensor::empty(input.shape()));
    }
    const Tensor inverse = inverse_deviation(variance, epsilon);
    const SavedNormalisation z{mean.clone(), channel_product(gamma.value(), inverse),
                               beta.value().clone()};
    const Tensor output = rectified(input.value(), z);
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<BatchNorm2dReluInferenceBackward>();
    if (operation.needs_gradient_of(1) || operation.needs_gradient_of(2)) {
        node->input = SavedTensor(input.value(), "batch_norm2d_inference", "input");
    }
    node->gamma = SavedTensor(gamma.value(), "batch_norm2d_inference", "gamma");
    node->mean = SavedTensor(mean, "batch_norm2d_inference", "mean");
    node->output = SavedTensor(output, "relu", "output");
    node->z = z;
    node->inverse = inverse;
    return operation.result(output, node);
}

std::optional<Variable> BatchNorm2d::forward_with(const Module& next, const Variable& input) {
    if (dynamic_cast<const ReLU*>(&next) == nullptr) {
        return std::nullopt;
    }
    if (uses_moving_statistics()) {
        return batch_norm2d_relu_inference(input, gamma, beta, moving_mean, moving_variance,
                                           options_.epsilon);
    }
    const BatchNorm2dResult result =
        batch_norm2d_relu_training(input, gamma, beta, options_.epsilon);
    learn_statistics(result);
    return result.output;
}

}  // namespace stepgrad
