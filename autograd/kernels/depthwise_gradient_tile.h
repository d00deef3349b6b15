#pragma once

#include "autograd/kernels/index_range.h"
#include "autograd/scalar.h"

#include <cstdint>

namespace stepgrad::kernels {

/// Some neighbouring pixels of one row of grad_output, and the taps of the filter that they meet.
/// All steps are in numbers.
struct DepthwiseGradientTile {
    const Scalar* image;
    std::int64_t first_input;             // what the first pixel's tap (0, 0) meets, or would
    std::int64_t first_column, in_width;  // the same as a column of the image
    std::int64_t input_pixel_step, input_row_step, input_column_step;
    const Scalar* grads;
    std::int64_t grads_pixel_step;
    std::int64_t pixel_count;
    bool slides;               // neighbouring pixels share columns; zeros where they reach outside
    IndexRange rows, columns;  // of taps
    Scalar* sums;              // of tap (0, 0)
    std::int64_t sums_row_step, sums_column_step;
    std::int64_t channels;
};

/// sums[tap][c] += sum over the pixels of input[pixel, tap][c] * grads[pixel][c], for the taps and the
/// channels of the tile.
void add_weight_gradient_of_tile(const DepthwiseGradientTile& tile) noexcept;

}  // namespace stepgrad::kernels
