#pragma once

#include <cstdint>
#include <span>

// A camera held upright stores its picture lying, and notes in EXIF data how to turn it.
namespace stepgrad {

/// How a picture must be turned to be seen as it was taken: 1 stands for "as it is stored".
///
///     1 as it is             5 mirrored along the main diagonal
///     2 mirrored left-right  6 a quarter turn clockwise
///     3 half a turn          7 mirrored along the other diagonal
///     4 mirrored top-bottom  8 a quarter turn anticlockwise
///
/// input   exif: a TIFF block, what follows "Exif\0\0" in a JPEG file and is the chunk eXIf of a
///         PNG file. It is not trusted: one that makes no sense turns nothing.
/// returns 1 to 8
/// source  CIPA DC-008: Exif 2.32, section 4.6.4 A (Orientation); TIFF 6.0, section 2
int exif_orientation(std::span<const std::uint8_t> exif);

}  // namespace stepgrad
