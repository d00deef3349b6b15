#include "autograd/kernels/batch_parts.h"
#include "autograd/kernels/in_parallel.h"
#include "autograd/kernels/register_tiles.h"
#include "autograd/kernels/winograd/filter_transforms.h"
#include "autograd/kernels/winograd/tile_transforms.h"
#include "autograd/kernels/winograd/winograd.h"

#include <omp.h>

#include <algorithm>

namespace stepgrad::kernels {
namespace {

// Tiles of a block. Every number of the sums is read and written once for each block: with 18
// tiles, whose transforms would have fitted the second-level cache, 128 to 128 channels took half
// as long again (Zen 5, AVX-512).
constexpr std::int64_t kTilesPerBlock = 64;

constexpr std::int64_t kWeightsOfParts = 1024 * 1024;  // all parts together
constexpr std::int64_t kMostParts = 8;
constexpr std::int64_t kFewestTilesOfPart = 64;  // fewer cost more to add up than they save

constexpr std::int64_t kWidestSlice = 64;

// What one task works on: some rows of tiles, some output channels.
struct Task {
    std::int64_t first_row, end_row;
    ChannelRange channels;
    Scalar* grad_weight;  // of this part, all channels
};

// sums[i, j][k][n] (+)= sum over tiles of inputs[j][tile][k] * grads[j][tile][n] for the positions
// of row i of the tiles.
void add_row(const WinogradGradPlan& plan, const Task& task, std::int64_t i,
             std::int64_t tile_count, const Scalar* inputs, const Scalar* grads, Scalar* sums,
             bool is_first) noexcept {
    const std::int64_t channels = plan.grid.channels;
    const std::int64_t columns = task.channels.count;
    const std::int64_t row_length = plan.grid.outputs + 2;
    for (std::int64_t j = 0; j < row_length; ++j) {
        Scalar* const position = sums + (i * row_length + j) * position_step(channels, columns);
        for (std::int64_t p = 0; p < panel_count(columns); ++p) {
            const int vectors = panel_vectors(columns, p);
            const std::int64_t cut_count = divided_up(channels, max_tile_rows(vectors));
            for (std::int64_t cut = 0; cut < cut_count; ++cut) {
                const std::int64_t first = channels * cut / cut_count;
                const std::int64_t end = channels * (cut + 1) / cut_count;
                const OuterTile tile{
                    .a = inputs + j * position_step(tile_count, channels) + first,
                    .a_image = 0,
                    .a_row = 0,
                    .a_column = channels,
                    .row_offset = nullptr,
                    .b = grads + j * position_step(tile_count, columns) + p * kPanelWidth,
                    .b_image = 0,
                    .b_row = 0,
                    .b_column = columns,
                    .image_count = 1,
                    .height = 1,
                    .width = tile_count,
                    .c = position + first * columns + p * kPanelWidth,
                    .c_row = columns,
                    .column_count = vectors * kLanes,
                    .is_first = is_first};
                outer_tile(tile, static_cast<int>(end - first), vectors);
            }
        }
    }
}

void run_task(const WinogradGradPlan& plan, const Task& task, const Scalar* input,
              const Scalar* grad_output, const Scalar* zeros, Scalar* scratch) noexcept {
    const TileGrid& grid = plan.grid;
    Scalar* const input_strips = scratch;
    Scalar* const grad_strips = input_strips + plan.input_strips_size;
    Scalar* const inputs = grad_strips + plan.grad_strips_size;
    Scalar* const grads = inputs + plan.inputs_size;
    Scalar* const sums = grads + plan.grads_size;
    const std::int64_t block_count =
        divided_up(task.end_row - task.first_row, grid.block_rows) * grid.column_blocks;
    for (std::int64_t b = 0; b < block_count; ++b) {
        const TileBlock block = grid.block(b, task.first_row, task.end_row);
        transform_input_columns(grid, block, input, input_strips, zeros);
        transform_gradient_columns(grid, block, task.channels, grad_output, grad_strips, zeros);
        for (std::int64_t i = 0; i < grid.outputs + 2; ++i) {
            transform_input_row(grid, block, i, input_strips, inputs);
            transform_gradient_row(grid, block, i, task.channels.count, grad_strips, grads);
            add_row(plan, task, i, block.tile_count(), inputs, grads, sums, /*is_first=*/b == 0);
        }
    }
    transform_filter_gradients(grid.outputs, sums, grid.channels, task.channels, task.grad_weight);
}

}  // namespace

WinogradGradPlan plan_winograd_backward_weight(const Conv2dSizes& sizes, int tile_outputs,
                                               int thread_count) {
    WinogradGradPlan plan{.grid = {.outputs = tile_outputs,
                                   .height = sizes.in_height,
                                   .width = sizes.in_width,
                                   .channels = sizes.in_channels,
                                   .pad_top = sizes.pad_top,
                                   .pad_left = sizes.pad_left,
                                   .out_height = sizes.out_height,
                                   .out_width = sizes.out_width},
                          .out_channels = sizes.out_channels,
                          .is_parallel = sizes.multiply_adds() > kParallelMultiplyAdds};
    plan.slice_channels = std::min(sizes.out_channels, kWidestSlice);
    plan.grid = cut_into_tiles(plan.grid, sizes.batch, kTilesPerBlock);
    const TileGrid& grid = plan.grid;
    const std::int64_t tiles = grid.largest_block();

    plan.part_size = whole_lines(sizes.weight_count());
    plan.batch_parts = std::clamp<std::int64_t>(
        grid.row_count * grid.columns / kFewestTilesOfPart, 1,
        std::clamp<std::int64_t>(kWeightsOfParts / plan.part_size, 1, kMostParts));
    plan.zeros_size = whole_lines(
        std::max(grid.input_columns() * grid.channels, grid.output_columns() * plan.out_channels));
    plan.input_strips_size = whole_lines(strips_size(grid, grid.channels));
    plan.grad_strips_size = whole_lines(strips_size(grid, plan.slice_channels));
    plan.inputs_size = whole_lines((tile_outputs + 2) * position_step(tiles, grid.channels));
    plan.grads_size = whole_lines((tile_outputs + 2) * position_step(tiles, plan.slice_channels));
    plan.sums_size =
        whole_lines(grid.position_count() * position_step(grid.channels, plan.slice_channels));
    plan.thread_size = plan.input_strips_size + plan.grad_strips_size + plan.inputs_size +
                       plan.grads_size + plan.sums_size;
    plan.workspace_size =
        plan.batch_parts * plan.part_size + plan.zeros_size + thread_count * plan.thread_size;
    return plan;
}

void winograd_backward_weight(const WinogradGradPlan& plan, const Scalar* input,
                              const Scalar* grad_output, Scalar* grad_weight,
                              Scalar* workspace) noexcept {
    const TileGrid& grid = plan.grid;
    Scalar* const parts = workspace;
    Scalar* const zeros = parts + plan.batch_parts * plan.part_size;
    Scalar* const scratch = zeros + plan.zeros_size;
    std::fill_n(zeros, plan.zeros_size, Scalar{0});
    const std::int64_t slice_count = divided_up(plan.out_channels, plan.slice_channels);
    in_parallel(plan.is_parallel, [&] {
        Scalar* const own = scratch + omp_get_thread_num() * plan.thread_size;
#pragma omp for schedule(static) collapse(2)
        for (std::int64_t part = 0; part < plan.batch_parts; ++part) {
            for (std::int64_t slice = 0; slice < slice_count; ++slice) {
                const std::int64_t first = slice * plan.slice_channels;
                const Task task{
                    .first_row = grid.row_count * part / plan.batch_parts,
                    .end_row = grid.row_count * (part + 1) / plan.batch_parts,
                    .channels = {first, std::min(plan.slice_channels, plan.out_channels - first),
                                 plan.out_channels},
                    .grad_weight = parts + part * plan.part_size};
                run_task(plan, task, input, grad_output, zeros, own);
            }
        }
        add_parts_in_parallel_region(parts, plan.part_size, plan.batch_parts,
                                     9 * grid.channels * plan.out_channels, grad_weight);
    });
}

}  // namespace stepgrad::kernels
