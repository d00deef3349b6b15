#pragma once

#include "layers/sequential.h"

#include <cstdint>

namespace stepgrad {

/// What the images are like, and what is built for them.
struct AlexNetOptions {
    std::int64_t image_height = 227;
    std::int64_t image_width = 227;
    std::int64_t image_channels = 3;
    std::int64_t class_count = 1000;
    std::int64_t hidden = 4096;  // units of fc6 and fc7
    bool has_top = true;         // false: without flatten, fc6, fc7 and fc8
};

/// AlexNet as of 2012, with the two groups that stood on two GPUs there.
///
///     body: conv1 11x11/4 96, pool1, conv2 5x5 256 in two groups, pool2, conv3 3x3 384,
///           conv4 3x3 384 and conv5 3x3 256 in two groups, pool5; all with bias and ReLU, poolings
///           are 3x3 maxima with stride 2; 227x227 pixels become 6x6
///     top:  Flatten, fc6 and fc7 of 4096 units with ReLU and half of them dropped, fc8
///
/// The paper says 224x224, but its 55x55 maps behind conv1 take 227x227. Local response
/// normalisation behind conv1 and conv2 is left out; it has no parameters. The top is tied to the
/// size of the images; the body alone accepts any from 67x67 on. Ends in logits, without a softmax.
/// 2,334,080 parameters without top; 60,965,224 with the default one, of which 58,631,144 (96.2 %)
/// are its own.
///
/// returns  [batch, height, width, channels] to [batch, class_count]; without top to
///          [batch, 6, 6, 256], for images of other sizes other heights and widths
/// throws   std::invalid_argument if images are below 67x67 or a count is below 1
/// source   Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural
///          networks, 2012, section 3.5
Sequential alexnet(const AlexNetOptions& options = {});

}  // namespace stepgrad
