#include "autograd/kernels/max_pool.h"

#include "autograd/kernels/in_parallel.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

// True if v replaces the best so far: it is larger, or a NaN. Nothing is larger than a NaN. No
// branch, and no test of `best` for NaN: with either GCC 12 does not vectorise the loops over it.
inline bool replaces(Scalar v, Scalar best) {
    return (v > best) | (v != v);
}

// best = max(best, x) for all channels of one pixel, and whose it is.
void take_larger(const Scalar* __restrict x, std::int32_t pixel, Scalar* __restrict best,
                 std::int32_t* __restrict winner, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar v = x[c];
        const Scalar b = best[c];
        const std::int32_t old_winner = winner[c];
        const bool wins = replaces(v, b);
        best[c] = wins ? v : b;
        winner[c] = wins ? pixel : old_winner;
    }
}

void max_of_window(const Scalar* image, const PoolWindow& window, Scalar* y, std::int32_t* winner,
                   const PoolSizes& sizes) {
    const std::int64_t channels = sizes.channels;
    const std::int64_t first = window.top * sizes.width + window.left;
    std::copy_n(image + first * channels, channels, y);
    std::fill_n(winner, channels, static_cast<std::int32_t>(first));
    for (std::int64_t h = window.top; h < window.bottom; ++h) {
        for (std::int64_t w = window.left; w < window.right; ++w) {
            const std::int64_t pixel = h * sizes.width + w;
            take_larger(image + pixel * channels, static_cast<std::int32_t>(pixel), y, winner,
                        channels);
        }
    }
}

// Row `row` of all output rows of the batch.
void max_pool_row(const Scalar* x, Scalar* y, std::int32_t* winner, std::int64_t row,
                  const PoolSizes& sizes) {
    const Scalar* image = x + row / sizes.output_height * pool_input_numel(sizes);
    const std::int64_t i = row % sizes.output_height;
    for (std::int64_t j = 0; j < sizes.output_width; ++j) {
        const std::int64_t start = (row * sizes.output_width + j) * sizes.channels;
        max_of_window(image, pool_window(sizes, i, j), y + start, winner + start, sizes);
    }
}

void max_pool_backward_image(const Scalar* dy, const std::int32_t* winner, Scalar* dx,
                             const PoolSizes& sizes) {
    std::fill_n(dx, pool_input_numel(sizes), Scalar{0});
    const std::int64_t channels = sizes.channels;
    const std::int64_t count = pool_output_numel(sizes);
    for (std::int64_t start = 0; start < count; start += channels) {
        for (std::int64_t c = 0; c < channels; ++c) {
            dx[winner[start + c] * channels + c] += dy[start + c];
        }
    }
}

// One output pixel: top and bottom point to the two pixels of each input row, `pixel` is the number
// of the first one.
void max_of_2x2(const Scalar* __restrict top, const Scalar* __restrict bottom, std::int32_t pixel,
                std::int32_t width, Scalar* __restrict y, std::int32_t* __restrict winner,
                std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar top_left = top[c];
        const Scalar top_right = top[channels + c];
        const Scalar bottom_left = bottom[c];
        const Scalar bottom_right = bottom[channels + c];
        const bool wins_1 = replaces(top_right, top_left);
        const Scalar best_1 = wins_1 ? top_right : top_left;
        const std::int32_t winner_1 = wins_1 ? pixel + 1 : pixel;
        const bool wins_2 = replaces(bottom_left, best_1);
        const Scalar best_2 = wins_2 ? bottom_left : best_1;
        const std::int32_t winner_2 = wins_2 ? pixel + width : winner_1;
        const bool wins_3 = replaces(bottom_right, best_2);
        y[c] = wins_3 ? bottom_right : best_2;
        winner[c] = wins_3 ? pixel + width + 1 : winner_2;
    }
}

