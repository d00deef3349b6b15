#include "autograd/kernels/convolution_axis.h"

#include "autograd/kernels/vector.h"

#include <algorithm>
#include <numeric>

namespace stepgrad::kernels {

IndexRange AxisPhase::taps_inside(std::int64_t j) const {
    const std::int64_t input = first_input(j);
    const std::int64_t first = input >= 0 ? 0 : divided_up(-input, offset_step);
    const std::int64_t end =
        input >= input_count ? 0 : divided_up(input_count - input, offset_step);
    const std::int64_t inside_first = std::min(first, tap_count);
    return {inside_first, std::clamp(end, inside_first, tap_count)};
}

IndexRange AxisPhase::inner_outputs() const {
    // The last input that any output's first tap may meet, so that its last tap meets one, too.
    const std::int64_t last = input_count - 1 - (tap_count - 1) * offset_step;
    const std::int64_t first = first_offset >= 0 ? 0 : divided_up(-first_offset, input_step);
    const std::int64_t end = last < first_offset ? 0 : (last - first_offset) / input_step + 1;
    const std::int64_t inner_first = std::min(first, output_count);
    return {inner_first, std::clamp(end, inner_first, output_count)};
}

ConvolutionAxis rows_of(const Conv2dSizes& sizes) {
    return {sizes.in_height,     sizes.out_height,      sizes.kernel_height,
            sizes.stride_height, sizes.dilation_height, sizes.pad_top};
}

ConvolutionAxis columns_of(const Conv2dSizes& sizes) {
    return {sizes.in_width,     sizes.out_width,      sizes.kernel_width,
            sizes.stride_width, sizes.dilation_width, sizes.pad_left};
}

AxisPhase forward_phase(const ConvolutionAxis& axis) {
    return {.first_output = 0,
            .output_step = 1,
            .output_count = axis.out_extent,
            .input_step = axis.stride,
            .input_count = axis.in_extent,
            .first_tap = 0,
            .tap_step = 1,
            .tap_count = axis.taps,
            .first_offset = -axis.pad,
            .offset_step = axis.dilation};
}

// Input i is reached by output o through tap r where i = o * stride - pad + r * dilation, so
//     o = (i + pad - r * dilation) / stride
// for those r that divide evenly: every (stride / gcd)-th one. With i = phase + j * stride:
//     o = j + (phase + pad - r * dilation) / stride.
// The largest tap comes first, so that the offsets grow.
AxisPhase backward_phase(const ConvolutionAxis& axis, std::int64_t phase) {
    const std::int64_t tap_step = axis.stride / std::gcd(axis.stride, axis.dilation);
    std::int64_t smallest = 0;
    while (smallest < tap_step &&
           (phase + axis.pad - smallest * axis.dilation) % axis.stride != 0) {
        ++smallest;
    }
    const bool has_taps = smallest < tap_step && smallest < axis.taps;
    const std::int64_t count = has_taps ? (axis.taps - 1 - smallest) / tap_step + 1 : 0;
    const std::int64_t largest = smallest + (count - 1) * tap_step;
    return {
        .first_output = phase,
        .output_step = axis.stride,
        .output_count = divided_up(std::max<std::int64_t>(axis.in_extent - phase, 0), axis.stride),
        .input_step = 1,
        .input_count = axis.out_extent,
        .first_tap = largest,
        .tap_step = -tap_step,
        .tap_count = count,
        .first_offset = has_taps ? (phase + axis.pad - largest * axis.dilation) / axis.stride : 0,
        .offset_step = tap_step * axis.dilation / axis.stride};
}

}  // namespace stepgrad::kernels
