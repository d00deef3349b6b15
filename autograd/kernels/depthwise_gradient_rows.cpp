#include "autograd/kernels/depthwise_gradient_rows.h"

#include <algorithm>
#include <type_traits>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kTapsAtOnce = 3;  // in either direction: nine sums, none waits for itself

// How many vectors of channels before their turn grad_output and the column are asked for.
constexpr std::int64_t kAhead = 2 * kLanes;

struct NoCopy {};

// Pixels this far apart are on other pages: no prefetcher of the machine follows them by itself.
inline void ask_for(const Scalar* numbers) noexcept {
    __builtin_prefetch(numbers, /*write=*/0, /*locality=*/2);
}

// A vector of channels, or the first lanes of one, and where the loops over rows and pixels stand:
// one pixel before a row, until they begin. Copies of what they need, because a compiler that sees a
// number written must take it that it could have been a part of a struct in memory.
template <bool kIsWhole>
struct Cursor {
    AxisPhase columns;
    const Scalar* input;
    std::int64_t at;  // in input, what the first tap meets
    std::int64_t row_step, column_step, pixel_step;
    std::int64_t column;
    const Scalar* grads;
    std::int64_t grads_step;
    int lanes;

    Vector load_lanes(const Scalar* numbers) const noexcept {
        return kIsWhole ? load(numbers) : load_first(numbers, lanes);
    }
    void advance() noexcept {
        column += columns.input_step;
        at += pixel_step;
    }
};

template <bool kIsWhole>
Cursor<kIsWhole> cursor_at(const DepthwiseGradientRows& rows, std::int64_t r, std::int64_t s,
                           std::int64_t channel, int lanes) noexcept {
    const AxisPhase& axis = rows.columns;
    const std::int64_t column = axis.first_input(0) + s * axis.offset_step - axis.input_step;
    return {.columns = axis,
            .input = rows.input,
            .at = rows.first_input + channel + (r - rows.tap_rows.first) * rows.input_row_step +
                  column * rows.input_pixel_step,
            .row_step = rows.input_row_step,
            .column_step = axis.offset_step * rows.input_pixel_step,
            .pixel_step = axis.input_step * rows.input_pixel_step,
            .column = column,
            .grads = rows.grads + channel,
            .grads_step = rows.grads_pixel_step,
            .lanes = lanes};
}

// One row of grad_output. The window holds what the taps of one pixel meet. The next pixel meets
// kNew columns that are new; the others move up. Columns outside of the image are zeros.
template <int kRows, int kColumns, int kNew, bool kIsWhole, typename Copy>
[[gnu::always_inline]] inline void add_row(Cursor<kIsWhole> cursor, Copy& copy,
                                           Vector (&sums)[kRows][kColumns]) noexcept {
    Vector window[kRows][kColumns] = {};
    const auto load_column = [&](int j) {
        const std::int64_t column = cursor.column + j * cursor.columns.offset_step;
        const bool is_inside = column >= 0 && column < cursor.columns.input_count;
        const std::int64_t at = cursor.at + j * cursor.column_step;
#pragma GCC unroll 3
        for (int i = 0; i < kRows; ++i) {
            window[i][j] =
                is_inside ? cursor.load_lanes(cursor.input + (at + i * cursor.row_step)) : Vector{};
        }
    };
#pragma GCC unroll 3
    for (int j = kNew; j < kColumns; ++j) {
        load_column(j);
    }
    for (std::int64_t x = 0; x < cursor.columns.output_count; ++x) {
        cursor.advance();
        const Vector grad = cursor.load_lanes(cursor.grads);
        if constexpr (!std::is_same_v<Copy, NoCopy>) {
            ask_for(cursor.grads + kAhead);
            ask_for(copy.from + kAhead);
            copy.copy_pixel();
        }
#pragma GCC unroll 3
        for (int j = 0; j < kColumns; ++j) {
            if (j + kNew < kColumns) {
#pragma GCC unroll 3
                for (int i = 0; i < kRows; ++i) {
                    window[i][j] = window[i][j + kNew];
                }
            } else {
                load_column(j);
            }
        }
#pragma GCC unroll 3
        for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 3
            for (int j = 0; j < kColumns; ++j) {
                sums[i][j] = fused_multiply_add(window[i][j], grad, sums[i][j]);
            }
        }
        cursor.grads += cursor.grads_step;
    }
}

