#include "autograd/kernels/depthwise_conv2d.h"

#include "autograd/kernels/channel_strip.h"
#include "autograd/kernels/convolution_axis.h"
#include "autograd/kernels/depthwise_sliding_row.h"
#include "autograd/kernels/depthwise_tile.h"
#include "autograd/kernels/in_parallel.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

// What a pass computes, or some channels of it: `result` from `source`, channel by channel.
struct Operands {
    const Scalar* source;
    std::int64_t source_step;  // numbers from one pixel to the next
    const Scalar* weight;
    const Scalar* bias;
    Scalar* result;
    std::int64_t channel_step;  // the same of the weight, from tap to tap, and of the result
    std::int64_t channels;      // that are computed
    std::int64_t kernel_width;
};

// One row of the result, what its first tap meets, and the first of its taps' weights.
struct Row {
    std::int64_t first_input, input_row_step;
    std::int64_t first_weight, weight_row_step;
    std::int64_t tap_count;
    std::int64_t first_output;
};

// Output j of the rows' phase. The source is an image, or begins with another of its rows.
Row row_at(const Operands& operands, const AxisPhase& rows, std::int64_t j, std::int64_t first_row,
           std::int64_t source_width, std::int64_t first_output) noexcept {
    const IndexRange taps = rows.taps_inside(j);
    const std::int64_t source_pitch = source_width * operands.source_step;
    const std::int64_t weight_pitch = operands.kernel_width * operands.channel_step;
    return {.first_input =
                (rows.first_input(j) + taps.first * rows.offset_step - first_row) * source_pitch,
            .input_row_step = rows.offset_step * source_pitch,
            .first_weight = (rows.first_tap + taps.first * rows.tap_step) * weight_pitch,
            .weight_row_step = rows.tap_step * weight_pitch,
            .tap_count = taps.end - taps.first,
            .first_output = first_output};
}

// The tile of `columns` that begins with output j; only the taps in `taps` of each filter row.
DepthwiseTile tile_at(const Operands& operands, const Row& row, const AxisPhase& columns,
                      std::int64_t j, IndexRange taps) noexcept {
    const std::int64_t step = operands.channel_step;
    const std::int64_t column = columns.first_input(j) + taps.first * columns.offset_step;
    const std::int64_t tap = columns.first_tap + taps.first * columns.tap_step;
    const std::int64_t output = columns.first_output + j * columns.output_step;
    return {.source = operands.source,
            .first_input = row.first_input + column * operands.source_step,
            .input_row_step = row.input_row_step,
            .input_column_step = columns.offset_step * operands.source_step,
            .input_pixel_step = columns.input_step * operands.source_step,
            .weight = operands.weight + row.first_weight + tap * step,
            .weight_row_step = row.weight_row_step,
            .weight_column_step = columns.tap_step * step,
            .row_count = row.tap_count,
            .column_count = taps.end - taps.first,
            .bias = operands.bias,
            .output = operands.result + row.first_output + output * step,
            .output_step = columns.output_step * step};
}

// Tiles of pixels whose taps all meet the source, as large as fit: of 8 pixels, of 4, of 2, of 1.
template <int kPixels>
void run_inner_tiles(const Operands& operands, const Row& row, const AxisPhase& columns,
                     IndexRange inner) noexcept {
    std::int64_t j = inner.first;
    for (; j + kPixels <= inner.end; j += kPixels) {
        run_depthwise_tile<kPixels>(tile_at(operands, row, columns, j, {0, columns.tap_count}),
                                    operands.channels);
    }
    if constexpr (kPixels > 1) {
        run_inner_tiles<kPixels / 2>(operands, row, columns, {j, inner.end});
    }
}

// A filter three taps wide that moves from pixel to pixel.
bool slides(const Row& row, const AxisPhase& columns) {
    return columns.tap_count == kSlidingColumns && columns.input_step <= kMostColumnStep &&
           columns.offset_step == 1 && columns.output_step == 1 &&
           row.tap_count <= kMostSlidingRows;
}

