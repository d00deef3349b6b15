#include "autograd/kernels/conv2d_backward_weight.h"

#include "autograd/kernels/batch_parts.h"
#include "autograd/kernels/in_parallel.h"
#include "autograd/kernels/panels.h"
#include "autograd/kernels/sliding_tiles.h"
#include "autograd/kernels/weight_grad_block.h"

#include <omp.h>

#include <algorithm>

namespace stepgrad::kernels {
namespace {

// What one task works on: the images of one part of the batch, one panel of output channels.
struct Part {
    std::int64_t first_image, end_image;
    std::int64_t group, panel;
    Scalar* grad_weight;
    Scalar* grad_bias;
};

// Output channels of one group that a panel covers, and how wide it is in vectors.
struct PanelColumns {
    std::int64_t first;
    int count, vectors;
};

PanelColumns columns_of(const Conv2dSizes& sizes, const Part& part) noexcept {
    const std::int64_t columns = sizes.out_group_channels();
    return {part.group * columns + part.panel * kPanelWidth, panel_columns(columns, part.panel),
            panel_vectors(columns, part.panel)};
}

void add_bias_gradient(const WeightGradBlock& block, const PanelColumns& columns,
                       std::int64_t pixel_count, Scalar* grad_bias) noexcept {
    for (int v = 0; v < columns.vectors; ++v) {
        const int lanes = std::min(kLanes, columns.count - v * kLanes);
        const Scalar* grads = block.grads + columns.first + v * kLanes;
        // Four sums at a time, since each addition must wait for the one before it.
        Vector sums[4] = {};
        for (std::int64_t pixel = 0; pixel < pixel_count; ++pixel) {
            sums[pixel % 4] += load(grads + pixel * block.grad_channels);
        }
        Scalar* const to = grad_bias + columns.first + v * kLanes;
        const Vector sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        store_first(to, load_first(to, lanes) + sum, lanes);
    }
}

// Rows y to y + height of the block's pixels.
struct PixelRows {
    std::int64_t first, height;
    bool is_first;  // overwrite the weight gradient instead of adding to it
};

// All rows of the weight gradient for some rows of pixels. Rows that lie side by side in a patch
// need no table of offsets; where the runs are short, a table makes the tiles full.
void add_tiles(const WeightGradPlan& plan, const Part& part, const WeightGradBlock& block,
               const PanelColumns& columns, const PixelRows& pixels) noexcept {
    const Conv2dSizes& sizes = plan.sizes;
    const std::int64_t grad_row = sizes.out_width * block.grad_channels;
    const auto row_count = static_cast<std::int64_t>(plan.row_offset.size());
    const bool is_contiguous = plan.segment_length >= kMaxTileRows;
    const std::int64_t run = is_contiguous ? plan.segment_length : row_count;
    const std::int64_t tiles_per_run = divided_up(run, max_tile_rows(columns.vectors));
    const std::int64_t patch_row = block.patch_row + pixels.first * sizes.stride_height;
    const Scalar* const patches =
        block.images + (patch_row * block.width + block.patch_column) * sizes.in_channels +
        part.group * sizes.in_group_channels();
    for (std::int64_t first = 0; first < row_count; first += run) {
        for (std::int64_t t = 0; t < tiles_per_run; ++t) {
            const std::int64_t m = first + run * t / tiles_per_run;
            const std::int64_t end = first + run * (t + 1) / tiles_per_run;
            const OuterTile tile{.a = is_contiguous
                                          ? patches + plan.row_offset[static_cast<std::size_t>(m)]
                                          : patches,
                                 .a_image = block.image_step,
                                 .a_row = block.width * sizes.in_channels * sizes.stride_height,
                                 .a_column = sizes.stride_width * sizes.in_channels,
                                 .row_offset = is_contiguous ? nullptr : plan.row_offset.data() + m,
                                 .b = block.grads + pixels.first * grad_row + columns.first,
                                 .b_image = block.row_count * grad_row,
                                 .b_row = grad_row,
                                 .b_column = block.grad_channels,
                                 .image_count = block.image_count,
                                 .height = pixels.height,
                                 .width = sizes.out_width,
                                 .c = part.grad_weight + m * sizes.out_channels + columns.first,
                                 .c_row = sizes.out_channels,
                                 .column_count = columns.count,
                                 .is_first = pixels.is_first};
            outer_tile(tile, static_cast<int>(end - m), columns.vectors);
        }
    }
}

// The weight gradient of filter row r where pixels slide: some input channels by one vector. Rows
// of pixels whose patches have that row outside the image are left out.
void add_sliding_tiles(const WeightGradPlan& plan, const Part& part, const WeightGradBlock& block,
                       const PanelColumns& columns, const PixelRows& pixels,
                       std::int64_t r) noexcept {
    const Conv2dSizes& sizes = plan.sizes;
    const std::int64_t channels = sizes.in_channels;
    const std::int64_t grad_row = sizes.out_width * block.grad_channels;
    // Pixel row y meets image row y * stride + offset.
    const std::int64_t offset = block.patch_row + r * sizes.dilation_height;
    const std::int64_t stride = sizes.stride_height;
    const std::int64_t end_y = pixels.first + pixels.height;
    const std::int64_t y =
        std::clamp(divided_up(std::max<std::int64_t>(-offset, 0), stride), pixels.first, end_y);
    const std::int64_t height =
        std::clamp(divided_up(std::max<std::int64_t>(block.height - offset, 0), stride), y, end_y) -
        y;
    const std::int64_t image_pixel =
        (y * stride + offset) * block.width + block.patch_column + 1;  // under the middle tap
    const std::int64_t block_count = divided_up(channels, kMaxSlidingChannels);
    for (std::int64_t i = 0; i < block_count; ++i) {
        const std::int64_t k = channels * i / block_count;
        const std::int64_t end = channels * (i + 1) / block_count;
        for (int v = 0; v < columns.vectors; ++v) {
            const SlidingOuterTile tile{
                .a = height > 0 ? block.images + image_pixel * channels + k : nullptr,
                .has_left = block.patch_column >= 0,
                .has_right = block.patch_column + sizes.out_width + 1 < block.width,
                .a_image = block.image_step,
                .a_row = block.width * channels * stride,
                .a_column = channels,
                .b = block.grads + y * grad_row + columns.first + v * kLanes,
                .b_image = block.row_count * grad_row,
                .b_row = grad_row,
                .b_column = block.grad_channels,
                .image_count = block.image_count,
                .height = height,
                .width = sizes.out_width,
                .c = part.grad_weight + (r * kSlidingTaps * channels + k) * sizes.out_channels +
                     columns.first + v * kLanes,
                .c_tap = channels * sizes.out_channels,
                .c_row = sizes.out_channels,
                .column_count = std::min(kLanes, columns.count - v * kLanes),
                .is_first = pixels.is_first};
            sliding_outer_tile(tile, static_cast<int>(end - k));
        }
    }
}

void add_block(const WeightGradPlan& plan, const Part& part, const WeightGradBlock& block,
               bool& is_first) noexcept {
    const Conv2dSizes& sizes = plan.sizes;
    const PanelColumns columns = columns_of(sizes, part);
    if (part.grad_bias != nullptr) {
        add_bias_gradient(block, columns, block.image_count * block.row_count * sizes.out_width,
                          part.grad_bias);
    }
    for (std::int64_t y = 0; y < block.row_count; y += plan.rows_per_tile) {
        const PixelRows pixels{y, std::min(plan.rows_per_tile, block.row_count - y), is_first};
        if (plan.slides) {
            for (std::int64_t r = 0; r < sizes.kernel_height; ++r) {
                add_sliding_tiles(plan, part, block, columns, pixels, r);
            }
        } else {
            add_tiles(plan, part, block, columns, pixels);
        }
        is_first = false;
    }
}

// One panel of one part of the batch.
void run_part(const WeightGradPlan& plan, const Part& part, const Scalar* input,
              const Scalar* grad_output, Scalar* scratch) noexcept {
    const PanelColumns columns = columns_of(plan.sizes, part);
    if (part.grad_bias != nullptr) {
        std::fill_n(part.grad_bias + columns.first, columns.count, Scalar{0});
    }
    bool is_first = true;
    for (std::int64_t n = part.first_image; n < part.end_image; n += plan.images_per_block) {
        for (std::int64_t y = 0; y < plan.sizes.out_height; y += plan.rows_per_copy) {
            WeightGradBlock block{};
            block.first_image = n;
            block.image_count = std::min(plan.images_per_block, part.end_image - n);
            block.first_row = y;
            block.row_count = std::min(plan.rows_per_copy, plan.sizes.out_height - y);
            open_weight_grad_block(plan, input, grad_output, scratch, block);
            add_block(plan, part, block, is_first);
        }
    }
}

}  // namespace

void conv2d_backward_weight(const WeightGradPlan& plan, const Scalar* input,
                            const Scalar* grad_output, Scalar* grad_weight, Scalar* grad_bias,
                            Scalar* workspace) noexcept {
    const Conv2dSizes& sizes = plan.sizes;
    const std::int64_t weight_count = sizes.weight_count();
    if (sizes.batch == 0) {
        std::fill_n(grad_weight, weight_count, Scalar{0});
        if (grad_bias != nullptr) {
            std::fill_n(grad_bias, sizes.out_channels, Scalar{0});
        }
        return;
    }
    Scalar* const scratch = workspace + plan.batch_parts * plan.partial_size;
    const std::int64_t panels = panel_count(sizes.out_group_channels());
    in_parallel(sizes.multiply_adds() > kParallelMultiplyAdds, [&] {
        Scalar* const own_scratch = scratch + omp_get_thread_num() * plan.scratch_size;
#pragma omp for schedule(static) collapse(3)
        for (std::int64_t p = 0; p < plan.batch_parts; ++p) {
            for (std::int64_t g = 0; g < sizes.groups; ++g) {
                for (std::int64_t j = 0; j < panels; ++j) {
                    Scalar* const sums = workspace + p * plan.partial_size;
                    const Part part{sizes.batch * p / plan.batch_parts,
                                    sizes.batch * (p + 1) / plan.batch_parts,
                                    g,
                                    j,
                                    sums,
                                    grad_bias != nullptr ? sums + weight_count : nullptr};
                    run_part(plan, part, input, grad_output, own_scratch);
                }
            }
        }
        add_parts_in_parallel_region(workspace, plan.partial_size, plan.batch_parts, weight_count,
                                     grad_weight);
        if (grad_bias != nullptr) {
            add_parts_in_parallel_region(workspace + weight_count, plan.partial_size,
                                         plan.batch_parts, sizes.out_channels, grad_bias);
        }
    });
}

}  // namespace stepgrad::kernels
