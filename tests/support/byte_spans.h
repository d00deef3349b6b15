#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace stepgrad::testing {

/// The bytes of a text. It must live longer.
inline std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace stepgrad::testing
