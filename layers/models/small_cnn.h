#pragma once

#include "layers/sequential.h"

#include <array>
#include <cstdint>
#include <string>

namespace stepgrad {

/// What turns the last feature maps into logits.
enum class Head {
    kFlatten,             // Flatten, Linear
    kFlattenDense,        // Flatten, Linear, ReLU, Linear
    kGlobalAverage,       // GlobalAveragePool2d, Linear
    kGlobalAverageDense,  // GlobalAveragePool2d, Linear, ReLU, Linear
    kGlobalMax,           // GlobalMaxPool2d, Linear
};

/// Every head once, in the order above.
inline constexpr std::array<Head, 5> kAllHeads{Head::kFlatten, Head::kFlattenDense,
                                               Head::kGlobalAverage, Head::kGlobalAverageDense,
                                               Head::kGlobalMax};

/// "flatten", "flatten_dense128", "gap", "gap_dense128", "gmp".
std::string head_name(Head head);

/// The head that has this name.
///
/// throws  std::invalid_argument for a name that head_name() never gives
Head head_named(const std::string& name);

/// What the images are like, and how wide the network is.
struct SmallCnnOptions {
    std::int64_t image_height = 28;
    std::int64_t image_width = 28;
    std::int64_t image_channels = 1;
    std::int64_t class_count = 10;
    std::array<std::int64_t, 5> widths{16, 16, 32, 32, 64};  // channels behind each convolution
    std::int64_t hidden = 128;                               // of the heads with a dense layer
};

/// The network of the lessons: one body with any head.
///
///     body: conv0 conv1 pool conv2 conv3 pool conv4, all 3x3 with padding 1 and without bias,
///           each followed by batch normalisation and ReLU
///     head: see Head
///
/// With 28x28x1 images and 10 classes it has 35,674 trainable parameters with global average
/// pooling and 66,394 with Flatten.
///
/// returns  a module with the children "body" and "head": [batch, height, width, channels] to
///          [batch, class_count]; only the Flatten heads are tied to the size of the images
/// throws   std::invalid_argument if a size is below 1, or the images below 4x4
Sequential small_cnn(Head head, const SmallCnnOptions& options = {});

}  // namespace stepgrad
