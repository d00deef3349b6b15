#include "autograd/kernels/depthwise_conv2d.h"

#include "autograd/kernels/convolution_axis.h"
#include "autograd/kernels/in_parallel.h"
#include "autograd/kernels/vector.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

constexpr int kMostPixels = 8;  // of a tile: enough sums that none waits for its last addition

// Some neighbouring pixels of one row of the result. All lengths are in numbers.
struct Tile {
    const Scalar* source;
    std::int64_t first_input;  // what the first pixel's first tap meets
    std::int64_t input_row_step, input_column_step, input_pixel_step;
    const Scalar* weight;  // the first tap
    std::int64_t weight_row_step, weight_column_step;
    std::int64_t row_count, column_count;  // of taps
    const Scalar* bias;                    // or null
    Scalar* output;
    std::int64_t output_step;
};

// One vector of channels, from `channel` on. Where kIsWhole is false only `lanes` of it are real.
template <int kPixels, bool kIsWhole>
inline void run_vector(const Tile& tile, std::int64_t channel, int lanes) noexcept {
    const auto load_lanes = [lanes](const Scalar* numbers) {
        return kIsWhole ? load(numbers) : load_first(numbers, lanes);
    };
    Vector sums[kPixels];
#pragma GCC unroll 8
    for (int p = 0; p < kPixels; ++p) {
        sums[p] = tile.bias != nullptr ? load_lanes(tile.bias + channel) : Vector{};
    }
    for (std::int64_t r = 0; r < tile.row_count; ++r) {
        std::int64_t input = tile.first_input + channel + r * tile.input_row_step;
        const Scalar* weight = tile.weight + channel + r * tile.weight_row_step;
        for (std::int64_t s = 0; s < tile.column_count; ++s) {
            const Vector tap = load_lanes(weight + s * tile.weight_column_step);
#pragma GCC unroll 8
            for (int p = 0; p < kPixels; ++p) {
                const Vector numbers =
                    load_lanes(tile.source + (input + p * tile.input_pixel_step));
                sums[p] = fused_multiply_add(numbers, tap, sums[p]);
            }
            input += tile.input_column_step;
        }
    }
#pragma GCC unroll 8
    for (int p = 0; p < kPixels; ++p) {
        Scalar* const to = tile.output + channel + p * tile.output_step;
        kIsWhole ? store(to, sums[p]) : store_first(to, sums[p], lanes);
    }
}

// All channels. The last vector ends with the last channel and may compute some channels a second
// time; only where there is no whole vector are some lanes left out.
template <int kPixels>
void run_tile(const Tile& tile, std::int64_t channels) noexcept {
    if (channels < kLanes) {
        run_vector<kPixels, false>(tile, 0, static_cast<int>(channels));
        return;
    }
    for (std::int64_t c = 0; c < channels; c += kLanes) {
        run_vector<kPixels, true>(tile, std::min(c, channels - kLanes), kLanes);
    }
}

// What a pass computes: `result` from `source`, channel by channel.
struct Operands {
    const Scalar* source;
    const Scalar* weight;
    const Scalar* bias;
    Scalar* result;
    std::int64_t channels;
    std::int64_t kernel_width;
};

// One row of the result, what its first tap meets, and the first of its taps' weights.
struct Row {
    std::int64_t first_input, input_row_step;
    std::int64_t first_weight, weight_row_step;
    std::int64_t tap_count;
    std::int64_t first_output;
};

// Output j of the rows' phase, from the image of the source that begins at source_image.
Row row_at(const Operands& operands, const AxisPhase& rows, std::int64_t j,
           std::int64_t source_image, std::int64_t source_pitch,
           std::int64_t first_output) noexcept {
    const IndexRange taps = rows.taps_inside(j);
    const std::int64_t weight_pitch = operands.kernel_width * operands.channels;
    return {.first_input =
                source_image + (rows.first_input(j) + taps.first * rows.offset_step) * source_pitch,
            .input_row_step = rows.offset_step * source_pitch,
            .first_weight = (rows.first_tap + taps.first * rows.tap_step) * weight_pitch,
            .weight_row_step = rows.tap_step * weight_pitch,
            .tap_count = taps.end - taps.first,
            .first_output = first_output};
}

