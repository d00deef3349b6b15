#pragma once

#include "datasets/image_formats/png_header.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stepgrad {

/// Writes a PNG file whose rows are stored as they are, in a zlib stream without compression.
///
/// Decoding such a file needs no inflate, and nothing in it depends on bytes of unknown origin but
/// the colours. A palette is filled up with black, so that a pixel may have any number.
///
/// input   palette: three bytes for each colour, up to 256; none unless the colour type asks for one
///         transparency: what a chunk tRNS holds; may be empty
///         rows: all rows of all passes, each with its filter byte
std::vector<std::uint8_t> plain_png(const PngHeader& header, std::span<const std::uint8_t> palette,
                                    std::span<const std::uint8_t> transparency,
                                    std::span<const std::uint8_t> rows);

}  // namespace stepgrad
