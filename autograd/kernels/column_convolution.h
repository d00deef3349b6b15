#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/scalar.h"

#include <cstdint>
#include <vector>

// The gradient of an input with few channels. Computed as a patch times the filter
// (patch_convolution.h) it would fill few lanes of a vector: 6 of 16 for LeNet's second
// convolution. Here the taps fill them, too. First one matrix product for each image,
//
//     columns[y, x][r, s, c] = sum over o of grad_output[n, y, x, o] * w[r, s, c, o]
//
// what each pixel of grad_output owes to its whole patch; then every pixel of the input collects
// its shares from the pixels that saw it:
//
//     grad_input[n, i, k, c] = sum over r, s of columns[y, x][r, s, c]
//         with y = (i + pad - r * dilation) / stride, x = (k + pad - s * dilation) / stride
//         where these divide evenly and there is such a pixel
//
//     columns, a row for each pixel of grad_output; here filters of 1x3 taps and 2 channels:
//
//         (r, s)      0 0   0 1   0 2
//         y, x      │ . . │ . . │ c c │ room │     without padding, pixel (y, x + 2) of the input
//         y, x+1    │ . . │ c c │ . . │ room │     adds up the three c c: a vector each, whose
//         y, x+2    │ c c │ . . │ . . │ room │     other lanes are not stored
//
// The columns of an image are written and read by one thread, in its second-level cache. Threads
// share the images.
//
// measured  LeNet's second convolution (tests/benchmarks/measured.txt, row D.conv2), two threads with
//           AVX-512: six tenths of the time of the patches
namespace stepgrad::kernels {

/// Whether an input's gradient should be computed so: its channels would leave at least half of a
/// vector empty, and the columns of an image stay in the second-level cache.
bool has_few_channels(const Conv2dSizes& sizes);

/// Where a row (or a column) of the input finds its shares: count of them, step numbers apart.
struct Shares {
    std::int64_t first = 0, step = 0, count = 0;
};

/// Offsets and sizes, worked out once per call.
struct ColumnPlan {
    Conv2dSizes sizes{};
    std::vector<Shares> row_shares{}, column_shares{};  // for each row, each column of the input
    std::vector<std::int64_t> row_offset{}, output_offset{};  // of an image's pixels
    std::vector<std::int64_t> tap_offset{};                   // of the weight's taps
    std::int64_t columns_step = 0;  // numbers from a pixel's columns to the next pixel's
    std::int64_t panels_size = 0, columns_size = 0;
    std::int64_t workspace_size = 0;  // numbers of workspace that run_column_plan() wants
};

ColumnPlan plan_conv2d_columns(const Conv2dSizes& sizes, int thread_count);

/// grad_output  [batch, out_height, out_width, out_channels]
/// weight       the convolution's weight
/// grad_input   every number of it is written
/// workspace    plan.workspace_size numbers at a 64-byte boundary
void run_column_plan(const ColumnPlan& plan, const Scalar* grad_output, const Scalar* weight,
                     Scalar* grad_input, Scalar* workspace) noexcept;

}  // namespace stepgrad::kernels
