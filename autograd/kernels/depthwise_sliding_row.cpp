#include "autograd/kernels/depthwise_sliding_row.h"

#include "autograd/kernels/vector.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

// One vector of channels, from `channel` on. Where kIsWhole is false only `lanes` of it are real.
template <int kRows, int kStep, bool kIsWhole>
inline void slide_vector(const SlidingRow& row, std::int64_t channel, int lanes) noexcept {
    const auto load_lanes = [lanes](const Scalar* numbers) {
        return kIsWhole ? load(numbers) : load_first(numbers, lanes);
    };
    constexpr int kColumns = kSlidingColumns;
    Vector taps[kRows + 1][kColumns];
    Vector window[kRows + 1][kColumns] = {};
    const auto load_column = [&](int j, std::int64_t column) {
        const bool is_inside = column >= 0 && column < row.source_width;
        const std::int64_t from = row.first_input + channel + column * row.source_step;
#pragma GCC unroll 3
        for (int i = 0; i < kRows; ++i) {
            window[i][j] =
                is_inside ? load_lanes(row.source + (from + i * row.source_row_step)) : Vector{};
        }
    };
#pragma GCC unroll 3
    for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 3
        for (int j = 0; j < kColumns; ++j) {
            taps[i][j] = load_lanes(row.weight + channel + i * row.weight_row_step +
                                    j * row.weight_column_step);
        }
    }
    const Vector bias = row.bias != nullptr ? load_lanes(row.bias + channel) : Vector{};
    // What the first pixel shares with one before it, which is not there.
#pragma GCC unroll 3
    for (int j = kStep; j < kColumns; ++j) {
        load_column(j, row.first_column + j - kStep);
    }
    Scalar* to = row.result + channel;
    for (std::int64_t x = 0; x < row.pixel_count; ++x) {
#pragma GCC unroll 3
        for (int j = 0; j < kColumns; ++j) {
            if (j + kStep < kColumns) {
#pragma GCC unroll 3
                for (int i = 0; i < kRows; ++i) {
                    window[i][j] = window[i][j + kStep];
                }
            } else {
                load_column(j, row.first_column + x * kStep + j);
            }
        }
        Vector sum = bias;
#pragma GCC unroll 3
        for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 3
            for (int j = 0; j < kColumns; ++j) {
                sum = fused_multiply_add(window[i][j], taps[i][j], sum);
            }
        }
        kIsWhole ? store(to, sum) : store_first(to, sum, lanes);
        to += row.result_step;
    }
}

// All channels. The last vector ends with the last channel and may compute some channels a second
// time; only where there is no whole vector are some lanes left out.
template <int kRows, int kStep>
void slide(const SlidingRow& row) noexcept {
    if (row.channels < kLanes) {
        slide_vector<kRows, kStep, false>(row, 0, static_cast<int>(row.channels));
        return;
    }
    for (std::int64_t c = 0; c < row.channels; c += kLanes) {
        slide_vector<kRows, kStep, true>(row, std::min(c, row.channels - kLanes), kLanes);
    }
}

}  // namespace

void run_sliding_row(const SlidingRow& row) noexcept {
    constexpr void (*kSlide[][kMostSlidingRows + 1])(const SlidingRow&) noexcept = {
        {slide<0, 1>, slide<1, 1>, slide<2, 1>, slide<3, 1>},
        {slide<0, 2>, slide<1, 2>, slide<2, 2>, slide<3, 2>}};
    kSlide[row.column_step - 1][row.row_count](row);
}

}  // namespace stepgrad::kernels
