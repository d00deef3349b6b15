#pragma once

#include "datasets/image_formats/byte_reader.h"

#include <cstdint>
#include <vector>

namespace stepgrad {

/// The largest files and pictures that are read. stb counts bytes with an int, and takes about a
/// gigabyte for a photo of 134 million pixels.
inline constexpr std::int64_t kLargestFile = std::int64_t{1} << 30;
inline constexpr std::int64_t kLargestSide = 32768;
inline constexpr std::int64_t kLargestArea = std::int64_t{1} << 27;

enum class ImageFormat { kPng, kJpeg };

/// What is known of a picture file once its bytes have been checked, and before it is decoded.
struct CheckedImage {
    ImageFormat format = ImageFormat::kPng;
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t channels = 0;  // 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha
    bool is_16_bit = false;     // otherwise 8 bits for each channel, whatever the file has
    int orientation = 1;        // see datasets/image_formats/exif.h
    std::int64_t memory = 0;    // the most that decoding can need, in bytes

    // What to decode in place of the file; empty: the file itself.
    std::vector<std::uint8_t> rewritten;
};

/// Throws a DataError in the name of the reader if a picture of this size is not read.
void require_extents(const ByteReader& reader, std::int64_t height, std::int64_t width);

}  // namespace stepgrad
