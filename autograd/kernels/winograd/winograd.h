#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/kernels/winograd/tile_grid.h"
#include "autograd/scalar.h"

#include <cstdint>

// Convolutions with 3x3 filters by Winograd's algorithm: fewer products for the same result, at the
// price of sums, of memory traffic and of some digits. README.md in this folder explains it.
//
//     inputs ──B^T──► [position][tile][input channel] ──┐
//                                                       ├─► 16 or 36 small matrix products
//     filters ──G───► [position][input][output channel]─┘                │
//                                                            outputs ◄──A^T
//
// Threads have runs of neighbouring blocks of tiles: the images of other layers, too. Weight
// gradients, block by block within each part of the batch:
//
//     inputs ───────B^T──► [position][tile][input channel] ──┐
//                                                            ├─► sums [position][input][output]
//     grad_outputs ──A───► [position][tile][output channel] ─┘                │
//                                                     part of grad_weight ◄──G^T
//
// measured  tests/benchmarks/measured.txt, rows C.conv2 to C.conv6
namespace stepgrad::kernels {

/// Whether it can compute all three passes of a convolution: 3x3 filters, stride 1, dilation 1, one
/// group, at most two zeros on each side, and channels that fill whole vectors.
bool winograd_fits(const Conv2dSizes& sizes);

/// Offsets and sizes of a forward or backward-input pass, worked out once per call.
struct WinogradPlan {
    TileGrid grid;
    std::int64_t out_channels = 0;
    bool is_parallel = false;    // whether waking the other threads is worth it
    bool flips_filters = false;  // backward: grad_input from grad_output

    // The workspace, in this order: what all threads share, then what each has for itself.
    // Transformed filters belong to the former only where they are large (parallel.h).
    bool shares_filters = false;
    std::int64_t zeros_size = 0, filters_size = 0, flipped_size = 0;
    std::int64_t input_strips_size = 0, inputs_size = 0, products_size = 0,
                 panel_strips_size = 0;  // the last for each panel of output channels
    std::int64_t thread_size = 0;
    std::int64_t workspace_size = 0;  // numbers of workspace that run_winograd_plan() wants
};

/// tile_outputs  m: 2 or 4
WinogradPlan plan_winograd_forward(const Conv2dSizes& sizes, int tile_outputs, int thread_count);
WinogradPlan plan_winograd_backward_input(const Conv2dSizes& sizes, int tile_outputs,
                                          int thread_count);

/// image      [batch, height, width, channels]: the input, or grad_output
/// weight     the convolution's weight, the same for both plans
/// bias       one number for each output channel, or null
/// output     every number of it is written: the output, or grad_input
/// workspace  plan.workspace_size numbers at a 64-byte boundary
void run_winograd_plan(const WinogradPlan& plan, const Scalar* image, const Scalar* weight,
                       const Scalar* bias, Scalar* output, Scalar* workspace) noexcept;

/// Offsets and sizes of a weight gradient. As in batch_parts.h the batch is cut into parts by sizes
/// alone, whose gradients are added in order.
struct WinogradGradPlan {
    TileGrid grid;
    std::int64_t out_channels = 0;
    bool is_parallel = false;
    std::int64_t batch_parts = 0;     // partial gradients, added in order
    std::int64_t slice_channels = 0;  // output channels that one task works on

    // The workspace, in this order: what all threads share, then what each has for itself.
    std::int64_t part_size = 0, zeros_size = 0;
    std::int64_t input_strips_size = 0, grad_strips_size = 0, inputs_size = 0, grads_size = 0,
                 sums_size = 0;
    std::int64_t thread_size = 0;
    std::int64_t workspace_size = 0;  // numbers of workspace that winograd_backward_weight() wants
};

WinogradGradPlan plan_winograd_backward_weight(const Conv2dSizes& sizes, int tile_outputs,
                                               int thread_count);

/// input        [batch, in_height, in_width, in_channels]
/// grad_output  [batch, out_height, out_width, out_channels]
/// grad_weight  overwritten
/// workspace    plan.workspace_size numbers at a 64-byte boundary
void winograd_backward_weight(const WinogradGradPlan& plan, const Scalar* input,
                              const Scalar* grad_output, Scalar* grad_weight,
                              Scalar* workspace) noexcept;

}  // namespace stepgrad::kernels
