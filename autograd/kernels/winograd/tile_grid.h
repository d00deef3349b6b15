#pragma once

#include "autograd/kernels/vector.h"

#include <algorithm>
#include <cstdint>

// How an image is cut for Winograd's algorithm: the output into tiles of m x m pixels, the image
// into squares of (m + 2) x (m + 2) that overlap by two pixels. Rows of tiles are counted through
// the whole batch, so that small images fill a block together.
//
//     m = 4:   0123 4567 89..    output, three tiles; the last one hangs over
//              ------            the six inputs of tile 0
//                  ------        and of tile 1
namespace stepgrad::kernels {

/// Some neighbouring tiles, worked on at one time.
struct TileBlock {
    std::int64_t first_row, row_count;        // rows of tiles, counted through the batch
    std::int64_t first_column, column_count;  // tiles within each row

    std::int64_t tile_count() const { return row_count * column_count; }
};

struct TileGrid {
    int outputs = 0;                                   // m
    std::int64_t height = 0, width = 0, channels = 0;  // of the images the inputs are cut from
    std::int64_t pad_top = 0, pad_left = 0;            // zeros before them
    std::int64_t out_height = 0, out_width = 0;        // of the outputs
    std::int64_t rows_per_image = 0, row_count = 0;    // rows of tiles: of an image, of the batch
    std::int64_t columns = 0;                          // tiles in each row
    std::int64_t block_rows = 0, block_columns = 0;    // tiles of a full block
    std::int64_t row_blocks = 0, column_blocks = 0;

    /// Products for each tile: m + 2 in either direction.
    std::int64_t position_count() const { return (outputs + 2) * (outputs + 2); }

    std::int64_t block_count() const { return row_blocks * column_blocks; }
    std::int64_t largest_block() const { return block_rows * block_columns; }

    /// Columns of inputs that a full block reads, and those of the outputs that it writes.
    std::int64_t input_columns() const { return block_columns * outputs + 2; }
    std::int64_t output_columns() const { return block_columns * outputs; }

    /// Cuts the rows [first_row, end_row) into blocks from the top; `index` is below the number of
    /// blocks that gives.
    TileBlock block(std::int64_t index, std::int64_t first_row, std::int64_t end_row) const {
        const std::int64_t row = first_row + index / column_blocks * block_rows;
        const std::int64_t column = index % column_blocks * block_columns;
        return {row, std::min(block_rows, end_row - row), column,
                std::min(block_columns, columns - column)};
    }
};

/// Cuts a batch of images; full blocks have about `wanted_tiles`.
inline TileGrid cut_into_tiles(TileGrid grid, std::int64_t batch, std::int64_t wanted_tiles) {
    grid.rows_per_image = divided_up(grid.out_height, grid.outputs);
    grid.row_count = batch * grid.rows_per_image;
    grid.columns = divided_up(grid.out_width, grid.outputs);
    grid.column_blocks = divided_up(grid.columns, wanted_tiles);
    grid.block_columns = divided_up(grid.columns, grid.column_blocks);
    grid.block_rows = std::max<std::int64_t>(wanted_tiles / grid.block_columns, 1);
    grid.row_blocks = divided_up(grid.row_count, grid.block_rows);
    return grid;
}

/// Transformed data lie as [position][tile][channel], one position for each of the (m + 2)^2
/// products. This many numbers from a position to the next: a vector of room between them spreads
/// the positions over the sets of the cache, where powers of two would meet in a few.
constexpr std::int64_t position_step(std::int64_t rows, std::int64_t columns) {
    return rows * columns + kLanes;
}

/// The next multiple of 64 bytes: parts of a workspace each begin at a cache line.
constexpr std::int64_t whole_lines(std::int64_t numbers) {
    constexpr std::int64_t kLine = 64 / sizeof(Scalar);
    return divided_up(numbers, kLine) * kLine;
}

}  // namespace stepgrad::kernels
