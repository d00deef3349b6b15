#pragma once

#include "autograd/kernels/winograd/tile_grid.h"
#include "autograd/scalar.h"

// The transforms of pixels, cut in two so that of the large intermediate results only a row is
// there at a time. A block of tiles passes through in m + 2 rounds, one for each row i of the
// transformed tiles:
//
//     images ─ down the columns ─► strips[tile row][i][x][channel]           once for all i
//     strips ─ along row i ──────► transformed[j][tile][channel]             then, for one i,
//     products[j][tile][channel] ─ along row i ─► strips[tile row][i][x][channel]     and back
//     strips ─ down the columns ─► images                                    once for all i
//
// With m = 4, 16 tiles and 64 channels a row is 24 KB and stays in the first-level cache. A row of
// the 64 tiles of a weight gradient does not.
//
// Channels fill the vectors; their number must be a multiple of kLanes. `position_step` numbers lie
// between one j and the next.
//
// strips  strips_size() numbers
// zeros   as many zeros as the longest row of pixels has numbers: rows outside the image
namespace stepgrad::kernels {

/// Numbers of strips that blocks of this grid need with so many channels.
inline std::int64_t strips_size(const TileGrid& grid, std::int64_t channels) {
    return grid.block_rows * (grid.outputs + 2) * grid.input_columns() * channels;
}

/// Some channels of pixels: `count` of the `all` that a pixel has, from `first` on.
struct ChannelRange {
    std::int64_t first, count, all;
};

/// B^T d B, where d are the inputs of a tile.
void transform_input_columns(const TileGrid& grid, const TileBlock& block, const Scalar* images,
                             Scalar* strips, const Scalar* zeros) noexcept;
void transform_input_row(const TileGrid& grid, const TileBlock& block, std::int64_t i,
                         const Scalar* strips, Scalar* transformed) noexcept;

/// A^T p A + bias, where p are the products of a tile. What hangs over the image is left out.
///
/// channels   of the products, which lie side by side
/// bias       one number for each of all channels
/// discarded  room for one row of pixels with range.all channels: rows below the image go there
void transform_output_row(const TileGrid& grid, const TileBlock& block, std::int64_t i,
                          std::int64_t channels, const Scalar* products, Scalar* strips) noexcept;
void transform_output_columns(const TileGrid& grid, const TileBlock& block,
                              const ChannelRange& range, const Scalar* strips, const Scalar* bias,
                              Scalar* outputs, Scalar* discarded) noexcept;

/// A g A^T, where g are the gradients of a tile's outputs.
void transform_gradient_columns(const TileGrid& grid, const TileBlock& block,
                                const ChannelRange& range, const Scalar* grad_outputs,
                                Scalar* strips, const Scalar* zeros) noexcept;
void transform_gradient_row(const TileGrid& grid, const TileBlock& block, std::int64_t i,
                            std::int64_t channels, const Scalar* strips,
                            Scalar* transformed) noexcept;

}  // namespace stepgrad::kernels
