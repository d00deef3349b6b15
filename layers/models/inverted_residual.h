#pragma once

#include "layers/batch_norm2d.h"
#include "layers/module.h"
#include "layers/sequential.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

/// Batch normalisation in MobileNetV2. Keras's momentum, 0.999, is the share of the old statistics;
/// ours that of the new.
inline constexpr BatchNorm2dOptions kMobileNetV2Norm{.epsilon = Scalar(1e-3),
                                                     .momentum = Scalar(0.001)};

/// What an InvertedResidual does between its two ends.
struct InvertedResidualOptions {
    std::int64_t stride = 1;     // 1 or 2; of the depthwise convolution
    std::int64_t expansion = 6;  // how many times as many maps it sees
    bool has_expand = true;      // false: no 1x1 convolution in front; expansion must be 1
};

/// Few maps, many maps, few maps: the reverse of a residual block with a bottleneck.
///
///     y = x + f(x)   if stride is 1 and as many maps come out as go in; else f(x)
///     f = project BN . ReLU6 BN depthwise 3x3 . ReLU6 BN expand 1x1
///
/// There is no ReLU behind project: on few maps it would destroy what they say (section 3.2). With
/// stride 2 an image of odd size gets a border of 1, one of even size only at the bottom and right.
///
/// Children are called as in Keras, whose layers have one flat list of names: prefix and "expand",
/// "expand_BN", "expand_relu", "depthwise", ..., "project", "project_BN".
///
/// input    [batch, height, width, in_channels]
/// returns  [batch, height / stride, width / stride, out_channels], rounded up
/// throws   ShapeError if the channels differ
/// source   Sandler et al.: MobileNetV2: Inverted residuals and linear bottlenecks, 2018, table 1
class InvertedResidual final : public Module {
public:
    /// throws  std::invalid_argument if a number is below 1, the stride is neither 1 nor 2, or
    ///         channels are to be expanded without expand
    InvertedResidual(const std::string& prefix, std::int64_t in_channels, std::int64_t out_channels,
                     const InvertedResidualOptions& options = {});

    Variable forward(const Variable& input) override;
    std::string type_name() const override { return "InvertedResidual"; }
    std::vector<NamedModule> children() override { return residual_.children(); }

    bool has_shortcut() const { return has_shortcut_; }

private:
    bool has_shortcut_;
    Sequential residual_;  // its layers count as this module's own children
};

}  // namespace stepgrad
