#pragma once

#include "layers/sequential.h"

#include <cstdint>

namespace stepgrad {

/// What the images are like, and how many classes there are.
struct LeNet5Options {
    std::int64_t image_height = 28;
    std::int64_t image_width = 28;
    std::int64_t image_channels = 1;
    std::int64_t class_count = 10;
};

/// LeNet-5 as it is usually built today; layers are called as in the paper: c1 s2 c3 s4 c5 f6.
///
/// The paper's 32x32 input is here a 28x28 image with two pixels of padding. Three things differ
/// from the paper: pooling has no coefficients to train, c3 sees all maps of s2 and not a chosen
/// few, and the output is a dense layer in place of radial basis functions. Linear c5 is the
/// paper's 5x5 convolution, which sees a 5x5 image. 61,706 parameters with the default options.
///
/// returns  [batch, height, width, channels] to [batch, class_count]
/// throws   std::invalid_argument if a size is below 1, or the images below 12x12
/// source   LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document
///          recognition, 1998, section II.B
Sequential lenet5(const LeNet5Options& options = {});

}  // namespace stepgrad
