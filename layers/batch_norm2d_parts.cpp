#include "layers/batch_norm2d_parts.h"

#include "autograd/workspace.h"

#include <cmath>
#include <string>

namespace stepgrad {
namespace {

void require_for_each_channel(const Operation& operation, const char* name, const Shape& shape,
                              std::int64_t channels) {
    if (shape != Shape{channels}) {
        throw operation.error(std::string(name) + " must be " + Shape{channels}.to_string() +
                              ", one number for each channel; it is " + shape.to_string());
    }
}

}  // namespace

void require_batch_norm_inputs(const Operation& operation, const Variable& input,
                               const Variable& gamma, const Variable& beta, Scalar epsilon) {
    operation.require_image(input);
    require_for_each_channel(operation, "gamma", gamma.shape(), input.shape()[3]);
    require_for_each_channel(operation, "beta", beta.shape(), input.shape()[3]);
    if (!(epsilon > 0)) {
        throw operation.error("epsilon must be positive, it is " + std::to_string(epsilon));
    }
}

void require_batch_norm_statistics(const Operation& operation, const Variable& input,
                                   const Tensor& mean, const Tensor& variance) {
    require_for_each_channel(operation, "mean", mean.shape(), input.shape()[3]);
    require_for_each_channel(operation, "variance", variance.shape(), input.shape()[3]);
}

kernels::BatchNormSizes batch_norm_sizes(const Shape& image_shape) {
    return {image_shape[0] * image_shape[1] * image_shape[2], image_shape[3]};
}

BatchStatistics batch_statistics(const Operation& operation, const Variable& input) {
    const kernels::BatchNormSizes sizes = batch_norm_sizes(input.shape());
    BatchStatistics result{Tensor::empty({sizes.channels}), Tensor::empty({sizes.channels})};
    if (!operation.computes()) {
        return result;
    }
    if (sizes.rows < 2) {
        throw operation.error(
            "a variance needs at least two values for each channel, here batch * "
            "height * width is " +
            std::to_string(sizes.rows) +
            ". Use a larger batch, or eval() or freeze() to normalise with the "
            "moving statistics");
    }
    Tensor workspace = workspace_for(kernels::batch_norm_workspace_numel(sizes));
    kernels::batch_statistics(input.value().data(), workspace.mutable_data(),
                              result.mean.mutable_data(), result.variance.mutable_data(), sizes);
    return result;
}

Tensor inverse_deviation(const Tensor& variance, Scalar epsilon) {
    Tensor result = Tensor::empty(variance.shape());
    Scalar* numbers = result.mutable_data();
    for (std::int64_t c = 0; c < result.numel(); ++c) {
        const double sum = static_cast<double>(variance.data()[c]) + static_cast<double>(epsilon);
        numbers[c] = static_cast<Scalar>(1 / std::sqrt(sum));
    }
    return result;
}

Tensor channel_product(const Tensor& a, const Tensor& b) {
    Tensor result = Tensor::empty(a.shape());
    Scalar* numbers = result.mutable_data();
    for (std::int64_t c = 0; c < result.numel(); ++c) {
        numbers[c] = a.data()[c] * b.data()[c];
    }
    return result;
}

InputGradientConstants input_gradient_constants(const Tensor& gamma, const Tensor& inverse,
                                                const Tensor& grad_gamma, const Tensor& grad_beta,
                                                std::int64_t count) {
    InputGradientConstants result{channel_product(gamma, inverse), Tensor::empty(gamma.shape()),
                                  Tensor::empty(gamma.shape())};
    const Scalar n = static_cast<Scalar>(count);
    const Scalar* scale = result.scale.data();
    Scalar* slope = result.slope.mutable_data();
    Scalar* shift = result.shift.mutable_data();
    for (std::int64_t c = 0; c < gamma.numel(); ++c) {
        slope[c] = -scale[c] * inverse.data()[c] * grad_gamma.data()[c] / n;
        shift[c] = -scale[c] * grad_beta.data()[c] / n;
    }
    return result;
}

}  // namespace stepgrad
