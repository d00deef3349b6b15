#include "autograd/kernels/gemm.h"

#include "autograd/kernels/in_parallel.h"
#include "autograd/kernels/panels.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kNoOffset[1] = {0};

// Below this many multiply-adds waking the other threads costs more than they save.
constexpr std::int64_t kWorthParallel = 256 * 1024;

// One block of C whose rows are rows of A.
void row_block(const GemmSizes& sizes, const Scalar* a, const Scalar* panels, const Scalar* bias,
               Scalar* c, std::int64_t first_row, std::int64_t end_row, std::int64_t j) noexcept {
    std::int64_t row_offset[kMaxTileRows];
    std::int64_t output_offset[kMaxTileRows];
    const int row_count = static_cast<int>(end_row - first_row);
    for (int m = 0; m < row_count; ++m) {
        row_offset[m] = (first_row + m) * sizes.depth;
        output_offset[m] = (first_row + m) * sizes.columns;
    }
    const RowTile tile{.a = a,
                       .row_offset = row_offset,
                       .segment_offset = kNoOffset,
                       .segment_count = 1,
                       .segment_length = sizes.depth,
                       .b = panels + j * sizes.depth * kPanelWidth,
                       .bias = bias != nullptr ? bias + j * kPanelWidth : nullptr,
                       .c = c + j * kPanelWidth,
                       .output_offset = output_offset,
                       .column_count = panel_columns(sizes.columns, j)};
    row_tile(tile, row_count, panel_vectors(sizes.columns, j));
}

// One block of C whose rows are columns of A: a sum of outer products over the depth.
void outer_block(const GemmSizes& sizes, const Scalar* a, const Scalar* panels, const Scalar* bias,
                 Scalar* c, std::int64_t first_row, std::int64_t end_row, std::int64_t j) noexcept {
    const int vectors = panel_vectors(sizes.columns, j);
    const int columns = panel_columns(sizes.columns, j);
    Scalar* const block = c + first_row * sizes.columns + j * kPanelWidth;
    if (bias != nullptr) {
        for (std::int64_t m = first_row; m < end_row; ++m) {
            std::copy_n(bias + j * kPanelWidth, columns, block + (m - first_row) * sizes.columns);
        }
    }
    const OuterTile tile{.a = a + first_row,
                         .a_image = 0,
                         .a_row = 0,
                         .a_column = sizes.rows,
                         .row_offset = nullptr,
                         .b = panels + j * sizes.depth * kPanelWidth,
                         .b_image = 0,
                         .b_row = 0,
                         .b_column = std::int64_t{vectors} * kLanes,
                         .image_count = 1,
                         .height = 1,
                         .width = sizes.depth,
                         .c = block,
                         .c_row = sizes.columns,
                         .column_count = columns,
                         .is_first = bias == nullptr};
    outer_tile(tile, static_cast<int>(end_row - first_row), vectors);
}

// Block t of panel j. The rows are cut into tiles of nearly equal height.
void block(const GemmSizes& sizes, const Scalar* a, const Scalar* panels, const Scalar* bias,
           Scalar* c, std::int64_t j, std::int64_t t, std::int64_t tile_count) noexcept {
    const std::int64_t first_row = sizes.rows * t / tile_count;
    const std::int64_t end_row = sizes.rows * (t + 1) / tile_count;
    if (sizes.transpose_a) {
        outer_block(sizes, a, panels, bias, c, first_row, end_row, j);
    } else {
        row_block(sizes, a, panels, bias, c, first_row, end_row, j);
    }
}

}  // namespace

std::int64_t gemm_workspace_size(const GemmSizes& sizes) noexcept {
    return packed_size(sizes.depth, sizes.columns) + packed_size(1, sizes.columns);
}

void gemm(const GemmSizes& sizes, const Scalar* a, const Scalar* b, const Scalar* bias, Scalar* c,
          Scalar* workspace) noexcept {
    Scalar* const panels = workspace;
    Scalar* const padded_bias = workspace + packed_size(sizes.depth, sizes.columns);
    if (bias != nullptr) {
        pack_bias(bias, sizes.columns, padded_bias);
    }
    const Scalar* const bias_or_null = bias != nullptr ? padded_bias : nullptr;
    const PanelSource source{.numbers = b,
                             .tap_offset = kNoOffset,
                             .tap_count = 1,
                             .rows_per_tap = sizes.depth,
                             .columns = sizes.columns,
                             .row_stride = sizes.transpose_b ? 1 : sizes.columns,
                             .column_stride = sizes.transpose_b ? sizes.depth : 1};
    const std::int64_t panel_total = panel_count(sizes.columns);
    const std::int64_t tile_count =
        divided_up(sizes.rows, max_tile_rows(sizes.columns > kLanes ? kMaxTileVectors : 1));
    const std::int64_t work = sizes.rows * sizes.columns * sizes.depth;
    in_parallel(work > kWorthParallel, [&] {
        pack_panels_in_parallel_region(source, panels);
#pragma omp for schedule(static) collapse(2) nowait
        for (std::int64_t j = 0; j < panel_total; ++j) {
            for (std::int64_t t = 0; t < tile_count; ++t) {
                block(sizes, a, panels, bias_or_null, c, j, t, tile_count);
            }
        }
    });
}

}  // namespace stepgrad::kernels
