#pragma once

#include "layers/weights/stored_weights.h"
#include "tests/support/tensors.h"

#include <cstdint>
#include <string>

namespace stepgrad::testing {

/// Random numbers as a weight file holds them, called "LAYER/PART".
inline StoredTensor stored(const std::string& layer, const std::string& part, const Shape& shape,
                           std::uint64_t seed) {
    return {layer + "/" + part, layer, part, random_tensor(shape, seed)};
}

}  // namespace stepgrad::testing
