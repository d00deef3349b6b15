#pragma once

#include "autograd/kernels/conv2d_backward_weight.h"
#include "autograd/scalar.h"

#include <cstdint>

namespace stepgrad::kernels {

// The images and output rows whose copies are in a thread's scratch at one time.
struct WeightGradBlock {
    std::int64_t first_image, image_count;
    std::int64_t first_row, row_count;
    // What patches are cut from: copies with zeros around them, or the images themselves. The first
    // pixel's patch begins at patch_row, patch_column, which in an image may lie outside.
    const Scalar* images;
    std::int64_t image_step, height, width;
    std::int64_t patch_row, patch_column;
    const Scalar* grads;  // grad_output of the first pixel, first channel of the group
    std::int64_t grad_channels;
};

// Copies what the block needs into the thread's scratch, or points at the originals. Reads the
// block's first four numbers and sets the others.
void open_weight_grad_block(const WeightGradPlan& plan, const Scalar* input,
                            const Scalar* grad_output, Scalar* scratch,
                            WeightGradBlock& block) noexcept;

}  // namespace stepgrad::kernels
