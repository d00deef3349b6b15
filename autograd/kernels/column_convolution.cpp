#include "autograd/kernels/column_convolution.h"

#include "autograd/kernels/convolution_axis.h"
#include "autograd/kernels/in_parallel.h"
#include "autograd/kernels/panels.h"
#include "autograd/kernels/register_tiles.h"
#include "autograd/kernels/vector.h"

#include <omp.h>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kLargestColumns = 64 * 1024;  // numbers

// Beside the numbers of a pixel lies room for a vector that begins at the last tap.
std::int64_t columns_step_of(const Conv2dSizes& sizes) {
    return divided_up(sizes.tap_count() * sizes.in_channels, kLanes) * kLanes + kLanes;
}

// Where the numbers of the transposed weight are: row o, column (r, s, c). A tap is packed for
// itself, so a column of the product is one of them all: B[o][t * in_channels + c].
PanelSource panel_source(const ColumnPlan& plan, const Scalar* weight) noexcept {
    const Conv2dSizes& sizes = plan.sizes;
    return {.numbers = weight,
            .tap_offset = plan.tap_offset.data(),
            .tap_count = 1,
            .rows_per_tap = sizes.out_channels,
            .columns = sizes.tap_count() * sizes.in_channels,
            .row_stride = 1,
            .column_stride = sizes.out_channels};
}

// columns = grad_output times the transposed weight, for one image.
void multiply(const ColumnPlan& plan, const Scalar* grads, const Scalar* panels,
              Scalar* columns) noexcept {
    const Conv2dSizes& sizes = plan.sizes;
    const std::int64_t pixels = sizes.out_height * sizes.out_width;
    const std::int64_t column_count = sizes.tap_count() * sizes.in_channels;
    for (std::int64_t j = 0; j < panel_count(column_count); ++j) {
        const int vectors = panel_vectors(column_count, j);
        const std::int64_t tile_count = divided_up(pixels, max_tile_rows(vectors));
        for (std::int64_t t = 0; t < tile_count; ++t) {
            const std::int64_t first = pixels * t / tile_count;
            const std::int64_t end = pixels * (t + 1) / tile_count;
            const RowTile tile{.a = grads,
                               .row_offset = plan.row_offset.data() + first,
                               .segment_offset = plan.tap_offset.data(),
                               .segment_count = 1,
                               .segment_length = sizes.out_channels,
                               .b = panels + j * sizes.out_channels * kPanelWidth,
                               .bias = nullptr,
                               .c = columns + j * kPanelWidth,
                               .output_offset = plan.output_offset.data() + first,
                               .column_count = vectors * kLanes};
            row_tile(tile, static_cast<int>(end - first), vectors);
        }
    }
}

// Every pixel of the input adds up the shares of the pixels of grad_output that saw it.
void collect(const ColumnPlan& plan, const Scalar* shares, Scalar* grad_input) noexcept {
    const int lanes = static_cast<int>(plan.sizes.in_channels);
    for (const Shares& row : plan.row_shares) {
        for (const Shares& column : plan.column_shares) {
            Vector sum{};
            for (std::int64_t r = 0; r < row.count; ++r) {
                const Scalar* from = shares + (row.first + r * row.step + column.first);
                for (std::int64_t s = 0; s < column.count; ++s) {
                    sum += load(from + s * column.step);
                }
            }
            store_first(grad_input, sum, lanes);
            grad_input += plan.sizes.in_channels;
        }
    }
}

// For every number of one axis of the input. The columns of neighbours along the axis lie
// position_step numbers apart, and within them neighbouring taps tap_step numbers.
std::vector<Shares> list_shares(const ConvolutionAxis& axis, std::int64_t position_step,
                                std::int64_t tap_step) {
    std::vector<Shares> shares;
    for (std::int64_t i = 0; i < axis.in_extent; ++i) {
        const AxisPhase phase = backward_phase(axis, i % axis.stride);
        const std::int64_t j = i / axis.stride;
        const IndexRange taps = phase.taps_inside(j);
        const std::int64_t position = phase.first_input(j) + taps.first * phase.offset_step;
        const std::int64_t tap = phase.first_tap + taps.first * phase.tap_step;
        shares.push_back({.first = position * position_step + tap * tap_step,
                          .step = phase.offset_step * position_step + phase.tap_step * tap_step,
                          .count = taps.end - taps.first});
    }
    return shares;
}

}  // namespace

bool has_few_channels(const Conv2dSizes& sizes) {
    return sizes.groups == 1 && 2 * sizes.in_channels <= kLanes &&
           sizes.out_height * sizes.out_width * columns_step_of(sizes) <= kLargestColumns;
}

ColumnPlan plan_conv2d_columns(const Conv2dSizes& sizes, int thread_count) {
    ColumnPlan plan{.sizes = sizes};
    plan.columns_step = columns_step_of(sizes);
    plan.row_shares = list_shares(rows_of(sizes), sizes.out_width * plan.columns_step,
                                  sizes.kernel_width * sizes.in_channels);
    plan.column_shares = list_shares(columns_of(sizes), plan.columns_step, sizes.in_channels);
    for (std::int64_t pixel = 0; pixel < sizes.out_height * sizes.out_width; ++pixel) {
        plan.row_offset.push_back(pixel * sizes.out_channels);
        plan.output_offset.push_back(pixel * plan.columns_step);
    }
    plan.tap_offset.push_back(0);
    plan.panels_size = packed_size(sizes.out_channels, sizes.tap_count() * sizes.in_channels);
    plan.columns_size = sizes.out_height * sizes.out_width * plan.columns_step;
    plan.workspace_size = plan.panels_size + thread_count * plan.columns_size;
    return plan;
}

void run_column_plan(const ColumnPlan& plan, const Scalar* grad_output, const Scalar* weight,
                     Scalar* grad_input, Scalar* workspace) noexcept {
    const Conv2dSizes& sizes = plan.sizes;
    const std::int64_t grads_size = sizes.out_height * sizes.out_width * sizes.out_channels;
    const std::int64_t image_size = sizes.in_height * sizes.in_width * sizes.in_channels;
    Scalar* const panels = workspace;
    in_parallel(sizes.multiply_adds() > kParallelMultiplyAdds, [&] {
        pack_panels_in_parallel_region(panel_source(plan, weight), panels);
        Scalar* const columns =
            panels + plan.panels_size + omp_get_thread_num() * plan.columns_size;
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            multiply(plan, grad_output + n * grads_size, panels, columns);
            collect(plan, columns, grad_input + n * image_size);
        }
    });
}

}  // namespace stepgrad::kernels
