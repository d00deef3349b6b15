#include "layers/conv2d.h"

#include "autograd/operation.h"
#include "layers/conv2d_geometry.h"
#include "layers/conv2d_passes.h"
#include "layers/convolution_algorithm.h"
#include "layers/depthwise_conv2d.h"
#include "layers/init.h"

#include <memory>
#include <stdexcept>

namespace stepgrad {

// With g = grad_output, at every output pixel (n, y, x) and tap (r, s):
//   dL/dx[n, y*stride + r, x*stride + s, c] += sum over o of g[n,y,x,o] * w[r,s,c,o]
//   dL/dw[r,s,c,o]                          += x[n, y*stride + r, x*stride + s, c] * g[n,y,x,o]
//   dL/dbias[o]                             += g[n,y,x,o]
struct Conv2dBackward final : Node {
    kernels::Conv2dSizes sizes;
    SavedTensor input;
    SavedTensor weight;
    int winograd_outputs = 0;  // as forward: convolution_algorithm.h

    const char* name() const override { return "Conv2dBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_input;
        Conv2dGradients grads;
        if (wants(0)) {  // never for the first convolution: nobody trains the image
            grad_input = conv2d_grad_input(sizes, winograd_outputs, grad_output, weight.get());
        }
        if (wants(1) || wants(2)) {
            grads = conv2d_grad_weight(sizes, winograd_outputs, input.get(), grad_output, wants(2));
        }
        return {grad_input, grads.weight, grads.bias};
    }
};

Variable conv2d(const Variable& input, const Variable& weight, const Variable& bias,
                const Conv2dOptions& options) {
    if (is_depthwise(input, weight, options)) {
        return depthwise_conv2d(input, weight, bias, options);
    }
    Operation operation("conv2d", {&input, &weight, &bias});
    const kernels::Conv2dSizes sizes = conv2d_sizes(operation, input, weight, bias, options);
    operation.set_multiply_adds(multiply_adds_of(sizes));
    const int winograd_outputs = winograd_outputs_for(sizes);
    const Tensor output =
        operation.computes()
            ? conv2d_output(sizes, winograd_outputs, input.value(), weight.value(), bias.value())
            : Tensor::empty(output_shape_of(sizes));
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<Conv2dBackward>();
    node->sizes = sizes;
    node->winograd_outputs = winograd_outputs;
    // Each gradient needs the other factor of the product, and only if it is asked for.
    if (operation.needs_gradient_of(1) || operation.needs_gradient_of(2)) {
        node->input = SavedTensor(input.value(), "conv2d", "input");
    }
    if (operation.needs_gradient_of(0)) {
        node->weight = SavedTensor(weight.value(), "conv2d", "weight");
    }
    return operation.result(output, node);
}

Conv2d::Conv2d(std::int64_t in_channels, std::int64_t out_channels, Extent2d kernel,
               const Conv2dOptions& options_)
    : options(options_) {
    if (in_channels < 1 || out_channels < 1 || kernel.height < 1 || kernel.width < 1) {
        throw std::invalid_argument(
            "Conv2d: channels and kernel must be at least 1, " + std::to_string(in_channels) +
            " to " + std::to_string(out_channels) + " channels with a kernel of " +
            std::to_string(kernel.height) + "x" + std::to_string(kernel.width) + " were given");
    }
    if (options.groups < 1 || in_channels % options.groups != 0 ||
        out_channels % options.groups != 0) {
        throw std::invalid_argument("Conv2d: " + std::to_string(options.groups) +
                                    " groups do not divide " + std::to_string(in_channels) +
                                    " to " + std::to_string(out_channels) + " channels");
    }
    const std::int64_t group_channels = in_channels / options.groups;
    weight = Parameter(kaiming_normal({kernel.height, kernel.width, group_channels, out_channels},
                                      /*fan_in=*/kernel.height * kernel.width * group_channels));
    if (options.has_bias) {
        bias = Parameter(Tensor::zeros({out_channels}));
    }
}

}  // namespace stepgrad
