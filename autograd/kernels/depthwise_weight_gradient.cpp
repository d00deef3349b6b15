#include "autograd/kernels/batch_parts.h"
#include "autograd/kernels/convolution_axis.h"
#include "autograd/kernels/depthwise_conv2d.h"
#include "autograd/kernels/in_parallel.h"
#include "autograd/kernels/vector.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kMostParts = 8;

constexpr std::int64_t kPixelsOfTile = 64;
constexpr std::int64_t kTapsAtOnce = 3;  // in either direction: nine sums, none waits for itself

std::int64_t part_count(const Conv2dSizes& sizes) noexcept {
    return std::clamp<std::int64_t>(sizes.batch * sizes.out_height, 1, kMostParts);
}

std::int64_t part_size(const Conv2dSizes& sizes) noexcept {
    return (sizes.tap_count() + 1) * sizes.out_channels;
}

// How the filter meets the image, worked out once per call.
struct Geometry {
    explicit Geometry(const Conv2dSizes& all_sizes)
        : sizes(all_sizes),
          rows(forward_phase(rows_of(sizes))),
          columns(forward_phase(columns_of(sizes))),
          slides(sizes.stride_width == 1 && sizes.dilation_width == 1),
          inner(slides ? IndexRange{0, sizes.out_width} : columns.inner_outputs()) {}

    Conv2dSizes sizes;
    AxisPhase rows, columns;
    bool slides;       // neighbouring pixels share columns of the input
    IndexRange inner;  // pixels of a row that all taps are added for
};

// What one task works on: some rows of grad_output, counted through the batch.
struct Task {
    std::int64_t first_row, end_row;
    Scalar* sums;  // of this part: [tap][channel], and behind them the bias gradient
};

// Some neighbouring pixels of one row of grad_output, and the taps of the filter that they meet.
// All steps are in numbers.
struct Tile {
    const Scalar* image;
    std::int64_t first_input;             // what the first pixel's tap (0, 0) meets, or would
    std::int64_t first_column, in_width;  // the same as a column of the image
    std::int64_t input_pixel_step, input_row_step, input_column_step;
    const Scalar* grads;
    std::int64_t pixel_count;
    bool slides;               // neighbouring pixels share columns; zeros where they reach outside
    IndexRange rows, columns;  // of taps
    Scalar* sums;              // of tap (0, 0)
    std::int64_t sums_row_step;
    std::int64_t channels;
};

// sums[tap][c] += sum over the pixels of input[pixel, tap][c] * grads[pixel][c] for kRows x
// kColumns taps, the first of them at (r, s), and a vector of channels. Where kIsWhole is false
// only `lanes` of it are real. The loop over pixels stays a loop: unrolled, it would need more
// addresses than there are registers.
template <int kRows, int kColumns, bool kSlides, bool kIsWhole>
inline void add_vector(const Tile& tile, std::int64_t r, std::int64_t s, std::int64_t channel,
                       int lanes) noexcept {
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
        grads += tile.channels;
    }
#pragma GCC unroll 3
    for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 3
        for (int j = 0; j < kColumns; ++j) {
            Scalar* const to =
                tile.sums + (r + i) * tile.sums_row_step + (s + j) * tile.channels + channel;
            const Vector sum = load_lanes(to) + sums[i][j];
            kIsWhole ? store(to, sum) : store_first(to, sum, lanes);
        }
    }
}

template <int kRows, int kColumns, bool kSlides>
void add_channels(const Tile& tile, std::int64_t r, std::int64_t s) noexcept {
    std::int64_t c = 0;
    for (; c + kLanes <= tile.channels; c += kLanes) {
        add_vector<kRows, kColumns, kSlides, true>(tile, r, s, c, kLanes);
    }
    if (c < tile.channels) {
        add_vector<kRows, kColumns, kSlides, false>(tile, r, s, c,
                                                    static_cast<int>(tile.channels - c));
    }
}

using AddChannels = void (*)(const Tile&, std::int64_t, std::int64_t) noexcept;

// By rows and columns of taps, 1 to kTapsAtOnce of each.
template <bool kSlides>
constexpr AddChannels kAddChannels[kTapsAtOnce][kTapsAtOnce] = {
    {add_channels<1, 1, kSlides>, add_channels<1, 2, kSlides>, add_channels<1, 3, kSlides>},
    {add_channels<2, 1, kSlides>, add_channels<2, 2, kSlides>, add_channels<2, 3, kSlides>},
    {add_channels<3, 1, kSlides>, add_channels<3, 2, kSlides>, add_channels<3, 3, kSlides>}};