void max_pool_2x2_row(const Scalar* x, Scalar* y, std::int32_t* winner, std::int64_t row,
                      const PoolSizes& sizes) {
    const std::int64_t channels = sizes.channels;
    const Scalar* image = x + row / sizes.output_height * pool_input_numel(sizes);
    for (std::int64_t j = 0; j < sizes.output_width; ++j) {
        const std::int64_t pixel = row % sizes.output_height * 2 * sizes.width + 2 * j;
        const std::int64_t start = (row * sizes.output_width + j) * channels;
        max_of_2x2(image + pixel * channels, image + (pixel + sizes.width) * channels,
                   static_cast<std::int32_t>(pixel), static_cast<std::int32_t>(sizes.width),
                   y + start, winner + start, channels);
    }
}

void spread_2x2(const Scalar* __restrict dy, const std::int32_t* __restrict winner,
                std::int32_t pixel, std::int32_t width, Scalar* __restrict top,
                Scalar* __restrict bottom, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar g = dy[c];
        const std::int32_t place = winner[c] - pixel;
        top[c] = place == 0 ? g : 0;
        top[channels + c] = place == 1 ? g : 0;
        bottom[c] = place == width ? g : 0;
        bottom[channels + c] = place == width + 1 ? g : 0;
    }
}

void max_pool_2x2_backward_image(const Scalar* dy, const std::int32_t* winner, Scalar* dx,
                                 const PoolSizes& sizes) {
    const std::int64_t channels = sizes.channels;
    const std::int64_t row_numel = sizes.width * channels;
    for (std::int64_t i = 0; i < sizes.output_height; ++i) {
        Scalar* top = dx + 2 * i * row_numel;
        Scalar* bottom = top + row_numel;
        for (std::int64_t j = 0; j < sizes.output_width; ++j) {
            const std::int64_t pixel = 2 * i * sizes.width + 2 * j;
            const std::int64_t start = (i * sizes.output_width + j) * channels;
            spread_2x2(dy + start, winner + start, static_cast<std::int32_t>(pixel),
                       static_cast<std::int32_t>(sizes.width), top + 2 * j * channels,
                       bottom + 2 * j * channels, channels);
        }
        // The column of an odd width that belongs to no window.
        const std::int64_t covered = 2 * sizes.output_width * channels;
        std::fill(top + covered, top + row_numel, Scalar{0});
        std::fill(bottom + covered, bottom + row_numel, Scalar{0});
    }
    std::fill(dx + 2 * sizes.output_height * row_numel, dx + sizes.height * row_numel, Scalar{0});
}

}  // namespace

void max_pool_forward(const Scalar* x, Scalar* y, std::int32_t* winner,
                      const PoolSizes& sizes) noexcept {
    const std::int64_t rows = sizes.batch * sizes.output_height;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t row = 0; row < rows; ++row) {
            max_pool_row(x, y, winner, row, sizes);
        }
    });
}

void max_pool_backward(const Scalar* dy, const std::int32_t* winner, Scalar* dx,
                       const PoolSizes& sizes) noexcept {
    const std::int64_t output_numel = pool_output_numel(sizes);
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            max_pool_backward_image(dy + n * output_numel, winner + n * output_numel,
                                    dx + n * pool_input_numel(sizes), sizes);
        }
    });
}

void max_pool_2x2_forward(const Scalar* x, Scalar* y, std::int32_t* winner,
                          const PoolSizes& sizes) noexcept {
    const std::int64_t rows = sizes.batch * sizes.output_height;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t row = 0; row < rows; ++row) {
            max_pool_2x2_row(x, y, winner, row, sizes);
        }
    });
}

void max_pool_2x2_backward(const Scalar* dy, const std::int32_t* winner, Scalar* dx,
                           const PoolSizes& sizes) noexcept {
    const std::int64_t output_numel = pool_output_numel(sizes);
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            max_pool_2x2_backward_image(dy + n * output_numel, winner + n * output_numel,
                                        dx + n * pool_input_numel(sizes), sizes);
        }
    });
}

}  // namespace stepgrad::kernels
