#include "layers/models/inverted_residual.h"

#include "autograd/ops.h"
#include "layers/conv2d.h"
#include "layers/relu6.h"

#include <stdexcept>
#include <utility>

namespace stepgrad {
namespace {

void check(std::int64_t stride, std::int64_t expansion, bool has_expand) {
    if (stride != 1 && stride != 2) {
        throw std::invalid_argument("InvertedResidual: stride must be 1 or 2, " +
                                    std::to_string(stride) + " was given");
    }
    if (expansion < 1 || (!has_expand && expansion != 1)) {
        throw std::invalid_argument(
            "InvertedResidual: expansion must be at least 1, and 1 without "
            "an expand layer; " +
            std::to_string(expansion) + " was given");
    }
}

// A convolution without bias and its normalisation.
void add_normalised(Sequential& model, const std::string& name, Conv2d convolution,
                    std::int64_t maps) {
    model.add(name, std::move(convolution));
    model.add(name + "_BN", BatchNorm2d(maps, kMobileNetV2Norm));
}

}  // namespace

InvertedResidual::InvertedResidual(const std::string& prefix, std::int64_t in_channels,
                                   std::int64_t out_channels,
                                   const InvertedResidualOptions& options)
    : has_shortcut_(options.stride == 1 && in_channels == out_channels) {
    check(options.stride, options.expansion, options.has_expand);
    const std::int64_t inner = options.expansion * in_channels;
    if (options.has_expand) {
        add_normalised(residual_, prefix + "expand",
                       Conv2d(in_channels, inner, 1, {.has_bias = false}), inner);
        residual_.add(prefix + "expand_relu", ReLU6());
    }
    add_normalised(residual_, prefix + "depthwise",
                   Conv2d(inner, inner, 3,
                          {.stride = options.stride,
                           .padding = Padding2d::same(),
                           .groups = inner,
                           .has_bias = false}),
                   inner);
    residual_.add(prefix + "depthwise_relu", ReLU6());
    add_normalised(residual_, prefix + "project",
                   Conv2d(inner, out_channels, 1, {.has_bias = false}), out_channels);
}

Variable InvertedResidual::forward(const Variable& input) {
    const Variable residual = residual_.forward(input);
    return has_shortcut_ ? add(input, residual) : residual;
}

}  // namespace stepgrad