void add_tile(const Tile& tile) noexcept {
    for (std::int64_t r = tile.rows.first; r < tile.rows.end; r += kTapsAtOnce) {
        const std::int64_t rows = std::min(kTapsAtOnce, tile.rows.end - r);
        for (std::int64_t s = tile.columns.first; s < tile.columns.end; s += kTapsAtOnce) {
            const std::int64_t columns = std::min(kTapsAtOnce, tile.columns.end - s);
            (tile.slides ? kAddChannels<true> : kAddChannels<false>)[rows - 1][columns - 1](tile, r,
                                                                                            s);
        }
    }
}

// One row of grad_output, and the image that it belongs to.
struct Row {
    const Scalar* image;
    const Scalar* grads;
    std::int64_t y;  // in its image
};

// Pixels [x, x + count) of a row.
void add_pixels(const Geometry& geometry, const Row& row, std::int64_t x, std::int64_t count,
                IndexRange column_taps, Scalar* sums) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    const std::int64_t channels = sizes.out_channels;
    const std::int64_t input =
        geometry.rows.first_input(row.y) * sizes.in_width + geometry.columns.first_input(x);
    const Tile tile{.image = row.image,
                    .first_input = input * channels,
                    .first_column = geometry.columns.first_input(x),
                    .in_width = sizes.in_width,
                    .input_pixel_step = sizes.stride_width * channels,
                    .input_row_step = sizes.dilation_height * sizes.in_width * channels,
                    .input_column_step = sizes.dilation_width * channels,
                    .grads = row.grads + x * channels,
                    .pixel_count = count,
                    .slides = geometry.slides,
                    .rows = geometry.rows.taps_inside(row.y),
                    .columns = column_taps,
                    .sums = sums,
                    .sums_row_step = sizes.kernel_width * channels,
                    .channels = channels};
    add_tile(tile);
}

void add_row(const Geometry& geometry, const Row& row, Scalar* sums) noexcept {
    const IndexRange inner = geometry.inner;
    const auto add_single = [&](std::int64_t x) {
        add_pixels(geometry, row, x, 1, geometry.columns.taps_inside(x), sums);
    };
    for (std::int64_t x = 0; x < inner.first; ++x) {
        add_single(x);
    }
    for (std::int64_t x = inner.first; x < inner.end; x += kPixelsOfTile) {
        add_pixels(geometry, row, x, std::min(kPixelsOfTile, inner.end - x),
                   {0, geometry.columns.tap_count}, sums);
    }
    for (std::int64_t x = inner.end; x < geometry.sizes.out_width; ++x) {
        add_single(x);
    }
}

void add_bias_row(const Conv2dSizes& sizes, const Scalar* grads, Scalar* sums) noexcept {
    for (std::int64_t x = 0; x < sizes.out_width; ++x, grads += sizes.out_channels) {
        for (std::int64_t c = 0; c < sizes.out_channels; ++c) {
            sums[c] += grads[c];
        }
    }
}

void run_task(const Geometry& geometry, const Task& task, const Scalar* input,
              const Scalar* grad_output, bool wants_bias) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    std::fill_n(task.sums, part_size(sizes), Scalar{0});
    for (std::int64_t i = task.first_row; i < task.end_row; ++i) {
        const std::int64_t n = i / sizes.out_height;
        const Row row{.image = input + n * sizes.in_height * sizes.in_width * sizes.in_channels,
                      .grads = grad_output + i * sizes.out_width * sizes.out_channels,
                      .y = i % sizes.out_height};
        add_row(geometry, row, task.sums);
        if (wants_bias) {
            add_bias_row(sizes, row.grads, task.sums + sizes.weight_count());
        }
    }
}

}  // namespace

std::int64_t depthwise_backward_weight_workspace_size(const Conv2dSizes& sizes) noexcept {
    return part_count(sizes) * part_size(sizes);
}

void depthwise_conv2d_backward_weight(const Conv2dSizes& sizes, const Scalar* input,
                                      const Scalar* grad_output, Scalar* grad_weight,
                                      Scalar* grad_bias, Scalar* workspace) noexcept {
    const Geometry geometry(sizes);
    const std::int64_t parts = part_count(sizes);
    const std::int64_t rows = sizes.batch * sizes.out_height;
    in_parallel(sizes.multiply_adds() > kParallelMultiplyAdds, [&] {
#pragma omp for schedule(static)
        for (std::int64_t p = 0; p < parts; ++p) {
            const Task task{.first_row = rows * p / parts,
                            .end_row = rows * (p + 1) / parts,
                            .sums = workspace + p * part_size(sizes)};
            run_task(geometry, task, input, grad_output, grad_bias != nullptr);
        }
        add_parts_in_parallel_region(workspace, part_size(sizes), parts, sizes.weight_count(),
                                     grad_weight);
        if (grad_bias != nullptr) {
            add_parts_in_parallel_region(workspace + sizes.weight_count(), part_size(sizes), parts,
                                         sizes.out_channels, grad_bias);
        }
    });
}

}  // namespace stepgrad::kernels
