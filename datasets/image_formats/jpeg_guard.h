#pragma once

#include "datasets/image_formats/checked_image.h"

#include <cstdint>
#include <span>
#include <string>

namespace stepgrad {

/// Checks a JPEG file before stb decodes it: its segments, frame header, Huffman and quantisation
/// tables, that every scan has the tables it needs and codes for all its blocks, and that every
/// component has a scan.
///
/// Read are baseline and progressive pictures with Huffman codes and 8 bits: what cameras and the
/// web have. Bytes behind the end of the picture are left alone: phones put films there.
///
/// input   name: of the file, for messages
/// throws  DataError that says what is wrong with which part
CheckedImage check_jpeg(const std::string& name, std::span<const std::uint8_t> bytes);

}  // namespace stepgrad
