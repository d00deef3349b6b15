#pragma once

#include "autograd/kernels/vector.h"
#include "autograd/scalar.h"

#include <algorithm>
#include <cstdint>

namespace stepgrad::kernels {

/// Some neighbouring pixels of one row of the result. All lengths are in numbers.
struct DepthwiseTile {
    const Scalar* source;
    std::int64_t first_input;  // what the first pixel's first tap meets
    std::int64_t input_row_step, input_column_step, input_pixel_step;
    const Scalar* weight;  // the first tap
    std::int64_t weight_row_step, weight_column_step;
    std::int64_t row_count, column_count;  // of taps
    const Scalar* bias;                    // or null
    Scalar* output;
    std::int64_t output_step;
};

/// The most pixels of a tile: enough sums that none waits for its last addition.
inline constexpr int kMostTilePixels = 8;

// One vector of channels, from `channel` on. Where kIsWhole is false only `lanes` of it are real.
template <int kPixels, bool kIsWhole>
inline void run_vector_of_tile(const DepthwiseTile& tile, std::int64_t channel,
                               int lanes) noexcept {
    const auto load_lanes = [lanes](const Scalar* numbers) {
        return kIsWhole ? load(numbers) : load_first(numbers, lanes);
    };
    Vector sums[kPixels];
#pragma GCC unroll 8
    for (int p = 0; p < kPixels; ++p) {
        sums[p] = tile.bias != nullptr ? load_lanes(tile.bias + channel) : Vector{};
    }
    for (std::int64_t r = 0; r < tile.row_count; ++r) {
        std::int64_t input = tile.first_input + channel + r * tile.input_row_step;
        const Scalar* weight = tile.weight + channel + r * tile.weight_row_step;
        for (std::int64_t s = 0; s < tile.column_count; ++s) {
            const Vector tap = load_lanes(weight + s * tile.weight_column_step);
#pragma GCC unroll 8
            for (int p = 0; p < kPixels; ++p) {
                const Vector numbers =
                    load_lanes(tile.source + (input + p * tile.input_pixel_step));
                sums[p] = fused_multiply_add(numbers, tap, sums[p]);
            }
            input += tile.input_column_step;
        }
    }
#pragma GCC unroll 8
    for (int p = 0; p < kPixels; ++p) {
        Scalar* const to = tile.output + channel + p * tile.output_step;
        kIsWhole ? store(to, sums[p]) : store_first(to, sums[p], lanes);
    }
}

/// All channels. The last vector ends with the last channel and may compute some channels a second
/// time; only where there is no whole vector are some lanes left out.
template <int kPixels>
inline void run_depthwise_tile(const DepthwiseTile& tile, std::int64_t channels) noexcept {
    if (channels < kLanes) {
        run_vector_of_tile<kPixels, false>(tile, 0, static_cast<int>(channels));
        return;
    }
    for (std::int64_t c = 0; c < channels; c += kLanes) {
        run_vector_of_tile<kPixels, true>(tile, std::min(c, channels - kLanes), kLanes);
    }
}

}  // namespace stepgrad::kernels
