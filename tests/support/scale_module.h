#pragma once

#include "layers/module.h"
#include "layers/sequential.h"
#include "tests/support/tensors.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::testing {

/// A module with a parameter, a bias that may be missing, and a buffer.
class Scale final : public Module {
public:
    Scale(const Shape& shape, std::uint64_t seed) : weight(random_tensor(shape, seed)) {
        running = random_tensor({2}, seed + 1);
    }

    Variable forward(const Variable& input) override { return input; }
    std::string type_name() const override { return "Scale"; }
    std::vector<NamedParameter> own_parameters() override {
        return {{"weight", weight}, {"bias", bias}};
    }
    std::vector<NamedBuffer> own_buffers() override { return {{"running", running}}; }

    Parameter weight;
    Parameter bias;  // undefined
    Tensor running;
};

/// Two modules: weights of shape [3] and [], buffers of shape [2].
inline Sequential small_model(std::uint64_t seed) {
    Sequential model;
    model.add("a", Scale({3}, seed));
    model.add("b", Scale({}, seed + 10));
    return model;
}

/// How save_weights() marks its files: the first entry of every header.
inline const std::string kMetadata =
    R"("__metadata__":{"format":"stepgrad","filter_layout":"height, width, in, out"})";

/// A number in 8 bytes, little-endian: how long the header of a safetensors file is.
inline std::string length_bytes(std::uint64_t length) {
    std::string bytes(8, '\0');
    for (char& byte : bytes) {
        byte = static_cast<char>(length & 0xff);
        length >>= 8;
    }
    return bytes;
}

}  // namespace stepgrad::testing
