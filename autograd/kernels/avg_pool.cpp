#include "autograd/kernels/avg_pool.h"

#include "autograd/kernels/in_parallel.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

// 1 / how many pixels the average over the window of (i, j) is of.
Scalar share_of_pixel(const PoolSizes& sizes, const AvgPoolDivisor& divisor, std::int64_t i,
                      std::int64_t j) {
    const PoolWindow window = pool_window(sizes, i, j);
    std::int64_t rows = window.bottom - window.top;
    std::int64_t columns = window.right - window.left;
    if (divisor.counts_padding) {
        const std::int64_t top = i * sizes.stride_height - sizes.pad_top;
        const std::int64_t left = j * sizes.stride_width - sizes.pad_left;
        rows = std::min(top + sizes.kernel_height, divisor.padded_bottom) - top;
        columns = std::min(left + sizes.kernel_width, divisor.padded_right) - left;
    }
    return Scalar{1} / static_cast<Scalar>(rows * columns);
}

void add_pixel(const Scalar* __restrict x, Scalar* __restrict y, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        y[c] += x[c];
    }
}

void add_scaled_pixel(const Scalar* __restrict dy, Scalar scale, Scalar* __restrict dx,
                      std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        dx[c] += scale * dy[c];
    }
}

void mean_of_window(const Scalar* image, const PoolWindow& window, Scalar share, Scalar* y,
                    const PoolSizes& sizes) {
    const std::int64_t channels = sizes.channels;
    std::fill_n(y, channels, Scalar{0});
    for (std::int64_t h = window.top; h < window.bottom; ++h) {
        for (std::int64_t w = window.left; w < window.right; ++w) {
            add_pixel(image + (h * sizes.width + w) * channels, y, channels);
        }
    }
    for (std::int64_t c = 0; c < channels; ++c) {
        y[c] *= share;
    }
}

// Row `row` of all output rows of the batch.
void avg_pool_row(const Scalar* x, Scalar* y, std::int64_t row, const PoolSizes& sizes,
                  const AvgPoolDivisor& divisor) {
    const Scalar* image = x + row / sizes.output_height * pool_input_numel(sizes);
    const std::int64_t i = row % sizes.output_height;
    for (std::int64_t j = 0; j < sizes.output_width; ++j) {
        mean_of_window(image, pool_window(sizes, i, j), share_of_pixel(sizes, divisor, i, j),
                       y + (row * sizes.output_width + j) * sizes.channels, sizes);
    }
}

void spread_over_window(const Scalar* dy, const PoolWindow& window, Scalar share, Scalar* image,
                        const PoolSizes& sizes) {
    for (std::int64_t h = window.top; h < window.bottom; ++h) {
        for (std::int64_t w = window.left; w < window.right; ++w) {
            add_scaled_pixel(dy, share, image + (h * sizes.width + w) * sizes.channels,
                             sizes.channels);
        }
    }
}

void avg_pool_backward_image(const Scalar* dy, Scalar* dx, const PoolSizes& sizes,
                             const AvgPoolDivisor& divisor) {
    std::fill_n(dx, pool_input_numel(sizes), Scalar{0});
    for (std::int64_t i = 0; i < sizes.output_height; ++i) {
        for (std::int64_t j = 0; j < sizes.output_width; ++j) {
            spread_over_window(dy + (i * sizes.output_width + j) * sizes.channels,
                               pool_window(sizes, i, j), share_of_pixel(sizes, divisor, i, j), dx,
                               sizes);
        }
    }
}

// One output pixel: top and bottom point to the two pixels of each input row.
void mean_of_2x2(const Scalar* __restrict top, const Scalar* __restrict bottom,
                 Scalar* __restrict y, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar sum_top = top[c] + top[channels + c];
        const Scalar sum_bottom = bottom[c] + bottom[channels + c];
        y[c] = Scalar(0.25) * (sum_top + sum_bottom);
    }
}

void avg_pool_2x2_row(const Scalar* x, Scalar* y, std::int64_t row, const PoolSizes& sizes) {
    const std::int64_t channels = sizes.channels;
    const Scalar* top = x + row / sizes.output_height * pool_input_numel(sizes) +
                        row % sizes.output_height * 2 * sizes.width * channels;
    const Scalar* bottom = top + sizes.width * channels;
    for (std::int64_t j = 0; j < sizes.output_width; ++j) {
        mean_of_2x2(top + 2 * j * channels, bottom + 2 * j * channels,
                    y + (row * sizes.output_width + j) * channels, channels);
    }
}

void spread_2x2(const Scalar* __restrict dy, Scalar* __restrict top, Scalar* __restrict bottom,
                std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar share = Scalar(0.25) * dy[c];
        top[c] = share;
        top[channels + c] = share;
        bottom[c] = share;
        bottom[channels + c] = share;
    }
}

void avg_pool_2x2_backward_image(const Scalar* dy, Scalar* dx, const PoolSizes& sizes) {
    const std::int64_t channels = sizes.channels;
    const std::int64_t row_numel = sizes.width * channels;
    for (std::int64_t i = 0; i < sizes.output_height; ++i) {
        Scalar* top = dx + 2 * i * row_numel;
        Scalar* bottom = top + row_numel;
        for (std::int64_t j = 0; j < sizes.output_width; ++j) {
            spread_2x2(dy + (i * sizes.output_width + j) * channels, top + 2 * j * channels,
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

void avg_pool_forward(const Scalar* x, Scalar* y, const PoolSizes& sizes,
                      const AvgPoolDivisor& divisor) noexcept {
    const std::int64_t rows = sizes.batch * sizes.output_height;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t row = 0; row < rows; ++row) {
            avg_pool_row(x, y, row, sizes, divisor);
        }
    });
}

void avg_pool_backward(const Scalar* dy, Scalar* dx, const PoolSizes& sizes,
                       const AvgPoolDivisor& divisor) noexcept {
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            avg_pool_backward_image(dy + n * pool_output_numel(sizes),
                                    dx + n * pool_input_numel(sizes), sizes, divisor);
        }
    });
}

void avg_pool_2x2_forward(const Scalar* x, Scalar* y, const PoolSizes& sizes) noexcept {
    const std::int64_t rows = sizes.batch * sizes.output_height;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t row = 0; row < rows; ++row) {
            avg_pool_2x2_row(x, y, row, sizes);
        }
    });
}

void avg_pool_2x2_backward(const Scalar* dy, Scalar* dx, const PoolSizes& sizes) noexcept {
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            avg_pool_2x2_backward_image(dy + n * pool_output_numel(sizes),
                                        dx + n * pool_input_numel(sizes), sizes);
        }
    });
}

}  // namespace stepgrad::kernels
