#include "autograd/kernels/conv2d_backward_weight.h"
#include "autograd/kernels/padded_strip.h"
#include "autograd/kernels/sliding_tiles.h"

#include <algorithm>

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

// Blocks: several small images, one image, or as many rows of a large one as fit the cache.
void choose_blocks(WeightGradPlan& plan, std::int64_t pitch) {
    const Conv2dSizes& sizes = plan.sizes;
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
}

// Where each row of the weight gradient, a tap and an input channel, begins in a patch.
void list_rows(WeightGradPlan& plan, std::int64_t pitch) {
    const Conv2dSizes& sizes = plan.sizes;
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
}

}  // namespace

WeightGradPlan plan_conv2d_backward_weight(const Conv2dSizes& sizes, int thread_count) {
    WeightGradPlan plan;
    plan.sizes = sizes;
    plan.batch_parts = std::min(
        std::clamp<std::int64_t>(
            kWeightsOfOnePart / std::max<std::int64_t>(sizes.weight_count(), 1), 1, kMostParts),
        std::max<std::int64_t>(sizes.batch, 1));

    plan.slides = can_slide(sizes, sizes.out_width) && sizes.in_channels >= kFewestSlidingChannels;
    plan.needs_copy = needs_input_copy(sizes, plan.slides);
    plan.strip_width = plan.needs_copy ? sizes.covered_width() : sizes.in_width;
    const std::int64_t pitch = plan.strip_width * sizes.in_channels;

    choose_blocks(plan, pitch);
    list_rows(plan, pitch);

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

}  // namespace stepgrad::kernels
