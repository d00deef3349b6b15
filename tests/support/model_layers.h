#pragma once

#include "layers/sequential.h"

#include <cstdint>
#include <string>
#include <vector>

// What a network consists of, layer by layer, for tests of the networks.
namespace stepgrad::testing {

struct LayerCount {
    std::string path;
    std::int64_t count;  // parameters and buffers of the layer itself, as Keras counts
};

/// One entry for each layer that owns numbers, in order.
std::vector<LayerCount> layer_counts(Module& model);

/// Reports a failed check for the first layer that differs, or if one is missing.
///
/// expected  "conv1 864  conv1_bn 128": paths and counts, with spaces and line feeds between
void check_layer_counts(const std::vector<LayerCount>& found, const std::string& expected);

/// Runs the children one by one with shapes alone, in eval(), and says where height, width or
/// channels change: "conv1 112x112x64, pool1 56x56x64"; of the result of a dense layer "fc1 4096".
std::string map_sizes(Sequential& model, const Shape& image);

/// Runs the model forward and backward on random images of this shape, in train(). Reports a failed
/// check unless the logits have `class_count` columns and are finite, and every parameter has
/// received a gradient that is finite and not 0 all over.
void check_trains(Sequential& model, const Shape& images, std::int64_t class_count);

}  // namespace stepgrad::testing
