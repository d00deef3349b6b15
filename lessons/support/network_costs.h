#pragma once

#include "layers/models/small_cnn.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// Makes a network for images of these sizes.
using MakeNetwork = Sequential (*)(const SmallCnnOptions& sizes);

struct NamedNetwork {
    std::string name;
    MakeNetwork make;
};

/// What one image takes.
struct NetworkCost {
    std::int64_t trainable_parameters;
    std::int64_t multiply_adds;
};

/// Counts without computing anything and without memory for the weights.
NetworkCost cost_of(MakeNetwork make, const SmallCnnOptions& sizes);

/// The summary of each network for images of these sizes; then a table of what each would take for
/// larger images in colour, which is only counted.
void print_networks(const std::vector<NamedNetwork>& networks, const SmallCnnOptions& sizes);

}  // namespace stepgrad::lessons
