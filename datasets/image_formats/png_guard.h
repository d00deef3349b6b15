#pragma once

#include "datasets/image_formats/checked_image.h"

#include <cstdint>
#include <span>
#include <string>

namespace stepgrad {

/// Checks a PNG file before stb decodes it: signature, the lengths, checksums, names and order of
/// its chunks, header, palette, and that its data hold as many pixels as the header promises.
///
/// stb compares no checksum, believes the header, reads colours that a palette does not have from
/// memory that nobody wrote, and its inflate shifts by negative counts where data end early. So it
/// is not given the file but `rewritten`: the checked parts, uncompressed by zlib.
///
/// input   name: of the file, for messages
/// throws  DataError that says what is wrong with which part
CheckedImage check_png(const std::string& name, std::span<const std::uint8_t> bytes);

}  // namespace stepgrad
