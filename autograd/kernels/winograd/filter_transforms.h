#pragma once

#include "autograd/kernels/index_range.h"
#include "autograd/kernels/panels.h"
#include "autograd/kernels/winograd/tile_grid.h"
#include "autograd/kernels/winograd/tile_transforms.h"
#include "autograd/scalar.h"

#include <cstdint>

// The transforms of filters, kLanes output channels at a time. Each computes a range of its
// results, so that threads can share the work or each do all of it.
//
//     weight[r, s]     outputs                          position i, j of a panel
//     input 0        │ ▓▓▓▓ .... │                      │ ▓▓▓▓ .... │
//     input 1        │ .... .... │                      │ .... .... │
//
//     9 vectors ▓▓▓▓, one for each tap  ── G g G^T ──►  16 or 36, one for each position
//
// Gradients go back: 16 or 36 vectors of sums become 9 of a part's gradient.
namespace stepgrad::kernels {

/// Numbers that the transformed filters of a convolution from `inputs` to `outputs` channels take:
/// for each position a matrix [inputs, outputs], packed into panels. All positions of the first
/// panel, then all of the second.
constexpr std::int64_t transformed_filters_size(int tile_outputs, std::int64_t inputs,
                                                std::int64_t outputs) {
    const std::int64_t positions = (tile_outputs + 2) * (tile_outputs + 2);
    return panel_count(outputs) * positions * position_step(inputs, kPanelWidth);
}

/// transformed[panel][position][input][output] = G g G^T for some of the inputs.
///
/// weight  [3, 3, inputs, outputs]
void transform_filters(int tile_outputs, const Scalar* weight, std::int64_t inputs,
                       std::int64_t outputs, IndexRange range, Scalar* transformed) noexcept;

/// flipped[2 - r][2 - s][output][input] = weight[r][s][input][output] for some of the outputs: the
/// filters that lead from grad_output back to grad_input.
void flip_filters(const Scalar* weight, std::int64_t inputs, std::int64_t outputs, IndexRange range,
                  Scalar* flipped) noexcept;

/// grad_weight = G^T u G for some of the output channels.
///
/// sums         u: [position][input][range.count]; position_step(inputs, range.count) numbers from
///              a position to the next
/// grad_weight  [3, 3, inputs, range.all], overwritten
void transform_filter_gradients(int tile_outputs, const Scalar* sums, std::int64_t inputs,
                                const ChannelRange& range, Scalar* grad_weight) noexcept;

}  // namespace stepgrad::kernels
