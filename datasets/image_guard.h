#pragma once

#include "datasets/image_formats/checked_image.h"

#include <cstdint>
#include <span>
#include <string>

namespace stepgrad {

/// Checks a picture file before stb decodes it: png_guard.h and jpeg_guard.h say for what. stb is
/// small and fast and trusts its input; pictures from the web are not to be trusted.
///
/// PNG and JPEG are told apart by how they start, whatever the file is called.
///
/// input   name: of the file, for messages
/// throws  DataError that names the file and what is wrong with which part of it
CheckedImage check_image(const std::string& name, std::span<const std::uint8_t> bytes);

}  // namespace stepgrad
