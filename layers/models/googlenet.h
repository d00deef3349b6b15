#pragma once

#include "layers/sequential.h"

#include <cstdint>

namespace stepgrad {

/// What is built. The size of the images is open.
struct GoogLeNetOptions {
    std::int64_t image_channels = 3;
    std::int64_t class_count = 1000;
    bool has_top = true;  // false: without pool5, dropout and classifier
};

/// GoogLeNet, the network that did without a stack of dense layers at the top.
///
///     body: conv1 7x7/2, pool1, conv2_reduce, conv2 3x3, pool2, inception_3a 3b, pool3,
///           inception_4a 4b 4c 4d 4e, pool4, inception_5a 5b; poolings are 3x3 maxima with stride
///           2 that may reach beyond the image (ceil_mode); 224x224 pixels become 7x7
///     top:  global average pooling, dropout of 40 %, one dense layer
///
/// Accepts images of any size from 31x31 on; smaller ones make a pooling throw. Convolutions have a
/// bias and a ReLU. Local response normalisation around conv2 is left out; it has no parameters. So
/// are the two auxiliary classifiers, which only help in training. Ends in logits, without a
/// softmax.
/// 5,973,552 parameters without top, 6,998,552 with the default one.
///
/// returns  [batch, height, width, channels] to [batch, class_count]; without top to
///          [batch, (height + 1) / 32, (width + 1) / 32, 1024], rounded down
/// throws   std::invalid_argument if a count is below 1
/// source   Szegedy et al.: Going deeper with convolutions, 2014, table 1
Sequential googlenet(const GoogLeNetOptions& options = {});

}  // namespace stepgrad