// The tile of `columns` that begins with output j; only the taps in `taps` of each filter row.
Tile tile_at(const Operands& operands, const Row& row, const AxisPhase& columns, std::int64_t j,
             IndexRange taps) noexcept {
    const std::int64_t channels = operands.channels;
    const std::int64_t column = columns.first_input(j) + taps.first * columns.offset_step;
    const std::int64_t tap = columns.first_tap + taps.first * columns.tap_step;
    const std::int64_t output = columns.first_output + j * columns.output_step;
    return {.source = operands.source,
            .first_input = row.first_input + column * channels,
            .input_row_step = row.input_row_step,
            .input_column_step = columns.offset_step * channels,
            .input_pixel_step = columns.input_step * channels,
            .weight = operands.weight + row.first_weight + tap * channels,
            .weight_row_step = row.weight_row_step,
            .weight_column_step = columns.tap_step * channels,
            .row_count = row.tap_count,
            .column_count = taps.end - taps.first,
            .bias = operands.bias,
            .output = operands.result + row.first_output + output * channels,
            .output_step = columns.output_step * channels};
}

// Tiles of pixels whose taps all meet the source, as large as fit: of 8 pixels, of 4, of 2, of 1.
template <int kPixels>
void run_inner_tiles(const Operands& operands, const Row& row, const AxisPhase& columns,
                     IndexRange inner) noexcept {
    std::int64_t j = inner.first;
    for (; j + kPixels <= inner.end; j += kPixels) {
        run_tile<kPixels>(tile_at(operands, row, columns, j, {0, columns.tap_count}),
                          operands.channels);
    }
    if constexpr (kPixels > 1) {
        run_inner_tiles<kPixels / 2>(operands, row, columns, {j, inner.end});
    }
}

// All pixels of one row that belong to one phase of the columns.
void run_row(const Operands& operands, const Row& row, const AxisPhase& columns) noexcept {
    const IndexRange inner = columns.inner_outputs();
    const auto run_single = [&](std::int64_t j) {
        run_tile<1>(tile_at(operands, row, columns, j, columns.taps_inside(j)), operands.channels);
    };
    for (std::int64_t j = 0; j < inner.first; ++j) {
        run_single(j);
    }
    run_inner_tiles<kMostPixels>(operands, row, columns, inner);
    for (std::int64_t j = inner.end; j < columns.output_count; ++j) {
        run_single(j);
    }
}

}  // namespace

void depthwise_conv2d_forward(const Conv2dSizes& sizes, const Scalar* input, const Scalar* weight,
                              const Scalar* bias, Scalar* output) noexcept {
    const Operands operands{input, weight, bias, output, sizes.out_channels, sizes.kernel_width};
    const AxisPhase rows = forward_phase(rows_of(sizes));
    const AxisPhase columns = forward_phase(columns_of(sizes));
    const std::int64_t pitch = sizes.in_width * sizes.in_channels;
    in_parallel(sizes.multiply_adds() > kParallelMultiplyAdds, [&] {
#pragma omp for schedule(static) collapse(2) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            for (std::int64_t y = 0; y < sizes.out_height; ++y) {
                run_row(operands,
                        row_at(operands, rows, y, n * sizes.in_height * pitch, pitch,
                               (n * sizes.out_height + y) * sizes.out_width * sizes.out_channels),
                        columns);
            }
        }
    });
}

void depthwise_conv2d_backward_input(const Conv2dSizes& sizes, const Scalar* grad_output,
                                     const Scalar* weight, Scalar* grad_input) noexcept {
    const Operands operands{grad_output,      weight,
                            /*bias=*/nullptr, grad_input, sizes.out_channels, sizes.kernel_width};
    const std::int64_t pitch = sizes.out_width * sizes.out_channels;
    in_parallel(sizes.multiply_adds() > kParallelMultiplyAdds, [&] {
#pragma omp for schedule(static) collapse(2) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            for (std::int64_t y = 0; y < sizes.in_height; ++y) {
                const AxisPhase rows = backward_phase(rows_of(sizes), y % sizes.stride_height);
                const Row row =
                    row_at(operands, rows, y / sizes.stride_height, n * sizes.out_height * pitch,
                           pitch, (n * sizes.in_height + y) * sizes.in_width * sizes.in_channels);
                for (std::int64_t phase = 0; phase < std::min(sizes.stride_width, sizes.in_width);
                     ++phase) {
                    run_row(operands, row, backward_phase(columns_of(sizes), phase));
                }
            }
        }
    });
}

}  // namespace stepgrad::kernels
