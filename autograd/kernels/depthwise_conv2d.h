#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/scalar.h"

#include <cstdint>

// A convolution with as many groups as channels: each channel has a small filter of its own, and no
// two channels meet. Weight: [kernel_height, kernel_width, 1, channels]. With
//
//     i = y * stride - pad + r * dilation,  j = x * stride - pad + s * dilation
//
//     output[n,y,x,c]     = bias[c] + sum over r, s of input[n,i,j,c] * w[r,s,c]
//     grad_input[n,i,j,c] = sum over r, s of grad_output[n,y,x,c] * w[r,s,c]
//     grad_weight[r,s,c]  = sum over n, y, x of input[n,i,j,c] * grad_output[n,y,x,c]
//     grad_bias[c]        = sum over n, y, x of grad_output[n,y,x,c]
//
// over those r and s for which there is a pixel (i, j), or (y, x). There is nothing to reuse
// between channels, so the vectors run along them. The first two are the same loop; backward with a
// stride it runs once for each phase of a row (convolution_axis.h). A tile is 8 neighbouring pixels
// of one row, all of whose taps meet the image, or 4, 2 or 1 at its end; at the edges 1:
//
//                       channels
//     pixel 0         │ ▓▓▓▓ .... .... │     8 sums in registers, of one vector of channels, while
//     pixel 1         │ ▓▓▓▓ .... .... │     all taps go by: a vector of weights is loaded for all
//     ...             │                │     8, and each meets a vector of its pixel's input. Then
//     pixel 7         │ ▓▓▓▓ .... .... │     the next vector of channels
//
// Filters three taps wide, without gaps, need no tiles: their window slides along the row
// (depthwise_sliding_row.h), and no pixel at an edge is a tile of its own.
//
// The gradient of the weight slides likewise, but keeps nine sums in registers instead of nine
// weights, of 3x3 taps and a vector of channels, over some rows, and adds them to those of its part
// of the batch (depthwise_gradient_rows.h, batch_parts.h).
//
// Neighbours of a pixel with 512 channels are 2 KB away: strips of channels are copied to where they
// lie together (channel_strip.h), and the gradient of the weight copies a vector of channels while
// it multiplies the one before.
//
// Threads share rows of pixels, counted through the batch, or the blocks of rows that strips hold.
//
// measured  tests/benchmarks/measured.txt, rows MobileNet*.depthwise*
namespace stepgrad::kernels {

/// Every number of output is written.
///
/// bias  one number for each channel, or null
void depthwise_conv2d_forward(const Conv2dSizes& sizes, const Scalar* input, const Scalar* weight,
                              const Scalar* bias, Scalar* output) noexcept;

/// Every number of grad_input is written.
void depthwise_conv2d_backward_input(const Conv2dSizes& sizes, const Scalar* grad_output,
                                     const Scalar* weight, Scalar* grad_input) noexcept;

/// Numbers of workspace that depthwise_conv2d_backward_weight() wants.
std::int64_t depthwise_backward_weight_workspace_size(const Conv2dSizes& sizes) noexcept;

/// The rows of the batch are cut into parts (batch_parts.h).
///
/// grad_weight  overwritten
/// grad_bias    overwritten; or null
void depthwise_conv2d_backward_weight(const Conv2dSizes& sizes, const Scalar* input,
                                      const Scalar* grad_output, Scalar* grad_weight,
                                      Scalar* grad_bias, Scalar* workspace) noexcept;

}  // namespace stepgrad::kernels
