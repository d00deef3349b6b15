#include "autograd/kernels/in_parallel.h"
#include "autograd/kernels/winograd/filter_transforms.h"
#include "autograd/kernels/winograd/small_products.h"
#include "autograd/kernels/winograd/tile_transforms.h"
#include "autograd/kernels/winograd/winograd.h"

#include <omp.h>

#include <algorithm>

namespace stepgrad::kernels {
namespace {

// Tiles of a block: enough to fill the register tiles, few enough for their transforms to stay in
// the second-level cache. (On a Zen 3 with AVX2 16 and 48 were 2 to 10 % slower, on a Zen 5 with
// AVX-512 24 and 64 up to 8 %.)
constexpr std::int64_t kTilesPerBlock = kVectorRegisters < 32 ? 24 : 16;

constexpr int kMostZeros = 2;  // on a side: more would be whole rows of zeros

WinogradPlan finished_plan(WinogradPlan plan, std::int64_t batch, int thread_count) {
    plan.grid = cut_into_tiles(plan.grid, batch, kTilesPerBlock);
    const TileGrid& grid = plan.grid;
    const std::int64_t tile = grid.outputs + 2;
    const std::int64_t tiles = grid.largest_block();
    plan.filters_size =
        whole_lines(transformed_filters_size(grid.outputs, grid.channels, plan.out_channels));
    plan.flipped_size = plan.flips_filters ? whole_lines(9 * grid.channels * plan.out_channels) : 0;
    plan.zeros_size =
        whole_lines(std::max(grid.input_columns() * grid.channels, plan.out_channels));
    plan.input_strips_size = whole_lines(strips_size(grid, grid.channels));
    plan.inputs_size = whole_lines(tile * position_step(tiles, grid.channels));
    plan.products_size = whole_lines(tile * position_step(tiles, kPanelWidth));
    plan.panel_strips_size = whole_lines(strips_size(grid, kPanelWidth));
    plan.thread_size = plan.input_strips_size + plan.inputs_size + plan.products_size +
                       panel_count(plan.out_channels) * plan.panel_strips_size +
                       whole_lines(grid.output_columns() * plan.out_channels);
    const std::int64_t filters = plan.filters_size + plan.flipped_size;
    plan.shares_filters = filters > kLargestOwnCopy;
    plan.thread_size += plan.shares_filters ? 0 : filters;
    plan.workspace_size =
        plan.zeros_size + (plan.shares_filters ? filters : 0) + thread_count * plan.thread_size;
    return plan;
}

// products[j][tile][n] = sum over k of inputs[j][tile][k] * filters[j][k][n], for one panel of n
// and the positions j of one row of the tiles.
void multiply_row(const TileGrid& grid, std::int64_t tile_count, int vectors, const Scalar* inputs,
                  const Scalar* filters, Scalar* products) noexcept {
    const std::int64_t depth = grid.channels;
    const std::int64_t width = std::int64_t{vectors} * kLanes;
    for (std::int64_t j = 0; j < grid.outputs + 2; ++j) {
        small_product(inputs + j * position_step(tile_count, depth),
                      filters + j * position_step(depth, width),
                      products + j * position_step(tile_count, width), tile_count, depth, vectors);
    }
}

// What no thread writes.
struct Operands {
    const Scalar* image;
    const Scalar* filters;
    const Scalar* bias;
    const Scalar* zeros;
};

// One block of tiles: down the columns, then row by row of the tiles and panel by panel of output
// channels, then down the columns again.
void run_block(const WinogradPlan& plan, const TileBlock& block, const Operands& operands,
               Scalar* output, Scalar* scratch) noexcept {
    const TileGrid& grid = plan.grid;
    Scalar* const input_strips = scratch;
    Scalar* const inputs = input_strips + plan.input_strips_size;
    Scalar* const products = inputs + plan.inputs_size;
    Scalar* const output_strips = products + plan.products_size;
    Scalar* const discarded =
        output_strips + panel_count(plan.out_channels) * plan.panel_strips_size;
    const std::int64_t tile = grid.outputs + 2;
    const std::int64_t panel_step = tile * tile * position_step(grid.channels, kPanelWidth);

    transform_input_columns(grid, block, operands.image, input_strips, operands.zeros);
    for (std::int64_t i = 0; i < tile; ++i) {
        transform_input_row(grid, block, i, input_strips, inputs);
        for (std::int64_t p = 0; p < panel_count(plan.out_channels); ++p) {
            const int vectors = panel_vectors(plan.out_channels, p);
            const std::int64_t width = std::int64_t{vectors} * kLanes;
            multiply_row(
                grid, block.tile_count(), vectors, inputs,
                operands.filters + p * panel_step + i * tile * position_step(grid.channels, width),
                products);
            transform_output_row(grid, block, i, width, products,
                                 output_strips + p * plan.panel_strips_size);
        }
    }
    for (std::int64_t p = 0; p < panel_count(plan.out_channels); ++p) {
        const ChannelRange range{p * kPanelWidth,
                                 std::int64_t{panel_vectors(plan.out_channels, p)} * kLanes,
                                 plan.out_channels};
        transform_output_columns(grid, block, range, output_strips + p * plan.panel_strips_size,
                                 operands.bias, output, discarded);
    }
}

// The transformed filters, by the threads of a parallel region: together, or each for itself.
void prepare_filters(const WinogradPlan& plan, const Scalar* weight, Scalar* filters) noexcept {
    const std::int64_t inputs = plan.grid.channels;
    const std::int64_t outputs = plan.out_channels;
    const IndexRange range = plan.shares_filters ? own_share(inputs) : IndexRange{0, inputs};
    const Scalar* straight = weight;
    if (plan.flips_filters) {
        Scalar* const flipped = filters + plan.filters_size;
        flip_filters(weight, outputs, inputs, range, flipped);
        straight = flipped;
    }
    // A thread transforms those of the flipped filters that it has flipped itself.
    transform_filters(plan.grid.outputs, straight, inputs, outputs, range, filters);
    if (plan.shares_filters) {
#pragma omp barrier
    }
}

}  // namespace

bool winograd_fits(const Conv2dSizes& sizes) {
    const std::int64_t pad_bottom = sizes.out_height + 2 - sizes.in_height - sizes.pad_top;
    const std::int64_t pad_right = sizes.out_width + 2 - sizes.in_width - sizes.pad_left;
    return sizes.batch > 0 && sizes.kernel_height == 3 && sizes.kernel_width == 3 &&
           sizes.stride_height == 1 && sizes.stride_width == 1 && sizes.dilation_height == 1 &&
           sizes.dilation_width == 1 && sizes.groups == 1 && sizes.in_channels % kLanes == 0 &&
           sizes.out_channels % kLanes == 0 && sizes.pad_top <= kMostZeros &&
           sizes.pad_left <= kMostZeros && pad_bottom <= kMostZeros && pad_right <= kMostZeros;
}

WinogradPlan plan_winograd_forward(const Conv2dSizes& sizes, int tile_outputs, int thread_count) {
    WinogradPlan plan{.grid = {.outputs = tile_outputs,
                               .height = sizes.in_height,
                               .width = sizes.in_width,
                               .channels = sizes.in_channels,
                               .pad_top = sizes.pad_top,
                               .pad_left = sizes.pad_left,
                               .out_height = sizes.out_height,
                               .out_width = sizes.out_width},
                      .out_channels = sizes.out_channels,
                      .is_parallel = sizes.multiply_adds() > kParallelMultiplyAdds,
                      .flips_filters = false};
    return finished_plan(plan, sizes.batch, thread_count);
}

WinogradPlan plan_winograd_backward_input(const Conv2dSizes& sizes, int tile_outputs,
                                          int thread_count) {
    WinogradPlan plan{.grid = {.outputs = tile_outputs,
                               .height = sizes.out_height,
                               .width = sizes.out_width,
                               .channels = sizes.out_channels,
                               .pad_top = 2 - sizes.pad_top,
                               .pad_left = 2 - sizes.pad_left,
                               .out_height = sizes.in_height,
                               .out_width = sizes.in_width},
                      .out_channels = sizes.in_channels,
                      .is_parallel = sizes.multiply_adds() > kParallelMultiplyAdds,
                      .flips_filters = true};
    return finished_plan(plan, sizes.batch, thread_count);
}

void run_winograd_plan(const WinogradPlan& plan, const Scalar* image, const Scalar* weight,
                       const Scalar* bias, Scalar* output, Scalar* workspace) noexcept {
    const TileGrid& grid = plan.grid;
    const std::int64_t filters_size = plan.filters_size + plan.flipped_size;
    Scalar* const zeros = workspace;
    Scalar* const shared_filters = zeros + plan.zeros_size;
    Scalar* const threads = shared_filters + (plan.shares_filters ? filters_size : 0);
    std::fill_n(zeros, plan.zeros_size, Scalar{0});
    in_parallel(plan.is_parallel, [&] {
        Scalar* const own = threads + omp_get_thread_num() * plan.thread_size;
        Scalar* const filters = plan.shares_filters ? shared_filters : own;
        prepare_filters(plan, weight, filters);
        const Operands operands{image, filters, bias != nullptr ? bias : zeros, zeros};
        Scalar* const scratch = plan.shares_filters ? own : own + filters_size;
#pragma omp for schedule(static) nowait
        for (std::int64_t i = 0; i < grid.block_count(); ++i) {
            run_block(plan, grid.block(i, 0, grid.row_count), operands, output, scratch);
        }
    });
}

}  // namespace stepgrad::kernels
