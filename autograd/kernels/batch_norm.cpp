#include "autograd/kernels/batch_norm.h"

#include <algorithm>

#include "autograd/kernels/batch_norm_chunks.h"

namespace stepgrad::kernels {
namespace {

void normalise_row(const Scalar* __restrict x, const Scalar* __restrict mean,
                   const Scalar* __restrict scale, const Scalar* __restrict shift,
                   Scalar* __restrict y, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        y[c] = (x[c] - mean[c]) * scale[c] + shift[c];
    }
}

void add_gradient_row(const Scalar* __restrict x, const Scalar* __restrict dy,
                      const Scalar* __restrict mean, Scalar* __restrict sum_dy,
                      Scalar* __restrict sum_dy_centred, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        sum_dy[c] += dy[c];
        sum_dy_centred[c] += dy[c] * (x[c] - mean[c]);
    }
}

void add_four_gradient_rows(const Scalar* __restrict x, const Scalar* __restrict dy,
                            const Scalar* __restrict mean, Scalar* __restrict sum_dy,
                            Scalar* __restrict sum_dy_centred, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar m = mean[c];
        const Scalar g0 = dy[c];
        const Scalar g1 = dy[channels + c];
        const Scalar g2 = dy[2 * channels + c];
        const Scalar g3 = dy[3 * channels + c];
        const Scalar d01 = g0 * (x[c] - m) + g1 * (x[channels + c] - m);
        const Scalar d23 = g2 * (x[2 * channels + c] - m) + g3 * (x[3 * channels + c] - m);
        sum_dy[c] += (g0 + g1) + (g2 + g3);
        sum_dy_centred[c] += d01 + d23;
    }
}

void chunk_gradient_sums(const Scalar* x, const Scalar* dy, const Scalar* mean, std::int64_t rows,
                         Scalar* sum_dy, Scalar* sum_dy_centred, std::int64_t channels) {
    std::fill_n(sum_dy, channels, Scalar{0});
    std::fill_n(sum_dy_centred, channels, Scalar{0});
    std::int64_t r = 0;
    for (; r + 4 <= rows; r += 4) {
        add_four_gradient_rows(x + r * channels, dy + r * channels, mean, sum_dy, sum_dy_centred,
                               channels);
    }
    for (; r < rows; ++r) {
        add_gradient_row(x + r * channels, dy + r * channels, mean, sum_dy, sum_dy_centred,
                         channels);
    }
}

// Adds up column c of all chunks, in order.
Scalar combined_sum(const Scalar* column, std::int64_t chunks, std::int64_t step) {
    double sum = 0;
    for (std::int64_t k = 0; k < chunks; ++k) {
        sum += static_cast<double>(column[k * step]);
    }
    return static_cast<Scalar>(sum);
}

void backward_row(const Scalar* __restrict x, const Scalar* __restrict dy,
                  const Scalar* __restrict mean, const Scalar* __restrict scale,
                  const Scalar* __restrict slope, const Scalar* __restrict shift,
                  Scalar* __restrict dx, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        dx[c] = scale[c] * dy[c] + (slope[c] * (x[c] - mean[c]) + shift[c]);
    }
}

void scale_row(const Scalar* __restrict dy, const Scalar* __restrict scale, Scalar* __restrict dx,
               std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        dx[c] = scale[c] * dy[c];
    }
}

}  // namespace

void batch_norm_forward(const Scalar* x, const Scalar* mean, const Scalar* scale,
                        const Scalar* shift, Scalar* y, BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
#pragma omp parallel for if (is_large(sizes))
    for (std::int64_t r = 0; r < sizes.rows; ++r) {
        normalise_row(x + r * channels, mean, scale, shift, y + r * channels, channels);
    }
}

void batch_norm_gradient_sums(const Scalar* x, const Scalar* dy, const Scalar* mean,
                              Scalar* workspace, Scalar* sum_dy, Scalar* sum_dy_centred,
                              BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
    const std::int64_t chunks = chunk_count(sizes);
#pragma omp parallel for if (is_large(sizes))
    for (std::int64_t k = 0; k < chunks; ++k) {
        Scalar* chunk = workspace + k * 2 * channels;
        const std::int64_t start = k * chunk_rows(sizes) * channels;
        chunk_gradient_sums(x + start, dy + start, mean, rows_of_chunk(sizes, k), chunk,
                            chunk + channels, channels);
    }
    for (std::int64_t c = 0; c < channels; ++c) {
        sum_dy[c] = combined_sum(workspace + c, chunks, 2 * channels);
        sum_dy_centred[c] = combined_sum(workspace + channels + c, chunks, 2 * channels);
    }
}

void batch_norm_backward(const Scalar* x, const Scalar* dy, const Scalar* mean, const Scalar* scale,
                         const Scalar* slope, const Scalar* shift, Scalar* dx,
                         BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
#pragma omp parallel for if (is_large(sizes))
    for (std::int64_t r = 0; r < sizes.rows; ++r) {
        const std::int64_t start = r * channels;
        backward_row(x + start, dy + start, mean, scale, slope, shift, dx + start, channels);
    }
}

void scale_channels(const Scalar* dy, const Scalar* scale, Scalar* dx,
                    BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
#pragma omp parallel for if (is_large(sizes))
    for (std::int64_t r = 0; r < sizes.rows; ++r) {
        scale_row(dy + r * channels, scale, dx + r * channels, channels);
    }
}

}  // namespace stepgrad::kernels
