#pragma once

#include "autograd/scalar.h"

#include <cstdint>
#include <vector>

// Zero padding without edge cases: a few rows of an image are copied into a strip with zeros around
// them, and the loops over the strip need not know where the image ends.
//
//       0 0 0 0 0 0        one strip: rows first_row .. first_row + row_count,
//       0 a b c d 0        columns first_column .. first_column + column_count
//       0 e f g h 0        of an image whose first pixel is a; here both begin at -1
//
// Rows are copied from front to back, each written once. A strip stays in the second-level cache.
// Measured by one thread, strips of 16 rows of 64 pixels with 64 channels, in parts of the triad:
// 0.9, counting what is read.
namespace stepgrad::kernels {

struct Strip {
    std::int64_t image_height, image_width, channels;
    std::int64_t first_row, row_count;
    std::int64_t first_column, column_count;
};

void copy_strip(const Strip& strip, const Scalar* image, Scalar* to) noexcept;

/// Runs of neighbouring taps of a filter, as one segment each: the pixels of one filter row lie
/// next to each other, so a 3x3 filter on 16 channels is three segments of 48 numbers.
///
/// All segments have the same length; where the taps do not form such runs (dilation, groups) each
/// tap is a segment of its own.
struct Segments {
    std::vector<std::int64_t> offset;
    std::int64_t length;
};

/// tap_offset  where each tap lies, in ascending order
/// tap_length  numbers of one tap: the channels it sees
Segments merged_segments(const std::vector<std::int64_t>& tap_offset, std::int64_t tap_length);

}  // namespace stepgrad::kernels
