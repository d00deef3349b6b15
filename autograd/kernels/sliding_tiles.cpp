#include "autograd/kernels/sliding_tiles.h"

#include <array>
#include <utility>

namespace stepgrad::kernels {
namespace {

// With fewer pixels in a row the other tiles, which go on in the next row, are fuller.
constexpr std::int64_t kFewestSlidingPixels = 6;

// Stands in for a pixel that is not there.
constexpr Scalar kZeroPixel[kMaxSlidingChannels] = {};

// Writes the lanes that are real columns; `add` says whether to what is there or over it.
inline void store_columns(Scalar* c, Vector sum, int column_count, bool add) {
    if (column_count >= kLanes) {
        store(c, add ? load(c) + sum : sum);
    } else {
        store_first(c, add ? load_first(c, column_count) + sum : sum, column_count);
    }
}

// All loops over pixels, taps and vectors are unrolled completely, so that `sums` lives in
// registers.
template <int kPixels, int kVectors>
void sliding_tile_of(const SlidingTile& tile) noexcept {
    Vector sums[kPixels][kVectors];
#pragma GCC unroll 16
    for (int p = 0; p < kPixels; ++p) {
#pragma GCC unroll 2
        for (int v = 0; v < kVectors; ++v) {
            sums[p][v] = tile.bias != nullptr ? load(tile.bias + v * kLanes) : Vector{};
        }
    }

    const std::int64_t step = tile.pixel_step;
    const Scalar* b = tile.b;
    for (std::int64_t s = 0; s < tile.segment_count; ++s) {
        const Scalar* a = tile.a + (tile.first_pixel + tile.segment_offset[s]);
        const Scalar* left = tile.has_left ? a - step : kZeroPixel;
        const Scalar* right = tile.has_right ? a + kPixels * step : kZeroPixel;
        for (std::int64_t k = 0; k < tile.channels;
             ++k, ++a, left += tile.has_left, right += tile.has_right) {
            Vector weights[kSlidingTaps][kVectors];
#pragma GCC unroll 3
            for (int t = 0; t < kSlidingTaps; ++t) {
#pragma GCC unroll 2
                for (int v = 0; v < kVectors; ++v, b += kLanes) {
                    weights[t][v] = load(b);
                }
            }
#pragma GCC unroll 16
            for (int x = 0; x < kPixels + kSlidingTaps - 1; ++x) {
                const Vector number = broadcast(x == 0         ? *left
                                                : x <= kPixels ? a[(x - 1) * step]
                                                               : *right);
#pragma GCC unroll 3
                for (int t = 0; t < kSlidingTaps; ++t) {
                    const int p = x - t;
                    if (p < 0 || p >= kPixels) {
                        continue;
                    }
#pragma GCC unroll 2
                    for (int v = 0; v < kVectors; ++v) {
                        sums[p][v] = fused_multiply_add(number, weights[t][v], sums[p][v]);
                    }
                }
            }
        }
    }

    // Unrolled as well: were `sums` indexed by a variable, it would live in memory.
#pragma GCC unroll 16
    for (int p = 0; p < kPixels; ++p) {
#pragma GCC unroll 2
        for (int v = 0; v < kVectors; ++v) {
            store_columns(tile.c + p * tile.output_step + v * kLanes, sums[p][v],
                          tile.column_count - v * kLanes, /*add=*/false);
        }
    }
}

// A pixel of A that all three taps meet: grads[t] is the gradient of the output it meets through
// tap t.
template <int kChannels>
inline void add_column(const Scalar* a, const Vector (&grads)[kSlidingTaps],
                       Vector (&sums)[kSlidingTaps][kChannels]) {
#pragma GCC unroll 8
    for (int k = 0; k < kChannels; ++k) {
        const Vector number = broadcast(a[k]);
#pragma GCC unroll 3
        for (int t = 0; t < kSlidingTaps; ++t) {
            sums[t][k] = fused_multiply_add(number, grads[t], sums[t][k]);
        }
    }
}

// The pixels of one row that all three taps meet.
template <int kChannels>
inline void add_inner_columns(const SlidingOuterTile& tile, const Scalar* a, const Scalar* b,
                              Vector (&sums)[kSlidingTaps][kChannels]) {
    Vector grads[kSlidingTaps] = {load(b + tile.b_column), load(b), Vector{}};
    for (std::int64_t x = 1; x < tile.width - 1; ++x) {
        grads[2] = grads[1];
        grads[1] = grads[0];
        grads[0] = load(b + (x + 1) * tile.b_column);
        add_column(a + x * tile.a_column, grads, sums);
    }
}

// The two pixels at each end, which only some of the taps meet.
template <int kChannels>
inline void add_outer_columns(const SlidingOuterTile& tile, const Scalar* a, const Scalar* b,
                              Vector (&sums)[kSlidingTaps][kChannels]) {
    const Scalar* const left = tile.has_left ? a - tile.a_column : kZeroPixel;
    const Scalar* const last_a = a + (tile.width - 1) * tile.a_column;
    const Scalar* const right = tile.has_right ? last_a + tile.a_column : kZeroPixel;
    const Vector first = load(b);
    const Vector second = load(b + tile.b_column);
    const Vector before_last = load(b + (tile.width - 2) * tile.b_column);
    const Vector last = load(b + (tile.width - 1) * tile.b_column);
#pragma GCC unroll 8
    for (int k = 0; k < kChannels; ++k) {
        sums[0][k] = fused_multiply_add(broadcast(left[k]), first, sums[0][k]);
        sums[0][k] = fused_multiply_add(broadcast(a[k]), second, sums[0][k]);
        sums[1][k] = fused_multiply_add(broadcast(a[k]), first, sums[1][k]);
        sums[1][k] = fused_multiply_add(broadcast(last_a[k]), last, sums[1][k]);
        sums[2][k] = fused_multiply_add(broadcast(last_a[k]), before_last, sums[2][k]);
        sums[2][k] = fused_multiply_add(broadcast(right[k]), last, sums[2][k]);
    }
}

template <int kChannels>
inline void add_to(const SlidingOuterTile& tile, const Vector (&sums)[kSlidingTaps][kChannels],
                   bool overwrite) {
#pragma GCC unroll 3
    for (int t = 0; t < kSlidingTaps; ++t) {
#pragma GCC unroll 8
        for (int k = 0; k < kChannels; ++k) {
            store_columns(tile.c + t * tile.c_tap + k * tile.c_row, sums[t][k], tile.column_count,
                          /*add=*/!overwrite);
        }
    }
}

template <int kChannels>
[[gnu::noinline]] void inner_columns_of(const SlidingOuterTile& tile) noexcept {
    Vector sums[kSlidingTaps][kChannels] = {};
    for (std::int64_t i = 0; i < tile.image_count; ++i) {
        for (std::int64_t y = 0; y < tile.height; ++y) {
            add_inner_columns(tile, tile.a + i * tile.a_image + y * tile.a_row,
                              tile.b + i * tile.b_image + y * tile.b_row, sums);
        }
    }
    add_to(tile, sums, tile.is_first);
}

template <int kChannels>
[[gnu::noinline]] void outer_columns_of(const SlidingOuterTile& tile) noexcept {
    Vector sums[kSlidingTaps][kChannels] = {};
    for (std::int64_t i = 0; i < tile.image_count; ++i) {
        for (std::int64_t y = 0; y < tile.height; ++y) {
            add_outer_columns(tile, tile.a + i * tile.a_image + y * tile.a_row,
                              tile.b + i * tile.b_image + y * tile.b_row, sums);
        }
    }
    add_to(tile, sums, /*overwrite=*/false);
}

// Two walks over the rows: in one loop GCC no longer finds registers for all sums.
template <int kChannels>
void sliding_outer_tile_of(const SlidingOuterTile& tile) noexcept {
    inner_columns_of<kChannels>(tile);
    outer_columns_of<kChannels>(tile);
}

// One instance for each number of pixels or channels.
using SlidingTileFunction = void (*)(const SlidingTile&) noexcept;
using SlidingOuterTileFunction = void (*)(const SlidingOuterTile&) noexcept;

template <int kVectors, int... kIndex>
constexpr auto sliding_tiles(std::integer_sequence<int, kIndex...>) {
    return std::array<SlidingTileFunction, sizeof...(kIndex)>{
        sliding_tile_of<kIndex + 1, kVectors>...};
}

template <int... kIndex>
constexpr auto sliding_outer_tiles(std::integer_sequence<int, kIndex...>) {
    return std::array<SlidingOuterTileFunction, sizeof...(kIndex)>{
        sliding_outer_tile_of<kIndex + 1>...};
}

constexpr auto kNarrowTiles =
    sliding_tiles<1>(std::make_integer_sequence<int, max_sliding_pixels(1)>());
constexpr auto kWideTiles =
    sliding_tiles<2>(std::make_integer_sequence<int, max_sliding_pixels(2)>());
constexpr auto kOuterTiles =
    sliding_outer_tiles(std::make_integer_sequence<int, kMaxSlidingChannels>());

}  // namespace

bool can_slide(const Conv2dSizes& sizes, std::int64_t pixels_per_row) {
    return sizes.kernel_width == kSlidingTaps && sizes.stride_width == 1 &&
           sizes.dilation_width == 1 && sizes.groups == 1 && pixels_per_row >= kFewestSlidingPixels;
}

bool fits_image_columns(std::int64_t first_column, std::int64_t column_count, std::int64_t width) {
    return first_column >= -1 && first_column + column_count <= width + 1;
}

bool needs_input_copy(const Conv2dSizes& sizes, bool slides) {
    if (slides) {
        return !fits_image_columns(-sizes.pad_left, sizes.covered_width(), sizes.in_width);
    }
    return sizes.pad_top > 0 || sizes.pad_left > 0 || sizes.covered_width() > sizes.in_width ||
           sizes.covered_height() > sizes.in_height;
}

void sliding_tile(const SlidingTile& tile, int pixel_count, int vector_count) noexcept {
    const auto index = static_cast<std::size_t>(pixel_count - 1);
    vector_count == 1 ? kNarrowTiles[index](tile) : kWideTiles[index](tile);
}

void sliding_outer_tile(const SlidingOuterTile& tile, int channel_count) noexcept {
    kOuterTiles[static_cast<std::size_t>(channel_count - 1)](tile);
}

}  // namespace stepgrad::kernels
