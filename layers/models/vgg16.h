#pragma once

#include "layers/models/preprocess.h"
#include "layers/sequential.h"

#include <cstdint>

namespace stepgrad {

/// What the pretrained weights expect.
inline constexpr Preprocessing kVGG16Preprocessing = Preprocessing::kBlueMinusMean;

/// What the images are like, and what is built for them.
struct VGG16Options {
    std::int64_t image_height = 224;
    std::int64_t image_width = 224;
    std::int64_t image_channels = 3;
    std::int64_t class_count = 1000;
    std::int64_t hidden = 4096;  // units of fc1 and fc2
    bool has_top = true;         // false: without flatten, fc1, fc2 and predictions
};

/// VGG16, layers called as in Keras: block1_conv1 ... block5_pool, flatten, fc1, fc2, predictions.
///
///     blocks: 2, 2, 3, 3 and 3 convolutions of 3x3 with padding 1, bias and ReLU, then a 2x2 max
///             pooling; 64, 128, 256, 512 and 512 maps; 224x224 pixels become 7x7
///     top:    Flatten, two dense layers of 4096 with ReLU, one of class_count
///
/// The top is tied to the size of the images; the blocks alone accept any from 32x32 on. Like
/// Keras's it has no dropout (the paper drops half of fc1 and fc2); it ends in logits, without a
/// softmax.
/// 14,714,688 parameters without top; 138,357,544 with the default one, of which 123,642,856
/// (89.4 %) are its own.
///
/// returns  [batch, height, width, channels] to [batch, class_count]; without top to
///          [batch, height / 32, width / 32, 512], rounded down
/// throws   std::invalid_argument if images are below 32x32 or a count is below 1
/// source   Simonyan, Zisserman: Very deep convolutional networks for large-scale image
///          recognition, 2015, table 1, column D
Sequential vgg16(const VGG16Options& options = {});

}  // namespace stepgrad
