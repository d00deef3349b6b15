#pragma once

#include "layers/models/preprocess.h"
#include "layers/sequential.h"

#include <cstdint>

namespace stepgrad {

/// What the pretrained weights expect.
inline constexpr Preprocessing kMobileNetV2Preprocessing = Preprocessing::kMinusOneToOne;

/// What is built. The size of the images is open.
struct MobileNetV2Options {
    std::int64_t image_channels = 3;
    std::int64_t class_count = 1000;
    double width_multiplier = 1;  // Keras: alpha
    bool has_top = true;          // false: ends with out_relu
};

/// MobileNetV2 as Keras builds it and with its names: Conv1, bn_Conv1, Conv1_relu; the blocks
/// expanded_conv, block_1 ... block_16 (InvertedResidual), whose layers are called
/// expanded_conv_depthwise, block_1_expand and so on; Conv_1, Conv_1_bn, out_relu.
///
///     Conv1:  3x3/2
///     blocks: 16, 24, 32, 64, 96, 160 and 320 maps in 1, 2, 3, 4, 3, 3 and 1 of them; stride 2 in
///             block_1, 3, 6 and 13; 224x224 pixels become 7x7
///     Conv_1: 1x1 to 1280 maps
///     top:    global average pooling, one dense layer: predictions
///
/// Numbers of maps are scaled by width_multiplier and rounded to a multiple of 8; the 1280 only
/// grow. Convolutions have no bias. Accepts images of any size from 1x1 on; a side is halved five
/// times, rounding up. Ends in logits, without a softmax.
/// With batch normalisation's statistics 2,257,984 parameters without top, 3,538,984 with the
/// default one; with a width_multiplier of 0.35 410,208 without top.
///
/// returns  [batch, height, width, channels] to [batch, class_count]; without top to
///          [batch, height / 32, width / 32, 1280], rounded up
/// throws   std::invalid_argument if a count is below 1, or width_multiplier is not between 0.01
///          and 64
/// source   Sandler et al.: MobileNetV2, 2018, table 2; Keras's keras.applications.MobileNetV2
Sequential mobilenet_v2(const MobileNetV2Options& options = {});

}  // namespace stepgrad
