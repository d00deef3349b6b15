#include "autograd/kernels/weight_grad_block.h"

#include "autograd/kernels/padded_strip.h"
#include "autograd/kernels/vector.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

// Every pixel's channels, and zeros behind them.
void copy_padded_channels(const WeightGradPlan& plan, const Scalar* grads, std::int64_t pixel_count,
                          Scalar* to) noexcept {
    const std::int64_t channels = plan.sizes.out_channels;
    for (std::int64_t pixel = 0; pixel < pixel_count; ++pixel) {
        for (std::int64_t c = 0; c < plan.padded_channels; c += kLanes) {
            const auto real = std::clamp<std::int64_t>(channels - c, 0, kLanes);
            const auto lanes = std::min<std::int64_t>(plan.padded_channels - c, kLanes);
            const Vector numbers =
                real > 0 ? load_first(grads + c, static_cast<int>(real)) : Vector{};
            store_first(to + c, numbers, static_cast<int>(lanes));
        }
        grads += channels;
        to += plan.padded_channels;
    }
}

void open_images(const WeightGradPlan& plan, const Scalar* input, Scalar* scratch,
                 WeightGradBlock& block) noexcept {
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
        block.images = scratch;
        block.image_step = plan.strip_size;
        block.height = strip.row_count;
        block.width = plan.strip_width;
        block.patch_row = 0;
        block.patch_column = 0;
    } else {
        block.images = input + block.first_image * image_size;
        block.image_step = image_size;
        block.height = sizes.in_height;
        block.width = sizes.in_width;
        block.patch_row = first_input_row;
        block.patch_column = -sizes.pad_left;
    }
}

void open_grads(const WeightGradPlan& plan, const Scalar* grad_output, Scalar* scratch,
                WeightGradBlock& block) noexcept {
    const Conv2dSizes& sizes = plan.sizes;
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

}  // namespace

void open_weight_grad_block(const WeightGradPlan& plan, const Scalar* input,
                            const Scalar* grad_output, Scalar* scratch,
                            WeightGradBlock& block) noexcept {
    open_images(plan, input, scratch, block);
    open_grads(plan, grad_output, scratch, block);
}

}  // namespace stepgrad::kernels
