#pragma once

#include "autograd/kernels/index_range.h"
#include "autograd/kernels/register_tiles.h"

#include <cstdint>

// The right-hand matrix B of a product, repacked into panels: kPanelWidth columns each, row by row,
// so that the tiles read it from front to back. A last panel with few columns is one vector wide;
// columns that do not exist are 0.
//
//     B, 5 rows of 40 columns, panels of 32:   ┌── panel 0 ──┐┌ panel 1 ┐
//                                              │ row 0: 0-31 ││ 32-39 0 │
//                                              │ row 1: 0-31 ││ 32-39 0 │
//
// Measured by one thread on 1x1 filters, 64 to 64 channels, in parts of the triad: 0.55;
// transposed, where neighbours in a panel's row lie 64 numbers apart, it was 0.3 number by number,
// before whole squares were transposed in registers (transpose.h).
namespace stepgrad::kernels {

constexpr std::int64_t panel_count(std::int64_t columns) {
    return divided_up(columns, kPanelWidth);
}

/// How many vectors wide panel j of a matrix with so many columns is.
constexpr int panel_vectors(std::int64_t columns, std::int64_t j) {
    const std::int64_t vectors = divided_up(columns - j * kPanelWidth, kLanes);
    return static_cast<int>(vectors < kMaxTileVectors ? vectors : kMaxTileVectors);
}

/// How many columns of panel j are real.
constexpr int panel_columns(std::int64_t columns, std::int64_t j) {
    const std::int64_t left = columns - j * kPanelWidth;
    return static_cast<int>(left < kPanelWidth ? left : kPanelWidth);
}

/// Numbers that all panels of a matrix take together.
constexpr std::int64_t packed_size(std::int64_t rows, std::int64_t columns) {
    return rows * divided_up(columns, kLanes) * kLanes;
}

/// Where the numbers of B are, of whose strides one is 1: B[t * rows_per_tap + k][n] =
///                           numbers[tap_offset[t] + k * row_stride + n * column_stride].
/// A filter has a tap for each of its pixels; an ordinary matrix has one tap.
///
/// Rows are packed tap by tap; with interleaved_taps = 3 row 0 of taps 0, 1 and 2, then row 1 of
/// each, and so on, then those of taps 3, 4 and 5. The number divides tap_count.
struct PanelSource {
    const Scalar* numbers;
    const std::int64_t* tap_offset;
    std::int64_t tap_count;
    std::int64_t rows_per_tap;
    std::int64_t columns;
    std::int64_t row_stride;
    std::int64_t column_stride;
    std::int64_t interleaved_taps = 1;
};

/// How many blocks, a tap of a panel each, B is packed in.
constexpr std::int64_t block_count(const PanelSource& source) {
    return panel_count(source.columns) * source.tap_count;
}

/// Packs some of the blocks; packing all of them in any order packs B.
void pack_blocks(const PanelSource& source, IndexRange blocks, Scalar* packed) noexcept;

/// Packs all panels, shared among the threads of the parallel region this is called in. All have
/// finished when it returns.
void pack_panels_in_parallel_region(const PanelSource& source, Scalar* packed) noexcept;

/// Copies a row of `columns` numbers and fills the last vector up with zeros.
void pack_bias(const Scalar* bias, std::int64_t columns, Scalar* packed) noexcept;

}  // namespace stepgrad::kernels
