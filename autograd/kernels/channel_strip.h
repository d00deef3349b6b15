#pragma once

#include "autograd/kernels/index_range.h"
#include "autograd/kernels/vector.h"

#include <cstdint>

// Many channels keep neighbouring pixels so far apart (2 KB at 512) that they fall into the same
// few sets of the nearest cache and drive each other out before the next row meets them. A strip of
// four vectors of channels is copied to where it lies together, as many rows as that cache holds:
//
//     image   | a b c d e f g h ... | a b c d e f g h ... |     each letter a vector of channels
//     strip   | a b c d | a b c d | a b c d | ...               pixel by pixel
namespace stepgrad::kernels {

constexpr std::int64_t kFewestChannelsToCopy = 256;
constexpr std::int64_t kStripChannels = 4 * kLanes;
constexpr std::int64_t kStripSize = 40 * 1024 / std::int64_t{sizeof(Scalar)};  // in numbers

/// How many rows of so many pixels a strip holds.
constexpr std::int64_t rows_of_strip(std::int64_t width) {
    return kStripSize / (kStripChannels * width);
}

/// True if it is worth it: most rows that are copied are met by all rows of taps.
///
/// rows_met  the image's rows from the first tap's to the last one's, for one row of the result
constexpr bool copies_strips(std::int64_t channels, std::int64_t width, std::int64_t rows_met) {
    return channels >= kFewestChannelsToCopy && rows_of_strip(width) >= 2 * rows_met;
}

/// strip[p][c] = pixels[p][channels.first + c]
///
/// pixel_step  numbers from one pixel to the next
/// channels    at most kStripChannels
void copy_channels(const Scalar* pixels, std::int64_t pixel_count, std::int64_t pixel_step,
                   IndexRange channels, Scalar* strip) noexcept;

}  // namespace stepgrad::kernels
