#pragma once

#include "tests/support/png_bytes.h"

#include <cstdint>
#include <string>

namespace stepgrad::testing {

/// A PNG file of one grey, for tests that tell pictures apart by it.
inline std::string grey_png(int grey, std::uint32_t height = 2, std::uint32_t width = 3) {
    std::string rows;
    for (std::uint32_t y = 0; y < height; ++y) {
        rows += std::string(1, '\0') + std::string(width, static_cast<char>(grey));
    }
    return png_file({.width = width, .height = height}, rows);
}

}  // namespace stepgrad::testing
