#include "autograd/kernels/depthwise_gradient_tile.h"

#include "autograd/kernels/vector.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kTapsAtOnce = 3;  // in either direction: nine sums, none waits for itself

// sums[tap][c] += sum over the pixels of input[pixel, tap][c] * grads[pixel][c] for kRows x
// kColumns taps, the first of them at (r, s), and a vector of channels. Where kIsWhole is false
// only `lanes` of it are real. The loop over pixels stays a loop: unrolled, it would need more
// addresses than there are registers.
template <int kRows, int kColumns, bool kSlides, bool kIsWhole>
inline void add_vector(const DepthwiseGradientTile& tile, std::int64_t r, std::int64_t s,
                       std::int64_t channel, int lanes) noexcept {
    const auto load_lanes = [lanes](const Scalar* numbers) {
        return kIsWhole ? load(numbers) : load_first(numbers, lanes);
    };
    Vector sums[kRows][kColumns] = {};
    std::int64_t input =
        tile.first_input + r * tile.input_row_step + s * tile.input_column_step + channel;
    const Scalar* grads = tile.grads + channel;
    // What the taps meet. Where neighbouring taps meet neighbouring pixels, the next output pixel
    // meets all of it again but for one column.
    Vector window[kRows][kColumns] = {};
    std::int64_t image_column = tile.first_column + s;
    const auto load_column = [&](int j, std::int64_t column) {
        const bool is_inside =
            !kSlides || (image_column + column >= 0 && image_column + column < tile.in_width);
#pragma GCC unroll 3
        for (int i = 0; i < kRows; ++i) {
            const std::int64_t at =
                input + i * tile.input_row_step + column * tile.input_column_step;
            window[i][j] = is_inside ? load_lanes(tile.image + at) : Vector{};
        }
    };
#pragma GCC unroll 3
    for (int j = 1; j < kColumns; ++j) {
        if (kSlides) {
            load_column(j, j - 1);
        }
    }
    for (std::int64_t p = 0; p < tile.pixel_count; ++p) {
        const Vector grad = load_lanes(grads);
#pragma GCC unroll 3
        for (int j = 0; j < kColumns; ++j) {
            if (kSlides && j + 1 < kColumns) {
#pragma GCC unroll 3
                for (int i = 0; i < kRows; ++i) {
                    window[i][j] = window[i][j + 1];
                }
            } else {
                load_column(j, j);
            }
        }
#pragma GCC unroll 3
        for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 3
            for (int j = 0; j < kColumns; ++j) {
                sums[i][j] = fused_multiply_add(window[i][j], grad, sums[i][j]);
            }
        }
        input += tile.input_pixel_step;
        ++image_column;
        grads += tile.grads_pixel_step;
    }
#pragma GCC unroll 3
    for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 3
        for (int j = 0; j < kColumns; ++j) {
            Scalar* const to = tile.sums + (r + i) * tile.sums_row_step +
                               (s + j) * tile.sums_column_step + channel;
            const Vector sum = load_lanes(to) + sums[i][j];
            kIsWhole ? store(to, sum) : store_first(to, sum, lanes);
        }
    }
}

template <int kRows, int kColumns, bool kSlides>
void add_channels(const DepthwiseGradientTile& tile, std::int64_t r, std::int64_t s) noexcept {
    std::int64_t c = 0;
    for (; c + kLanes <= tile.channels; c += kLanes) {
        add_vector<kRows, kColumns, kSlides, true>(tile, r, s, c, kLanes);
    }
    if (c < tile.channels) {
        add_vector<kRows, kColumns, kSlides, false>(tile, r, s, c,
                                                    static_cast<int>(tile.channels - c));
    }
}

using AddChannels = void (*)(const DepthwiseGradientTile&, std::int64_t, std::int64_t) noexcept;

// By rows and columns of taps, 1 to kTapsAtOnce of each.
template <bool kSlides>
constexpr AddChannels kAddChannels[kTapsAtOnce][kTapsAtOnce] = {
    {add_channels<1, 1, kSlides>, add_channels<1, 2, kSlides>, add_channels<1, 3, kSlides>},
    {add_channels<2, 1, kSlides>, add_channels<2, 2, kSlides>, add_channels<2, 3, kSlides>},
    {add_channels<3, 1, kSlides>, add_channels<3, 2, kSlides>, add_channels<3, 3, kSlides>}};

}  // namespace

void add_weight_gradient_of_tile(const DepthwiseGradientTile& tile) noexcept {
    for (std::int64_t r = tile.rows.first; r < tile.rows.end; r += kTapsAtOnce) {
        const std::int64_t rows = std::min(kTapsAtOnce, tile.rows.end - r);
        for (std::int64_t s = tile.columns.first; s < tile.columns.end; s += kTapsAtOnce) {
            const std::int64_t columns = std::min(kTapsAtOnce, tile.columns.end - s);
            (tile.slides ? kAddChannels<true> : kAddChannels<false>)[rows - 1][columns - 1](tile, r,
                                                                                            s);
        }
    }
}

}  // namespace stepgrad::kernels
