#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/scalar.h"

#include <cstdint>
#include <vector>

// dL/dW[r,s,c,o] = sum over n, y, x of input[n,i,j,c] * grad_output[n,y,x,o]
//                  with i = y * stride - pad + r * dilation, j = x * stride - pad + s * dilation
// dL/db[o]       = sum over n, y, x of grad_output[n,y,x,o]
//
// A sum over all pixels of all images, for a result that is small: the batch is cut into parts
// (batch_parts.h). A task is a part and a panel of output channels. It takes some images, or rows
// of one, at a time, that stay in the second-level cache, and of these the rows that hold about 128
// pixels:
//
//                                  │ one panel │     of grad_output, pixel by pixel
//                                  │     ▼     │
//     input, 12 rows (r, s, c) ──► │  tile 0   │     a tile's sums stay in registers over these
//     12 rows                  ──► │  tile 1   │     pixels and are added to the part's; those of
//     ...                          │  ...      │     the first pixels overwrite what was there
//
// Where pixels slide, a tile is all three taps of 8 input channels by one vector. (12 and 8 with 32
// registers; with 16 they are 6 and 4.)
//
// measured  tests/benchmarks/measured.txt, rows backward_weights of direct convolutions; that the
//           number of parts does not depend on the threads costs 0 to 2 %
namespace stepgrad::kernels {

/// Offsets and sizes of one weight gradient, worked out once per call.
struct WeightGradPlan {
    Conv2dSizes sizes{};
    std::int64_t batch_parts = 0;  // partial sums, added in order

    // Images are copied with zeros around them, several small ones or some rows of one at a time.
    bool needs_copy = false;
    std::int64_t images_per_block = 0, rows_per_copy = 0, rows_per_tile = 0;
    std::int64_t strip_height = 0, strip_width = 0, strip_size = 0;

    // Row m of the weight gradient is number row_offset[m] of a patch, for group 0. Runs of
    // segment_length rows lie side by side.
    std::vector<std::int64_t> row_offset;
    std::int64_t segment_length = 0;
    bool slides = false;  // neighbouring pixels share their inputs (sliding_tiles.h)

    // A vector read must not run past the last pixel: with channel counts that do not fill the
    // vectors, grad_output is copied too, with this many channels a pixel.
    bool pads_channels = false;
    std::int64_t padded_channels = 0;
    std::int64_t grad_copy_size = 0;

    std::int64_t partial_size = 0;    // one part's weight and bias gradient
    std::int64_t scratch_size = 0;    // of one thread
    std::int64_t workspace_size = 0;  // numbers of workspace that conv2d_backward_weight() wants
};

/// `thread_count` decides only how much scratch memory there must be.
WeightGradPlan plan_conv2d_backward_weight(const Conv2dSizes& sizes, int thread_count);

/// input        [batch, in_height, in_width, in_channels]
/// grad_output  [batch, out_height, out_width, out_channels]
/// grad_weight  overwritten
/// grad_bias    overwritten; or null
/// workspace    plan.workspace_size numbers at a 64-byte boundary
void conv2d_backward_weight(const WeightGradPlan& plan, const Scalar* input,
                            const Scalar* grad_output, Scalar* grad_weight, Scalar* grad_bias,
                            Scalar* workspace) noexcept;

}  // namespace stepgrad::kernels