// All pixels of one row that belong to one phase of the columns.
void run_row(const Operands& operands, const Row& row, const AxisPhase& columns) noexcept {
    if (slides(row, columns)) {
        run_sliding_row({.source = operands.source,
                         .first_input = row.first_input,
                         .first_column = columns.first_offset,
                         .column_step = columns.input_step,
                         .source_width = columns.input_count,
                         .source_row_step = row.input_row_step,
                         .source_step = operands.source_step,
                         .weight = operands.weight + row.first_weight +
                                   columns.first_tap * operands.channel_step,
                         .weight_row_step = row.weight_row_step,
                         .weight_column_step = columns.tap_step * operands.channel_step,
                         .row_count = row.tap_count,
                         .bias = operands.bias,
                         .result = operands.result + row.first_output,
                         .result_step = operands.channel_step,
                         .pixel_count = columns.output_count,
                         .channels = operands.channels});
        return;
    }
    const IndexRange inner = columns.inner_outputs();
    const auto run_single = [&](std::int64_t j) {
        run_depthwise_tile<1>(tile_at(operands, row, columns, j, columns.taps_inside(j)),
                              operands.channels);
    };
    for (std::int64_t j = 0; j < inner.first; ++j) {
        run_single(j);
    }
    run_inner_tiles<kMostTilePixels>(operands, row, columns, inner);
    for (std::int64_t j = inner.end; j < columns.output_count; ++j) {
        run_single(j);
    }
}

// A pass over images: the loops below are the same forward and backward.
struct Pass {
    Conv2dSizes sizes;
    bool is_forward;
    AxisPhase first_rows, first_columns;  // forward there are no others
    std::int64_t source_height, source_width;
    std::int64_t result_height, result_width;

    // The phase of result row y, and which output of it that is.
    AxisPhase rows_at(std::int64_t y) const {
        return row_phases() == 1 ? first_rows
                                 : backward_phase(rows_of(sizes), y % sizes.stride_height);
    }
    std::int64_t output_at(std::int64_t y) const { return y / row_phases(); }
    AxisPhase columns_at(std::int64_t phase) const {
        return phase == 0 ? first_columns : backward_phase(columns_of(sizes), phase);
    }
    std::int64_t row_phases() const { return is_forward ? 1 : sizes.stride_height; }
    std::int64_t column_phases() const {
        return is_forward ? 1 : std::min(sizes.stride_width, sizes.in_width);
    }
};

Pass forward_pass(const Conv2dSizes& sizes) {
    return {.sizes = sizes,
            .is_forward = true,
            .first_rows = forward_phase(rows_of(sizes)),
            .first_columns = forward_phase(columns_of(sizes)),
            .source_height = sizes.in_height,
            .source_width = sizes.in_width,
            .result_height = sizes.out_height,
            .result_width = sizes.out_width};
}

Pass backward_pass(const Conv2dSizes& sizes) {
    return {.sizes = sizes,
            .is_forward = false,
            .first_rows = backward_phase(rows_of(sizes), 0),
            .first_columns = backward_phase(columns_of(sizes), 0),
            .source_height = sizes.out_height,
            .source_width = sizes.out_width,
            .result_height = sizes.in_height,
            .result_width = sizes.in_width};
}

// Row y of the result of one image. operands.source begins with row first_row of the source.
void run_result_row(const Pass& pass, const Operands& operands, std::int64_t y,
                    std::int64_t first_row) noexcept {
    const Row row = row_at(operands, pass.rows_at(y), pass.output_at(y), first_row,
                           pass.source_width, y * pass.result_width * operands.channel_step);
    for (std::int64_t phase = 0; phase < pass.column_phases(); ++phase) {
        run_row(operands, row, pass.columns_at(phase));
    }
}

