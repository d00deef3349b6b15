#pragma once

#include "autograd/tensor.h"

#include <filesystem>
#include <string>

// Pictures of tensors: [height, width], [height, width, 1] (both grey) or [height, width, 3] (red,
// green, blue), with numbers in [0, 1]. What lies outside is drawn as 0 or 1.
namespace stepgrad {

/// Writes a PNG file. It appears complete or not at all: a file that was there stays if writing
/// fails.
///
/// throws  ShapeError if the tensor is no picture
///         std::invalid_argument if a number is NaN
///         DataError if the file cannot be written
void write_png(const std::filesystem::path& path, const Tensor& image);

/// The bytes of a PNG file: for a picture that goes into another file.
///
/// throws  ShapeError if the tensor is no picture
///         std::invalid_argument if a number is NaN
std::string png_bytes(const Tensor& image);

/// Draws a picture in characters, each of them two pixels: one above the other.
///
/// input   use_colour: half blocks with the colours of ANSI escape sequences (24 bits, or the 24
///         greys of the 256 colours); otherwise plain ASCII from ' ' (black) to '@' (white)
/// returns (height + 1) / 2 lines, each with a line feed
/// throws  ShapeError if the tensor is no picture
///         std::invalid_argument if a number is NaN
std::string terminal_picture(const Tensor& image, bool use_colour);

}  // namespace stepgrad
