#pragma once

#include "autograd/kernels/vector.h"

#include <cstdint>

// The two loops that all convolutions and matrix products end in. Each keeps a small block of the
// result, some rows by one or two vectors, in registers while it walks along the sum: every number
// of A that is loaded is used for a whole row of the block, every vector of B for a whole column.
//
//                     B: a panel, one or two vectors wide
//                     k │ ▓▓▓▓▓▓▓▓ │
//                       ▼ │        │
//      A: rows  ──k──►  ┌──────────┐
//      row_offset[0]    │ ▒▒▒▒▒▒▒▒ │
//      row_offset[1]    │ ▒▒▒▒▒▒▒▒ │   C: the block in registers
//      ...              └──────────┘
//
// 12 rows by 2 vectors are 24 sums, 2 vectors of B and a number of A: 27 of 32 registers. They take
// 14 loads for 24 multiply-adds (README.md counts them for other blocks). Measured by one thread,
// all numbers in the first-level cache and sums of 128 products: 0.93 of the peak for row_tile(),
// 0.97 for outer_tile().
namespace stepgrad::kernels {

constexpr int kMaxTileVectors = 2;
constexpr int kPanelWidth = kMaxTileVectors * kLanes;

/// How many rows fit the registers beside the panel's vectors and a broadcast number of A.
constexpr int kMaxTileRows = 12;
constexpr int max_tile_rows(int vector_count) {
    return vector_count == 2 && kVectorRegisters < 32 ? 6 : kMaxTileRows;
}

/// C[m][n] = bias[n] + sum over s < segment_count, k < segment_length of
///           A[row_offset[m] + segment_offset[s] + k] * B[s * segment_length + k][n]
///
/// A row of A need not be contiguous: in an image a patch is one segment for each row of the
/// filter. So no patch matrix is ever built, and stride and padding cost nothing.
struct RowTile {
    const Scalar* a;
    const std::int64_t* row_offset;      // one for each row of the tile
    const std::int64_t* segment_offset;  // the same for all rows
    std::int64_t segment_count;
    std::int64_t segment_length;
    const Scalar* b;     // packed: row by row, vector_count * kLanes numbers each
    const Scalar* bias;  // vector_count * kLanes numbers, or null for zeros
    Scalar* c;
    const std::int64_t* output_offset;  // where in c each row of the tile goes
    int column_count;                   // how many of the panel's columns are real
};

/// Rows: 1 to max_tile_rows(vector_count). Vectors: 1 to kMaxTileVectors.
void row_tile(const RowTile& tile, int row_count, int vector_count) noexcept;

/// C[m][n] (+)= sum over images i, rows y, columns x of
///              A[i*a_image + y*a_row + x*a_column + row_offset(m)] * B[same with b_...][n]
///
/// A sum of outer products, one for each pixel: weight gradients, and A^T B. Where row_offset is
/// null, row m lies at offset m.
struct OuterTile {
    const Scalar* a;
    std::int64_t a_image, a_row, a_column;
    const std::int64_t* row_offset;
    const Scalar* b;  // kLanes * vector_count numbers are read at every pixel
    std::int64_t b_image, b_row, b_column;
    std::int64_t image_count, height, width;
    Scalar* c;
    std::int64_t c_row;  // numbers from one row of C to the next
    int column_count;    // how many of the panel's columns are real
    bool is_first;       // overwrite C instead of adding to it
};

void outer_tile(const OuterTile& tile, int row_count, int vector_count) noexcept;

}  // namespace stepgrad::kernels
