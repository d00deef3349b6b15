#include "autograd/kernels/batch_norm.h"

#include <algorithm>

#include "autograd/kernels/parallel.h"

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kChunkNumel = 8192;  // 32 KiB of floats: a chunk stays in the cache
constexpr std::int64_t kFewestChunkRows = 64;
constexpr std::int64_t kSampleEvery = 16;

std::int64_t chunk_rows(BatchNormSizes sizes) {
    return std::max(kFewestChunkRows, kChunkNumel / std::max<std::int64_t>(1, sizes.channels));
}

std::int64_t chunk_count(BatchNormSizes sizes) {
    return (sizes.rows + chunk_rows(sizes) - 1) / chunk_rows(sizes);
}

std::int64_t rows_of_chunk(BatchNormSizes sizes, std::int64_t chunk) {
    return std::min(chunk_rows(sizes), sizes.rows - chunk * chunk_rows(sizes));
}

bool is_large(BatchNormSizes sizes) {
    return sizes.rows * sizes.channels >= kParallelFrom;
}

void add_row(const Scalar* __restrict x, Scalar* __restrict sum, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        sum[c] += x[c];
    }
}

void add_centred_row(const Scalar* __restrict x, const Scalar* __restrict shift,
                     Scalar* __restrict sum, Scalar* __restrict square, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar d = x[c] - shift[c];
        sum[c] += d;
        square[c] += d * d;
    }
}

// Four rows at once: the sums are loaded and stored a quarter as often.
void add_four_centred_rows(const Scalar* __restrict x, const Scalar* __restrict shift,
                           Scalar* __restrict sum, Scalar* __restrict square,
                           std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar d0 = x[c] - shift[c];
        const Scalar d1 = x[channels + c] - shift[c];
        const Scalar d2 = x[2 * channels + c] - shift[c];
        const Scalar d3 = x[3 * channels + c] - shift[c];
        sum[c] += (d0 + d1) + (d2 + d3);
        square[c] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
    }
}

// One chunk: a shift s near its mean, then the sums of (x - s) and (x - s)^2.
//
// s is the mean of every 16th row. By Cauchy's inequality (s - mean)^2 is at most 16 times the
// variance of the chunk, whatever the numbers, so that subtracting loses four bits at worst.
void chunk_statistics(const Scalar* x, std::int64_t rows, Scalar* shift, Scalar* sum,
                      Scalar* square, std::int64_t channels) {
    std::fill_n(shift, channels, Scalar{0});
    std::fill_n(sum, channels, Scalar{0});
    std::fill_n(square, channels, Scalar{0});
    for (std::int64_t r = 0; r < rows; r += kSampleEvery) {
        add_row(x + r * channels, shift, channels);
    }
    const auto sample_count = static_cast<Scalar>((rows + kSampleEvery - 1) / kSampleEvery);
    for (std::int64_t c = 0; c < channels; ++c) {
        shift[c] = shift[c] / sample_count;
    }
    std::int64_t r = 0;
    for (; r + 4 <= rows; r += 4) {
        add_four_centred_rows(x + r * channels, shift, sum, square, channels);
    }
    for (; r < rows; ++r) {
        add_centred_row(x + r * channels, shift, sum, square, channels);
    }
}

// Adds up the chunks of channel c, in order:
//   mean = 1/N sum_k (n_k s_k + sum_k)
//   variance = 1/N sum_k (square_k + 2 sum_k d_k + n_k d_k^2)  with  d_k = s_k - mean
void combine_statistics(const Scalar* workspace, std::int64_t c, Scalar* mean, Scalar* variance,
                        BatchNormSizes sizes) {
    const std::int64_t chunks = chunk_count(sizes);
    const std::int64_t channels = sizes.channels;
    const auto row_count = static_cast<double>(sizes.rows);
    double total = 0;
    for (std::int64_t k = 0; k < chunks; ++k) {
        const Scalar* chunk = workspace + k * 3 * channels + c;
        const auto rows = static_cast<double>(rows_of_chunk(sizes, k));
        total += rows * static_cast<double>(chunk[0]) + static_cast<double>(chunk[channels]);
    }
    const double exact_mean = total / row_count;
    double squares = 0;
    for (std::int64_t k = 0; k < chunks; ++k) {
        const Scalar* chunk = workspace + k * 3 * channels + c;
        const auto rows = static_cast<double>(rows_of_chunk(sizes, k));
        const double d = static_cast<double>(chunk[0]) - exact_mean;
        const auto sum = static_cast<double>(chunk[channels]);
        squares += static_cast<double>(chunk[2 * channels]) + 2 * sum * d + rows * d * d;
    }
    mean[c] = static_cast<Scalar>(exact_mean);
    // Rounding may leave a constant channel a hair below 0. Written so that a NaN stays one.
    variance[c] = static_cast<Scalar>(squares < 0 ? 0 : squares / row_count);
}

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

std::int64_t batch_norm_workspace_numel(BatchNormSizes sizes) noexcept {
    return chunk_count(sizes) * 3 * sizes.channels;
}

void batch_statistics(const Scalar* x, Scalar* workspace, Scalar* mean, Scalar* variance,
                      BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
    const std::int64_t chunks = chunk_count(sizes);
#pragma omp parallel for if (is_large(sizes))
    for (std::int64_t k = 0; k < chunks; ++k) {
        Scalar* chunk = workspace + k * 3 * channels;
        chunk_statistics(x + k * chunk_rows(sizes) * channels, rows_of_chunk(sizes, k), chunk,
                         chunk + channels, chunk + 2 * channels, channels);
    }
    for (std::int64_t c = 0; c < channels; ++c) {
        combine_statistics(workspace, c, mean, variance, sizes);
    }
}

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
