#include "layers/depthwise_conv2d.h"

#include "autograd/kernels/depthwise_conv2d.h"
#include "autograd/operation.h"
#include "autograd/workspace.h"
#include "layers/conv2d_geometry.h"

#include <memory>

namespace stepgrad {

// As Conv2dBackward, channel by channel. With g = grad_output:
//   dL/dx[n, y*stride + r, x*stride + s, c] += g[n,y,x,c] * w[r,s,c]
//   dL/dw[r,s,c]                            += x[n, y*stride + r, x*stride + s, c] * g[n,y,x,c]
struct DepthwiseConv2dBackward final : Node {
    kernels::Conv2dSizes sizes;
    SavedTensor input;
    SavedTensor weight;
    Shape input_shape;
    Shape weight_shape;

    const char* name() const override { return "DepthwiseConv2dBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_input;
        Tensor grad_weight;
        Tensor grad_bias;
        if (wants(0)) {
            grad_input = Tensor::empty(input_shape);
            kernels::depthwise_conv2d_backward_input(sizes, grad_output.data(), weight.get().data(),
                                                     grad_input.mutable_data());
        }
        if (wants(1) || wants(2)) {
            grad_weight = Tensor::empty(weight_shape);
            grad_bias = wants(2) ? Tensor::empty({sizes.out_channels}) : Tensor();
            Tensor workspace =
                workspace_for(kernels::depthwise_backward_weight_workspace_size(sizes));
            kernels::depthwise_conv2d_backward_weight(
                sizes, input.get().data(), grad_output.data(), grad_weight.mutable_data(),
                grad_bias.mutable_data(), workspace.mutable_data());
        }
        return {grad_input, grad_weight, grad_bias};
    }
};

bool is_depthwise(const Variable& input, const Variable& weight, const Conv2dOptions& options) {
    return options.groups > 1 && input.shape().rank() == 4 && weight.shape().rank() == 4 &&
           input.shape()[3] == options.groups && weight.shape()[3] == options.groups;
}

Variable depthwise_conv2d(const Variable& input, const Variable& weight, const Variable& bias,
                          const Conv2dOptions& options) {
    Operation operation("depthwise_conv2d", {&input, &weight, &bias});
    const kernels::Conv2dSizes sizes = conv2d_sizes(operation, input, weight, bias, options);
    if (sizes.groups != sizes.in_channels || sizes.groups != sizes.out_channels) {
        throw operation.error("groups must be the number of channels, in and out; " +
                              std::to_string(sizes.groups) + " were given");
    }
    operation.set_multiply_adds(multiply_adds_of(sizes));
    Tensor output = Tensor::empty(output_shape_of(sizes));
    if (operation.computes()) {
        kernels::depthwise_conv2d_forward(sizes, input.value().data(), weight.value().data(),
                                          bias.value().data(), output.mutable_data());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<DepthwiseConv2dBackward>();
    node->sizes = sizes;
    node->input_shape = input.shape();
    node->weight_shape = weight.shape();
    if (operation.needs_gradient_of(1) || operation.needs_gradient_of(2)) {
        node->input = SavedTensor(input.value(), "depthwise_conv2d", "input");
    }
    if (operation.needs_gradient_of(0)) {
        node->weight = SavedTensor(weight.value(), "depthwise_conv2d", "weight");
    }
    return operation.result(output, node);
}

}  // namespace stepgrad
