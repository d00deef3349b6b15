#include "autograd/kernels/conv2d_backward_weight.h"

#include <omp.h>

#include <algorithm>

#include "autograd/kernels/padded_strip.h"
#include "autograd/kernels/panels.h"
#include "autograd/kernels/sliding_tiles.h"

namespace stepgrad::kernels {
namespace {

// Small weights are cut into up to 16 parts, large ones are added up in one: their partial sums
// would cost more memory traffic than they save.
constexpr std::int64_t kWeightsOfOnePart = 256 * 1024;
constexpr std::int64_t kMostParts = 16;

// With fewer input channels there are too few sums to add to while each addition takes its time.
constexpr std::int64_t kFewestSlidingChannels = 4;

constexpr std::int64_t kPixelsPerTile = 128;       // stay in the first-level cache
constexpr std::int64_t kPixelsPerBlock = 256;      // small images: take several at a time
constexpr std::int64_t kLargestCopy = 128 * 1024;  // numbers: stay in the second-level cache
constexpr std::int64_t kReduceChunk = 1024;

// What one task works on: the images of one part of the batch, one panel of output channels.
struct Part {
    std::int64_t first_image, end_image;
    std::int64_t group, panel;
    Scalar* grad_weight;
    Scalar* grad_bias;
};

// The images and output rows whose copies are in a thread's scratch at one time.
struct Block {
    std::int64_t first_image, image_count;
    std::int64_t first_row, row_count;
    const Scalar* patches;  // the patch of the first pixel
    std::int64_t image_step;
    const Scalar* grads;  // grad_output of the first pixel, first channel of the group
    std::int64_t grad_channels;
};

void copy_padded_channels(const WeightGradPlan& plan, const Scalar* grads, std::int64_t pixel_count,
                          Scalar* to) noexcept {
    const std::int64_t channels = plan.sizes.out_channels;
    for (std::int64_t pixel = 0; pixel < pixel_count; ++pixel) {
        std::copy_n(grads + pixel * channels, channels, to + pixel * plan.padded_channels);
        std::fill(to + pixel * plan.padded_channels + channels,
                  to + (pixel + 1) * plan.padded_channels, Scalar{0});
    }
}

// Copies what the block needs into the thread's scratch, or points at the originals.
void open_block(const WeightGradPlan& plan, const Scalar* input, const Scalar* grad_output,
                Scalar* scratch, Block& block) noexcept {
    const Conv2dSizes& sizes = plan.sizes;
    const std::int64_t image_size = sizes.in_height * sizes.in_width * sizes.in_channels;
    const std::int64_t first_input_row = block.first_row * sizes.stride_height - sizes.pad_top;
    if (plan.needs_copy) {
        const Strip strip{
            .image_height = sizes.in_height,
            .image_width = sizes.in_width,
            .channels = sizes.in_channels,
            .first_row = first_input_row,
            .row_count = (block.row_count - 1) * sizes.stride_height + sizes.reach_height(),
            .first_column = -sizes.pad_left,
            .column_count = plan.strip_width};
        for (std::int64_t i = 0; i < block.image_count; ++i) {
            copy_strip(strip, input + (block.first_image + i) * image_size,
                       scratch + i * plan.strip_size);
        }
        block.patches = scratch;
        block.image_step = plan.strip_size;
    } else {
        block.patches = input + block.first_image * image_size +
                        first_input_row * sizes.in_width * sizes.in_channels;
        block.image_step = image_size;
    }
    const std::int64_t first_pixel =
        (block.first_image * sizes.out_height + block.first_row) * sizes.out_width;
    block.grads = grad_output + first_pixel * sizes.out_channels;
    block.grad_channels = sizes.out_channels;
    if (plan.pads_channels) {
        Scalar* const copy = scratch + plan.images_per_block * plan.strip_size;
        copy_padded_channels(plan, block.grads,
                             block.image_count * block.row_count * sizes.out_width, copy);
        block.grads = copy;
        block.grad_channels = plan.padded_channels;
    }
}

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

void add_bias_gradient(const Block& block, const PanelColumns& columns, std::int64_t pixel_count,
                       Scalar* grad_bias) noexcept {
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

// All rows of the weight gradient for some rows of pixels. Rows that lie side by side in a patch
// need no table of offsets; where the runs are short, a table makes the tiles full.
void add_tiles(const WeightGradPlan& plan, const Part& part, OuterTile tile,
               const PanelColumns& columns) noexcept {
    const Conv2dSizes& sizes = plan.sizes;
    const auto row_count = static_cast<std::int64_t>(plan.row_offset.size());
    const bool is_contiguous = plan.segment_length >= kMaxTileRows;
    const std::int64_t run = is_contiguous ? plan.segment_length : row_count;
    const std::int64_t tiles_per_run = divided_up(run, max_tile_rows(columns.vectors));
    const Scalar* const patches = tile.a;
    for (std::int64_t first = 0; first < row_count; first += run) {
        for (std::int64_t t = 0; t < tiles_per_run; ++t) {
            const std::int64_t m = first + run * t / tiles_per_run;
            const std::int64_t end = first + run * (t + 1) / tiles_per_run;
            tile.a =
                is_contiguous ? patches + plan.row_offset[static_cast<std::size_t>(m)] : patches;
            tile.row_offset = is_contiguous ? nullptr : plan.row_offset.data() + m;
            tile.c = part.grad_weight + m * sizes.out_channels + columns.first;
            outer_tile(tile, static_cast<int>(end - m), columns.vectors);
        }
    }
}

// The same where pixels slide: some input channels of one filter row, by one vector.
void add_sliding_tiles(const WeightGradPlan& plan, const Part& part, const OuterTile& pixels,
                       const PanelColumns& columns) noexcept {
    const std::int64_t channels = plan.sizes.in_channels;
    const std::int64_t filter_row = kSlidingTaps * channels;
    const auto row_count = static_cast<std::int64_t>(plan.row_offset.size());
    const std::int64_t blocks = divided_up(channels, kMaxSlidingChannels);
    for (std::int64_t first = 0; first < row_count; first += filter_row) {
        for (std::int64_t block = 0; block < blocks; ++block) {
            const std::int64_t k = channels * block / blocks;
            const std::int64_t end = channels * (block + 1) / blocks;
            for (int v = 0; v < columns.vectors; ++v) {
                const SlidingOuterTile tile{
                    .a = pixels.a + plan.row_offset[static_cast<std::size_t>(first)] + k,
                    .a_image = pixels.a_image,
                    .a_row = pixels.a_row,
                    .a_column = pixels.a_column,
                    .b = pixels.b + v * kLanes,
                    .b_image = pixels.b_image,
                    .b_row = pixels.b_row,
                    .b_column = pixels.b_column,
                    .image_count = pixels.image_count,
                    .height = pixels.height,
                    .width = pixels.width,
                    .c = part.grad_weight + (first + k) * pixels.c_row + columns.first + v * kLanes,
                    .c_tap = channels * pixels.c_row,
                    .c_row = pixels.c_row,
                    .column_count = std::min(kLanes, columns.count - v * kLanes),
                    .is_first = pixels.is_first};
                sliding_outer_tile(tile, static_cast<int>(end - k));
            }
        }
    }
}

void add_block(const WeightGradPlan& plan, const Part& part, const Block& block,
               bool& is_first) noexcept {
    const Conv2dSizes& sizes = plan.sizes;
    const PanelColumns columns = columns_of(sizes, part);
    const std::int64_t input_row = plan.strip_width * sizes.in_channels * sizes.stride_height;
    const std::int64_t grad_row = sizes.out_width * block.grad_channels;
    if (part.grad_bias != nullptr) {
        add_bias_gradient(block, columns, block.image_count * block.row_count * sizes.out_width,
                          part.grad_bias);
    }
    for (std::int64_t y = 0; y < block.row_count; y += plan.rows_per_tile) {
        const OuterTile tile{
            .a = block.patches + y * input_row + part.group * sizes.in_group_channels(),
            .a_image = block.image_step,
            .a_row = input_row,
            .a_column = sizes.stride_width * sizes.in_channels,
            .row_offset = nullptr,
            .b = block.grads + y * grad_row + columns.first,
            .b_image = block.row_count * grad_row,
            .b_row = grad_row,
            .b_column = block.grad_channels,
            .image_count = block.image_count,
            .height = std::min(plan.rows_per_tile, block.row_count - y),
            .width = sizes.out_width,
            .c = nullptr,
            .c_row = sizes.out_channels,
            .column_count = columns.count,
            .is_first = is_first};
        if (plan.slides) {
            add_sliding_tiles(plan, part, tile, columns);
        } else {
            add_tiles(plan, part, tile, columns);
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
            Block block{};
            block.first_image = n;
            block.image_count = std::min(plan.images_per_block, part.end_image - n);
            block.first_row = y;
            block.row_count = std::min(plan.rows_per_copy, plan.sizes.out_height - y);
            open_block(plan, input, grad_output, scratch, block);
            add_block(plan, part, block, is_first);
        }
    }
}

// total[i] = part 0 + part 1 + ..., in this order, for a run of numbers.
void add_parts(const Scalar* parts, std::int64_t part_size, std::int64_t part_count,
               std::int64_t first, std::int64_t end, Scalar* total) noexcept {
    std::copy(parts + first, parts + end, total + first);
    for (std::int64_t part = 1; part < part_count; ++part) {
        const Scalar* const numbers = parts + part * part_size;
        for (std::int64_t i = first; i < end; ++i) {
            total[i] += numbers[i];
        }
    }
}

}  // namespace

WeightGradPlan plan_conv2d_backward_weight(const Conv2dSizes& sizes, int thread_count) {
    WeightGradPlan plan;
    plan.sizes = sizes;
    plan.batch_parts = std::min(
        std::clamp<std::int64_t>(
            kWeightsOfOnePart / std::max<std::int64_t>(sizes.weight_count(), 1), 1, kMostParts),
        std::max<std::int64_t>(sizes.batch, 1));

    const std::int64_t covered_width =
        (sizes.out_width - 1) * sizes.stride_width + sizes.reach_width();
    const std::int64_t covered_height =
        (sizes.out_height - 1) * sizes.stride_height + sizes.reach_height();
    plan.needs_copy = sizes.pad_top > 0 || sizes.pad_left > 0 || covered_width > sizes.in_width ||
                      covered_height > sizes.in_height;
    plan.strip_width = plan.needs_copy ? covered_width : sizes.in_width;
    const std::int64_t pitch = plan.strip_width * sizes.in_channels;

    // Blocks: several small images, one image, or as many rows of a large one as fit the cache.
    const std::int64_t pixels = sizes.out_height * sizes.out_width;
    plan.images_per_block = std::clamp<std::int64_t>(
        kPixelsPerBlock / pixels, 1,
        divided_up(std::max<std::int64_t>(sizes.batch, 1), plan.batch_parts));
    plan.rows_per_copy =
        std::clamp<std::int64_t>(kLargestCopy / (pitch * sizes.stride_height), 1, sizes.out_height);
    if (plan.images_per_block > 1) {
        plan.rows_per_copy = sizes.out_height;
    }
    plan.rows_per_tile =
        plan.images_per_block > 1
            ? sizes.out_height
            : std::clamp<std::int64_t>(kPixelsPerTile / sizes.out_width, 1, sizes.out_height);
    plan.strip_height = (plan.rows_per_copy - 1) * sizes.stride_height + sizes.reach_height();
    plan.strip_size = plan.needs_copy ? divided_up(plan.strip_height * pitch, kLanes) * kLanes : 0;

    std::vector<std::int64_t> tap_offset;
    for (std::int64_t r = 0; r < sizes.kernel_height; ++r) {
        for (std::int64_t s = 0; s < sizes.kernel_width; ++s) {
            tap_offset.push_back(r * sizes.dilation_height * pitch +
                                 s * sizes.dilation_width * sizes.in_channels);
            for (std::int64_t c = 0; c < sizes.in_group_channels(); ++c) {
                plan.row_offset.push_back(tap_offset.back() + c);
            }
        }
    }
    plan.segment_length = merged_segments(tap_offset, sizes.in_group_channels()).length;

    plan.slides = plan.segment_length == kSlidingTaps * sizes.in_channels &&
                  sizes.stride_width == 1 && sizes.in_channels >= kFewestSlidingChannels &&
                  sizes.out_width >= kFewestSlidingPixels;

    plan.pads_channels = sizes.out_group_channels() % kLanes != 0;
    plan.padded_channels = sizes.groups == 1 ? divided_up(sizes.out_channels, kLanes) * kLanes
                                             : sizes.out_channels + kPanelWidth;
    plan.grad_copy_size = plan.pads_channels ? plan.images_per_block * plan.rows_per_copy *
                                                   sizes.out_width * plan.padded_channels
                                             : 0;
    plan.partial_size = divided_up(sizes.weight_count() + sizes.out_channels, kLanes) * kLanes;
    plan.scratch_size =
        divided_up(plan.images_per_block * plan.strip_size + plan.grad_copy_size, kLanes) * kLanes +
        kLanes;
    plan.workspace_size = plan.batch_parts * plan.partial_size + thread_count * plan.scratch_size;
    return plan;
}

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
#pragma omp parallel
    {
        Scalar* const own_scratch = scratch + omp_get_thread_num() * plan.scratch_size;
#pragma omp for schedule(dynamic, 1) collapse(3)
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
#pragma omp for schedule(static)
        for (std::int64_t first = 0; first < weight_count; first += kReduceChunk) {
            add_parts(workspace, plan.partial_size, plan.batch_parts, first,
                      std::min(first + kReduceChunk, weight_count), grad_weight);
        }
    }
    if (grad_bias != nullptr) {
        add_parts(workspace + weight_count, plan.partial_size, plan.batch_parts, 0,
                  sizes.out_channels, grad_bias);
    }
}

}  // namespace stepgrad::kernels
