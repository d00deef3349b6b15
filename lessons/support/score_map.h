#pragma once

#include "autograd/tensor.h"
#include "layers/conv2d.h"
#include "layers/sequential.h"

#include <cstdint>
#include <string>
#include <vector>

// A map of class scores: what a 1x1 convolution makes of feature maps.
namespace stepgrad::lessons {

/// The dense layer of a network with global average pooling as a 1x1 convolution. A dense layer and
/// a mean are both linear, so they may change places:
///
///     dense(mean of x over the map)  =  mean over the map of dense(x at each place)
///
/// input   model: small_cnn(Head::kGlobalAverage)
/// returns a layer [batch, height, width, channels] to [batch, height, width, classes] that shares
///         the weights
/// throws  std::invalid_argument if its head has no dense layer "classes"
/// source  Long, Shelhamer, Darrell: Fully convolutional networks for semantic segmentation, 2015
Conv2d dense_as_convolution(Sequential& model);

/// The class with the highest mean score in some columns of one map.
///
/// input   scores: [batch, height, width, classes]
std::int32_t best_class(const Tensor& scores, std::int64_t image, std::int64_t first_column,
                        std::int64_t end_column);

/// Each place of one map as the letter of its best class, with a legend of the letters below.
///
/// returns lines of at most 79 characters, each with a line feed
std::string score_map_text(const Tensor& scores, std::int64_t image,
                           const std::vector<std::string>& class_names);

}  // namespace stepgrad::lessons
