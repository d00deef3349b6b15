#pragma once

#include "autograd/kernels/convolution_axis.h"
#include "autograd/kernels/index_range.h"
#include "autograd/kernels/vector.h"

#include <cstdint>

namespace stepgrad::kernels {

/// Neighbouring rows of grad_output, all of one image, that meet the same rows of taps. All steps are
/// in numbers.
struct DepthwiseGradientRows {
    const Scalar* input;       // an image, or some rows of one
    std::int64_t first_input;  // column 0 of what the first row meets with tap row tap_rows.first
    std::int64_t input_pixel_step;
    std::int64_t input_row_step;  // from one row of taps to the next
    std::int64_t input_advance;   // from one row of grad_output to the next
    const Scalar* grads;
    std::int64_t grads_pixel_step, grads_row_step;
    std::int64_t row_count;
    AxisPhase columns;
    IndexRange tap_rows;
    Scalar* sums;  // of tap (0, 0)
    std::int64_t sums_row_step, sums_column_step;
};

/// sums[tap][c] += sum over the pixels of input[pixel, tap][c] * grads[pixel][c], for all taps of
/// tap_rows and the channels [0, channels).
void add_weight_gradient_of_rows(const DepthwiseGradientRows& rows, std::int64_t channels) noexcept;

/// One vector of channels, copied pixel by pixel from where pixels lie far apart to where they lie
/// together.
struct ColumnCopy {
    const Scalar* from;
    std::int64_t from_step;
    Scalar* to;

    void copy_pixel() noexcept {
        store(to, load(from));
        from += from_step;
        to += kLanes;
    }
};

/// The same for the channels [0, kLanes) and filters three taps wide that move from pixel to pixel
/// over images as wide as grad_output. While the arithmetic units are busy, as many pixels as
/// grad_output has here are copied from one column to another, for the next vector.
void add_weight_gradient_and_copy(const DepthwiseGradientRows& rows, ColumnCopy& copy) noexcept;

}  // namespace stepgrad::kernels
