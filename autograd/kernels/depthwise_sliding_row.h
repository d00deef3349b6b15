#pragma once

#include "autograd/scalar.h"

#include <cstdint>

namespace stepgrad::kernels {

/// One row of the result of a depthwise convolution whose filter is three taps wide and moves from
/// pixel to pixel, or by two: a pixel meets some of what its neighbour met.
///
///     a row of the source        . a b c d .
///     window of a pixel            └─┴─┘           b and c stay in registers, in up to three rows;
///     window of the next             └─┴─┘         d is loaded: 3 loads for 9 multiply-adds
///
/// Lengths are in numbers, columns in pixels.
struct SlidingRow {
    const Scalar* source;
    std::int64_t first_input;   // column 0 of the first row that is met
    std::int64_t first_column;  // what the first pixel's first tap meets; outside there are zeros
    std::int64_t column_step;   // from one pixel to the next: 1 or 2
    std::int64_t source_width;
    std::int64_t source_row_step, source_step;
    const Scalar* weight;  // the first tap
    std::int64_t weight_row_step, weight_column_step;
    std::int64_t row_count;  // of taps, from 0 to 3
    const Scalar* bias;      // or null
    Scalar* result;
    std::int64_t result_step;
    std::int64_t pixel_count;
    std::int64_t channels;
};

inline constexpr std::int64_t kMostSlidingRows = 3;
inline constexpr std::int64_t kSlidingColumns = 3;
inline constexpr std::int64_t kMostColumnStep = 2;

/// Computes all pixels and channels of the row.
void run_sliding_row(const SlidingRow& row) noexcept;

}  // namespace stepgrad::kernels