// sums[tap][c] += sum over the pixels of input[pixel, tap][c] * grads[pixel][c] for kRows x
// kColumns taps, the first of them at (r, s), and a vector of channels. Where kIsWhole is false
// only `lanes` of it are real.
template <int kRows, int kColumns, int kNew, bool kIsWhole, typename Copy>
[[gnu::always_inline]] inline void add_vector(const DepthwiseGradientRows& rows, std::int64_t r,
                                              std::int64_t s, std::int64_t channel, int lanes,
                                              Copy& copy) noexcept {
    Cursor<kIsWhole> cursor = cursor_at<kIsWhole>(rows, r, s, channel, lanes);
    Copy own_copy = copy;
    Vector sums[kRows][kColumns] = {};
    for (std::int64_t y = 0; y < rows.row_count; ++y) {
        add_row<kRows, kColumns, kNew>(cursor, own_copy, sums);
        cursor.at += rows.input_advance;
        cursor.grads += rows.grads_row_step;
    }
    copy = own_copy;
#pragma GCC unroll 3
    for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 3
        for (int j = 0; j < kColumns; ++j) {
            Scalar* const to = rows.sums + (r + i) * rows.sums_row_step +
                               (s + j) * rows.sums_column_step + channel;
            const Vector sum = cursor.load_lanes(to) + sums[i][j];
            kIsWhole ? store(to, sum) : store_first(to, sum, lanes);
        }
    }
}

template <int kRows, int kColumns, int kNew>
void add_channels(const DepthwiseGradientRows& rows, std::int64_t r, std::int64_t s,
                  std::int64_t channels) noexcept {
    NoCopy no_copy;
    std::int64_t c = 0;
    for (; c + kLanes <= channels; c += kLanes) {
        add_vector<kRows, kColumns, kNew, true>(rows, r, s, c, kLanes, no_copy);
    }
    if (c < channels) {
        const int lanes = static_cast<int>(channels - c);
        add_vector<kRows, kColumns, kNew, false>(rows, r, s, c, lanes, no_copy);
    }
}

using AddChannels = void (*)(const DepthwiseGradientRows&, std::int64_t, std::int64_t,
                             std::int64_t) noexcept;

// By rows of taps, columns of taps and new columns from one pixel to the next, 1 to kTapsAtOnce of
// each. More than all columns cannot be new.
template <int kRows>
constexpr AddChannels kAddChannels[kTapsAtOnce][kTapsAtOnce] = {
    {add_channels<kRows, 1, 1>, add_channels<kRows, 1, 1>, add_channels<kRows, 1, 1>},
    {add_channels<kRows, 2, 1>, add_channels<kRows, 2, 2>, add_channels<kRows, 2, 2>},
    {add_channels<kRows, 3, 1>, add_channels<kRows, 3, 2>, add_channels<kRows, 3, 3>}};

}  // namespace

void add_weight_gradient_of_rows(const DepthwiseGradientRows& rows,
                                 std::int64_t channels) noexcept {
    const AxisPhase& axis = rows.columns;
    const std::int64_t news =
        axis.offset_step == 1 ? std::min(axis.input_step, kTapsAtOnce) : kTapsAtOnce;
    for (std::int64_t r = rows.tap_rows.first; r < rows.tap_rows.end; r += kTapsAtOnce) {
        const std::int64_t height = std::min(kTapsAtOnce, rows.tap_rows.end - r);
        for (std::int64_t s = 0; s < axis.tap_count; s += kTapsAtOnce) {
            const std::int64_t width = std::min(kTapsAtOnce, axis.tap_count - s);
            const auto& by_columns = height == 1   ? kAddChannels<1>
                                     : height == 2 ? kAddChannels<2>
                                                   : kAddChannels<3>;
            by_columns[width - 1][news - 1](rows, r, s, channels);
        }
    }
}

void add_weight_gradient_and_copy(const DepthwiseGradientRows& rows, ColumnCopy& copy) noexcept {
    const std::int64_t first = rows.tap_rows.first;
    switch (rows.tap_rows.end - first) {
        case 1:
            return add_vector<1, 3, 1, true>(rows, first, 0, 0, kLanes, copy);
        case 2:
            return add_vector<2, 3, 1, true>(rows, first, 0, 0, kLanes, copy);
        case 3:
            return add_vector<3, 3, 1, true>(rows, first, 0, 0, kLanes, copy);
        default:
            return;
    }
}

}  // namespace stepgrad::kernels
