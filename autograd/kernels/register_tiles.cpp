#include "autograd/kernels/register_tiles.h"

#include <array>
#include <utility>

namespace stepgrad::kernels {
namespace {

// Writes a block of accumulators to C; `add` says whether to what is there or over it. Unrolled:
// were `sums` indexed by a variable, it would live in memory.
template <int kRows, int kVectors>
inline void store_rows(const Vector (&sums)[kRows][kVectors], Scalar* const (&rows)[kRows],
                       int column_count, bool add) {
#pragma GCC unroll 16
    for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 2
        for (int v = 0; v < kVectors; ++v) {
            Scalar* const c = rows[m] + v * kLanes;
            const int lanes = column_count - v * kLanes;
            if (lanes >= kLanes) {
                store(c, add ? load(c) + sums[m][v] : sums[m][v]);
            } else if (lanes > 0) {
                store_first(c, add ? load_first(c, lanes) + sums[m][v] : sums[m][v], lanes);
            }
        }
    }
}

// The loops over m and v are unrolled completely, so that `sums` lives in registers.
template <int kRows, int kVectors>
void row_tile_of(const RowTile& tile) noexcept {
    Vector sums[kRows][kVectors];
#pragma GCC unroll 16
    for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 2
        for (int v = 0; v < kVectors; ++v) {
            sums[m][v] = tile.bias != nullptr ? load(tile.bias + v * kLanes) : Vector{};
        }
    }
    std::int64_t row_offset[kRows];
    for (int m = 0; m < kRows; ++m) {
        row_offset[m] = tile.row_offset[m];
    }

    const Scalar* b = tile.b;
    for (std::int64_t s = 0; s < tile.segment_count; ++s) {
        const Scalar* a = tile.a + tile.segment_offset[s];
        for (std::int64_t k = 0; k < tile.segment_length; ++k, ++a, b += kVectors * kLanes) {
            Vector weights[kVectors];
#pragma GCC unroll 2
            for (int v = 0; v < kVectors; ++v) {
                weights[v] = load(b + v * kLanes);
            }
#pragma GCC unroll 16
            for (int m = 0; m < kRows; ++m) {
                const Vector x = broadcast(a[row_offset[m]]);
#pragma GCC unroll 2
                for (int v = 0; v < kVectors; ++v) {
                    sums[m][v] = fused_multiply_add(x, weights[v], sums[m][v]);
                }
            }
        }
    }

    Scalar* rows[kRows];
    for (int m = 0; m < kRows; ++m) {
        rows[m] = tile.c + tile.output_offset[m];
    }
    store_rows<kRows, kVectors>(sums, rows, tile.column_count, /*add=*/false);
}

template <int kRows, int kVectors, bool kIsContiguous>
void outer_tile_of(const OuterTile& tile) noexcept {
    Vector sums[kRows][kVectors] = {};
    std::int64_t row_offset[kRows];
    for (int m = 0; m < kRows; ++m) {
        row_offset[m] = kIsContiguous ? m : tile.row_offset[m];
    }

    for (std::int64_t i = 0; i < tile.image_count; ++i) {
        for (std::int64_t y = 0; y < tile.height; ++y) {
            const Scalar* a = tile.a + i * tile.a_image + y * tile.a_row;
            const Scalar* b = tile.b + i * tile.b_image + y * tile.b_row;
            for (std::int64_t x = 0; x < tile.width; ++x) {
                Vector grads[kVectors];
#pragma GCC unroll 2
                for (int v = 0; v < kVectors; ++v) {
                    grads[v] = load(b + v * kLanes);
                }
#pragma GCC unroll 16
                for (int m = 0; m < kRows; ++m) {
                    const Vector pixel = broadcast(kIsContiguous ? a[m] : a[row_offset[m]]);
#pragma GCC unroll 2
                    for (int v = 0; v < kVectors; ++v) {
                        sums[m][v] = fused_multiply_add(pixel, grads[v], sums[m][v]);
                    }
                }
                a += tile.a_column;
                b += tile.b_column;
            }
        }
    }

    Scalar* rows[kRows];
    for (int m = 0; m < kRows; ++m) {
        rows[m] = tile.c + m * tile.c_row;
    }
    store_rows<kRows, kVectors>(sums, rows, tile.column_count, !tile.is_first);
}

template <int kRows>
void outer_tile_of_rows(const OuterTile& tile, int vector_count) noexcept {
    if (tile.row_offset == nullptr) {
        vector_count == 1 ? outer_tile_of<kRows, 1, true>(tile)
                          : outer_tile_of<kRows, 2, true>(tile);
    } else {
        vector_count == 1 ? outer_tile_of<kRows, 1, false>(tile)
                          : outer_tile_of<kRows, 2, false>(tile);
    }
}

template <int kRows>
void row_tile_of_rows(const RowTile& tile, int vector_count) noexcept {
    vector_count == 1 ? row_tile_of<kRows, 1>(tile) : row_tile_of<kRows, 2>(tile);
}

// One instance for each number of rows, 1 to kMaxTileRows.
using RowTileFunction = void (*)(const RowTile&, int) noexcept;
using OuterTileFunction = void (*)(const OuterTile&, int) noexcept;

template <int... kIndex>
constexpr std::array<RowTileFunction, sizeof...(kIndex)> row_tiles(
    std::integer_sequence<int, kIndex...>) {
    return {row_tile_of_rows<kIndex + 1>...};
}

template <int... kIndex>
constexpr std::array<OuterTileFunction, sizeof...(kIndex)> outer_tiles(
    std::integer_sequence<int, kIndex...>) {
    return {outer_tile_of_rows<kIndex + 1>...};
}

constexpr auto kRowTiles = row_tiles(std::make_integer_sequence<int, kMaxTileRows>());
constexpr auto kOuterTiles = outer_tiles(std::make_integer_sequence<int, kMaxTileRows>());

}  // namespace

void row_tile(const RowTile& tile, int row_count, int vector_count) noexcept {
    kRowTiles[static_cast<std::size_t>(row_count - 1)](tile, vector_count);
}

void outer_tile(const OuterTile& tile, int row_count, int vector_count) noexcept {
    kOuterTiles[static_cast<std::size_t>(row_count - 1)](tile, vector_count);
}

}  // namespace stepgrad::kernels
