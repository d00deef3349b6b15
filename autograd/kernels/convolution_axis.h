#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/kernels/index_range.h"

#include <cstdint>

// Where the filters of a convolution meet the image, one axis at a time: the rows and the columns
// need not know of each other. With stride 2, 3 taps and 1 zero before the image:
//
//     input            0  1  2  3  4  5
//
//     output 0      0  1  2                  these are taps; tap 0 of output 0 meets no input
//     output 1            0  1  2
//     output 2                  0  1  2
//
// Backward is the same read downwards: input 1 is seen by output 0 through tap 2 and by output 1
// through tap 0, input 2 by output 1 alone, through tap 1. Odd inputs are like the one, even inputs
// like the other: two phases.
namespace stepgrad::kernels {

/// Some outputs of one axis that meet the same taps of the filter. Output j of them is number
/// first_output + j * output_step; its tap k is number first_tap + k * tap_step of the filter, and
/// meets input j * input_step + first_offset + k * offset_step, if there is one.
///
/// Forward all outputs are alike. Backward, with a stride, every stride-th number of grad_input is.
struct AxisPhase {
    std::int64_t first_output, output_step, output_count;
    std::int64_t input_step, input_count;
    std::int64_t first_tap, tap_step, tap_count;
    std::int64_t first_offset, offset_step;  // the step is positive

    std::int64_t first_input(std::int64_t j) const { return j * input_step + first_offset; }

    /// The taps of output j that meet an input.
    IndexRange taps_inside(std::int64_t j) const;

    /// The outputs whose taps all do.
    IndexRange inner_outputs() const;
};

/// One axis of a convolution.
struct ConvolutionAxis {
    std::int64_t in_extent, out_extent, taps, stride, dilation, pad;
};

ConvolutionAxis rows_of(const Conv2dSizes& sizes);
ConvolutionAxis columns_of(const Conv2dSizes& sizes);

/// The outputs, each a sum over inputs.
AxisPhase forward_phase(const ConvolutionAxis& axis);

/// Numbers phase, phase + stride, ... of grad_input, each a sum over numbers of grad_output.
AxisPhase backward_phase(const ConvolutionAxis& axis, std::int64_t phase);

}  // namespace stepgrad::kernels
