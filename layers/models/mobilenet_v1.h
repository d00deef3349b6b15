#pragma once

#include "layers/models/preprocess.h"
#include "layers/sequential.h"

#include <cstdint>

namespace stepgrad {

/// What the pretrained weights expect.
inline constexpr Preprocessing kMobileNetV1Preprocessing = Preprocessing::kMinusOneToOne;

/// Of all its batch normalisations, as in Keras.
inline constexpr Scalar kMobileNetV1Epsilon = Scalar(1e-3);

/// What is built. The size of the images is open.
struct MobileNetV1Options {
    std::int64_t image_channels = 3;
    std::int64_t class_count = 1000;
    double width_multiplier = 1;  // of all numbers of maps, rounded down (Keras: alpha)
    bool has_top = true;          // false: ends with conv_pw_13_relu
};

/// MobileNet v1 as Keras builds it and with its names: conv1, conv1_bn, conv1_relu, conv_dw_1,
/// conv_dw_1_bn, conv_dw_1_relu, conv_pw_1, conv_pw_1_bn, conv_pw_1_relu, ... conv_pw_13_relu.
///
///     conv1: 3x3/2
///     blocks 1 to 13: a 3x3 filter for each map (depthwise), then a 1x1 convolution (pointwise);
///            with stride 2 in blocks 2, 4, 6 and 12; 224x224 pixels become 7x7
///     top:   global average pooling, dropout, and the dense layer as a 1x1 convolution, conv_preds
///
/// No convolution but conv_preds has a bias; batch normalisation and ReLU6 follow the others.
/// Accepts images of any size from 31x31 on; smaller ones make a convolution throw. Blocks with
/// stride 2 pad one row and column at the bottom and right only, whatever the size. Ends in logits,
/// without a softmax.
/// With batch normalisation's statistics 3,228,864 parameters without top (3,206,976 trainable),
/// 4,253,864 with the default one.
///
/// returns  [batch, height, width, channels] to [batch, class_count]; without top to
///          [batch, (height + 1) / 32, (width + 1) / 32, 1024], rounded down
/// throws   std::invalid_argument if a count is below 1, or width_multiplier is not between 1/32
///          (one map behind conv1) and 64
/// source   Howard et al.: MobileNets, 2017, table 1; Keras's keras.applications.MobileNet
Sequential mobilenet_v1(const MobileNetV1Options& options = {});

}  // namespace stepgrad