// The source's rows that rows [y, end) of the result meet; none of them has a stride.
IndexRange rows_met(const Pass& pass, std::int64_t y, std::int64_t end) {
    const AxisPhase rows = pass.rows_at(y);
    const std::int64_t first = rows.first_input(y);
    const std::int64_t last = rows.first_input(end - 1) + (rows.tap_count - 1) * rows.offset_step;
    const std::int64_t from = std::clamp<std::int64_t>(first, 0, pass.source_height);
    return {from, std::clamp<std::int64_t>(last + 1, from, pass.source_height)};
}

// Rows [y, end) of the result of one image, a strip of channels after the other.
void run_strips(const Pass& pass, const Operands& image, std::int64_t y,
                std::int64_t end) noexcept {
    alignas(64) Scalar strip[kStripSize];
    const IndexRange met = rows_met(pass, y, end);
    for (std::int64_t c = 0; c < image.channels; c += kStripChannels) {
        const IndexRange channels{c, std::min(c + kStripChannels, image.channels)};
        copy_channels(image.source + met.first * pass.source_width * image.source_step,
                      (met.end - met.first) * pass.source_width, image.source_step, channels,
                      strip);
        const Operands operands{.source = strip,
                                .source_step = kStripChannels,
                                .weight = image.weight + c,
                                .bias = image.bias != nullptr ? image.bias + c : nullptr,
                                .result = image.result + c,
                                .channel_step = image.channel_step,
                                .channels = channels.end - channels.first,
                                .kernel_width = image.kernel_width};
        for (std::int64_t row = y; row < end; ++row) {
            run_result_row(pass, operands, row, met.first);
        }
    }
}

void run_pass(const Pass& pass, const Operands& batch) noexcept {
    const Conv2dSizes& sizes = pass.sizes;
    const bool has_strips = sizes.stride_height == 1 && sizes.stride_width == 1 &&
                            copies_strips(batch.channels, pass.source_width, sizes.reach_height());
    const std::int64_t at_once =
        has_strips ? rows_of_strip(pass.source_width) - sizes.reach_height() + 1 : 1;
    const std::int64_t parts = (pass.result_height + at_once - 1) / at_once;
    in_parallel(sizes.multiply_adds() > kParallelMultiplyAdds, [&] {
#pragma omp for schedule(static) collapse(2) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            for (std::int64_t part = 0; part < parts; ++part) {
                Operands image = batch;
                image.source += n * pass.source_height * pass.source_width * batch.channels;
                image.result += n * pass.result_height * pass.result_width * batch.channels;
                const std::int64_t y = pass.result_height * part / parts;
                const std::int64_t end = pass.result_height * (part + 1) / parts;
                if (has_strips) {
                    run_strips(pass, image, y, end);
                } else {
                    run_result_row(pass, image, y, 0);
                }
            }
        }
    });
}

Operands operands_of(const Conv2dSizes& sizes, const Scalar* source, const Scalar* weight,
                     const Scalar* bias, Scalar* result) noexcept {
    return {.source = source,
            .source_step = sizes.out_channels,
            .weight = weight,
            .bias = bias,
            .result = result,
            .channel_step = sizes.out_channels,
            .channels = sizes.out_channels,
            .kernel_width = sizes.kernel_width};
}

}  // namespace

void depthwise_conv2d_forward(const Conv2dSizes& sizes, const Scalar* input, const Scalar* weight,
                              const Scalar* bias, Scalar* output) noexcept {
    run_pass(forward_pass(sizes), operands_of(sizes, input, weight, bias, output));
}

void depthwise_conv2d_backward_input(const Conv2dSizes& sizes, const Scalar* grad_output,
                                     const Scalar* weight, Scalar* grad_input) noexcept {
    run_pass(backward_pass(sizes),
             operands_of(sizes, grad_output, weight, /*bias=*/nullptr, grad_input));
}

}  // namespace stepgrad::kernels
