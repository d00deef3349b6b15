#pragma once

#include "tests/support/png_bytes.h"

#include <string>

// A PNG file with two grey pixels in parts, any of which a test can replace.
namespace stepgrad::testing {

inline const std::string kTwoGreyPixels = hex("00 10 20");
inline constexpr PngFields kTwoWide = {.width = 2};

inline std::string png_start() {
    return png_signature() + png_header(kTwoWide);
}

inline std::string png_data() {
    return png_chunk("IDAT", zlib_stream(kTwoGreyPixels));
}

inline std::string png_end() {
    return png_chunk("IEND", "");
}

}  // namespace stepgrad::testing
