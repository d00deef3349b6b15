#pragma once

#include "datasets/image_formats/byte_reader.h"
#include "datasets/image_formats/png_header.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stepgrad {

/// Uncompresses the pixels of a PNG file, whose header is not trusted: no memory is taken for more
/// than the compressed data can hold.
///
/// input   reader: in whose name to fail
///         data: what the IDAT chunks hold, a zlib stream cut into pieces
/// returns all rows of all passes, each with its filter byte, still filtered
/// throws  DataError if the data are damaged, cut off, fewer than the header promises, or filtered
///         in a way that PNG does not know
std::vector<std::uint8_t> uncompress_png_rows(
    const ByteReader& reader, const PngHeader& header,
    const std::vector<std::span<const std::uint8_t>>& data);

}  // namespace stepgrad
