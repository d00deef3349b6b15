#include "autograd/kernels/batch_norm.h"
#include "autograd/kernels/batch_norm_chunks.h"
#include "autograd/kernels/in_parallel.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kSampleEvery = 16;

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

}  // namespace

std::int64_t batch_norm_workspace_numel(BatchNormSizes sizes) noexcept {
    return chunk_count(sizes) * 3 * sizes.channels;
}

void batch_statistics(const Scalar* x, Scalar* workspace, Scalar* mean, Scalar* variance,
                      BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
    const std::int64_t chunks = chunk_count(sizes);
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t k = 0; k < chunks; ++k) {
            Scalar* chunk = workspace + k * 3 * channels;
            chunk_statistics(x + k * chunk_rows(sizes) * channels, rows_of_chunk(sizes, k), chunk,
                             chunk + channels, chunk + 2 * channels, channels);
        }
    });
    for (std::int64_t c = 0; c < channels; ++c) {
        combine_statistics(workspace, c, mean, variance, sizes);
    }
}

}  // namespace stepgrad::kernels
