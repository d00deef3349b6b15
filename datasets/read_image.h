#pragma once

#include "autograd/tensor.h"
#include "datasets/byte_image.h"
#include "datasets/resize.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace stepgrad {

/// How many channels a picture is read with, whatever its file has.
enum class ImageColour {
    kGrey,  // one channel: colours weighted as the eye sees them
    kRgb,   // three channels: red, green, blue; grey pictures have the same in each
};

/// What a picture is to become.
struct ReadImageOptions {
    ImageColour colour = ImageColour::kRgb;
    std::int64_t height = 0;  // what to resize to; both 0: as the file has it
    std::int64_t width = 0;
    ResizeOptions resize = {};
    Scalar background = 1;  // what shows through transparent pixels, from 0 (black) to 1 (white)
};

/// Reads a PNG or JPEG file, told apart by how it starts and whatever it is called.
///
/// The file is checked before it is decoded (datasets/image_guard.h). Photos are turned as their
/// EXIF data say, samples of 16 bits are rounded to 8, and a transparent picture is laid on the
/// background. Numbers are as in the file, which mostly means sRGB: colour profiles are not applied.
///
/// returns [height, width, 1] or [height, width, 3], in [0, 1]
/// throws  DataError that names the file and says what is wrong
///         std::invalid_argument if the options are impossible
Tensor read_image(const std::filesystem::path& path, const ReadImageOptions& options = {});

/// The same as bytes from 0 to 255.
ByteImage read_byte_image(const std::filesystem::path& path, const ReadImageOptions& options = {});

/// The same for a file that is in memory.
///
/// input   name: of the file, for messages
ByteImage decode_image(const std::string& name, std::span<const std::uint8_t> bytes,
                       const ReadImageOptions& options = {});

}  // namespace stepgrad
