#pragma once

#include "layers/sequential.h"

#include <cstdint>

namespace stepgrad {

/// Adds what the lessons' bodies are made of, for number 3: "conv3", a 3x3 convolution without bias,
/// "norm3", batch normalisation, and "relu3".
///
/// input   in, out: channels in front and behind
///         padding: zeros around each map; with 1 it keeps its size
void add_convolution_block(Sequential& layers, std::int64_t number, std::int64_t in,
                           std::int64_t out, std::int64_t padding = 1);

}  // namespace stepgrad
