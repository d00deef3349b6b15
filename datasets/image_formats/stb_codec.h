#pragma once

#include "datasets/byte_image.h"
#include "datasets/image_formats/checked_image.h"

#include <cstdint>
#include <span>
#include <string>

// The only door to stb: single-header libraries that read, write and resize pictures.
namespace stepgrad {

/// Decodes a picture whose bytes have been checked.
///
/// input   name: of the file, for messages
///         bytes: the whole file, as it was checked
/// returns as the file has it: 1 to 4 channels (see CheckedImage), not turned; samples of 16 bits
///         are rounded to 8
/// throws  DataError if the data between the headers are damaged
ByteImage decode_checked_image(const std::string& name, std::span<const std::uint8_t> bytes,
                               const CheckedImage& checked);

/// A PNG file of a picture with 1 or 3 channels.
///
/// throws  std::bad_alloc if there is no memory
std::string encode_png(const ByteImage& image);

/// Part of a picture.
struct ImageRegion {
    std::int64_t top = 0;
    std::int64_t left = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;
};

/// Makes part of a picture, which must lie within it, into a picture of another size, with the
/// filter of Mitchell and Netravali along a side that becomes shorter, and that of Catmull and Rom
/// along the others. At the edges the outermost pixels are repeated.
///
/// input   is_linear_light: take means of the light that the numbers stand for in sRGB, and not of
///         the numbers
/// throws  DataError if the sizes are so far apart that the memory is not to be had
/// source  Mitchell, Netravali: Reconstruction filters in computer graphics, 1988
ByteImage resize_region(const ByteImage& image, const ImageRegion& region, std::int64_t height,
                        std::int64_t width, bool is_linear_light);

}  // namespace stepgrad
