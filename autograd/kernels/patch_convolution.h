#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/scalar.h"

#include <cstdint>
#include <vector>

// Two of a convolution's three passes are one and the same loop. Forward, every output pixel is a
// patch of the image times the filter. Backward, every pixel of grad_input is a patch of
// grad_output times the flipped, transposed filter. With
//
//     i = y * stride - pad + r * dilation,  j = x * stride - pad + s * dilation
//
//     output[n,y,x,o]     = bias[o] + sum over r, s, c of input[n,i,j,c] * w[r,s,c,o]
//     grad_input[n,i,j,c] = sum over r, s, o of grad_output[n,y,x,o] * w[r,s,c,o]
//
// With a stride the pixels of grad_input fall into stride x stride kinds that meet different taps
// of the filter: each kind is a phase, a small convolution of its own with stride 1.
//
//     stride 2, 3x3 filter, how many taps a pixel of grad_input meets:      4 2 4 2
//                                                                           2 1 2 1
//                                                                           4 2 4 2
//
// A task is a strip of rows of one image, which stays in the second-level cache: the image itself,
// or a copy with zeros around it. Threads have runs of neighbouring strips.
//
//                                        panel 0    panel 1        (2 vectors of channels each)
//     positions 0-11   patch  ──k──►   │ 1st tile │ then the │     down the strip with one panel of
//     positions 12-23  patch  ──k──►   │ 2nd      │ strip    │     weights, which stays near, then
//     ...                              │ ...      │ again    │     with the next
//
// Inputs with few channels get their gradient otherwise: column_convolution.h.
//
// measured  tests/benchmarks/measured.txt, rows forward and backward_data of direct convolutions
namespace stepgrad::kernels {

/// One family of output pixels that see the same taps of the filter.
struct PatchPhase {
    std::int64_t first_row = 0, row_step = 0;    // rows of the output strip it covers
    std::int64_t positions_per_row = 0;          // pixels in each of them
    std::vector<std::int64_t> row_offset{};      // where each position's patch begins in the strip
    std::vector<std::int64_t> output_offset{};   // where its result goes in the output strip
    std::vector<std::int64_t> weight_offset{};   // where each tap's matrix begins in the weight
    std::vector<std::int64_t> segment_offset{};  // taps within a patch, neighbours merged
    std::int64_t segment_length = 0;
    std::int64_t image_row_step = 0;  // rows of the strip from a row of positions to the next
    std::int64_t output_step = 0;     // from a position's result to that of its right neighbour
    std::int64_t packed_offset = 0;   // where its panels begin, for group 0

    std::int64_t segment_count() const { return static_cast<std::int64_t>(segment_offset.size()); }

    /// How many positions lie in an output strip of so many rows.
    std::int64_t position_count(std::int64_t strip_rows) const;
};

/// Offsets and sizes of one convolution pass, worked out once per call. The loops then only add.
struct PatchPlan {
    std::int64_t batch = 0, groups = 0;
    bool is_parallel = false;  // whether waking the other threads is worth it
    std::int64_t image_height = 0, image_width = 0,
                 image_channels = 0;  // of what the patches are cut from
    std::int64_t image_group_channels = 0;
    std::int64_t output_height = 0, output_width = 0, output_channels = 0;
    std::int64_t output_group_channels = 0;

    // A task is one strip of one image: these many output rows.
    std::int64_t rows_per_strip = 0, strips_per_image = 0;
    // Strip number s is cut from image rows s * image_rows_step + first_image_row and on.
    std::int64_t first_image_row = 0, image_rows_step = 0, strip_height = 0;
    std::int64_t first_image_column = 0, strip_width = 0;
    // False where no zeros are needed, or one column of them that the tiles supply: the strip is
    // the image itself.
    bool needs_copy = false;
    bool slides = false;  // neighbouring positions share their inputs (sliding_tiles.h)

    // The filter as a matrix: element (k, n) of tap t at weight_offset[t] + k * row_stride + ...
    std::int64_t weight_row_stride = 0, weight_column_stride = 0;
    std::vector<PatchPhase> phases{};

    std::int64_t packed_group_size = 0;  // numbers that the panels of one group take
    std::int64_t bias_group_size = 0;    // numbers of one group's padded bias
    std::int64_t panels_size = 0;        // numbers of the panels of all groups
    bool shares_panels = false;          // large ones: threads pack them together
    std::int64_t strip_size = 0;         // numbers of one thread's strip
    std::int64_t thread_size = 0;  // numbers of a thread's strip, and of its panels if it has own
    std::int64_t workspace_size = 0;  // numbers of workspace that run_patch_plan() wants
};

/// The plan that computes output from input; `thread_count` decides only how work is shared.
PatchPlan plan_conv2d_forward(const Conv2dSizes& sizes, int thread_count);

/// The plan that computes grad_input from grad_output.
PatchPlan plan_conv2d_backward_input(const Conv2dSizes& sizes, int thread_count);

/// Runs a plan.
///
/// image      [batch, image_height, image_width, image_channels]: the input, or grad_output
/// weight     the convolution's weight, the same for both plans
/// bias       one number for each output channel, or null
/// output     every number of it is written: the output, or grad_input
/// workspace  plan.workspace_size numbers at a 64-byte boundary
void run_patch_plan(const PatchPlan& plan, const Scalar* image, const Scalar* weight,
                    const Scalar* bias, Scalar* output, Scalar* workspace) noexcept;

}  // namespace stepgrad::kernels
