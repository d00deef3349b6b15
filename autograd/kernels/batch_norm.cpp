#include "autograd/kernels/batch_norm.h"

#include "autograd/kernels/batch_norm_chunks.h"
#include "autograd/kernels/in_parallel.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

// What stands behind batch normalisation: it has the last word on the output, and the first on the
// gradient that comes back. `centred` is x - mean.

struct Nothing {
    Scalar output(Scalar z) const { return z; }
    Scalar gradient(Scalar dy, Scalar /*centred*/, std::int64_t /*c*/) const { return dy; }
};

struct Relu {
    Scalar output(Scalar z) const { return z < 0 ? 0 : z; }
    Scalar gradient(Scalar dy, Scalar centred, std::int64_t c) const {
        const Scalar z = centred * scale[c] + shift[c];  // as normalise_row() has computed it
        return z > 0 ? dy : 0;
    }

    const Scalar* scale;
    const Scalar* shift;
};

template <typename Behind>
void normalise_row(const Scalar* __restrict x, Normalisation z, Behind behind, Scalar* __restrict y,
                   std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        y[c] = behind.output((x[c] - z.mean[c]) * z.scale[c] + z.shift[c]);
    }
}

template <typename Behind>
void add_gradient_row(const Scalar* __restrict x, const Scalar* __restrict dy,
                      const Scalar* __restrict mean, Behind behind, Scalar* __restrict sum,
                      Scalar* __restrict sum_centred, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar d = x[c] - mean[c];
        const Scalar g = behind.gradient(dy[c], d, c);
        sum[c] += g;
        sum_centred[c] += g * d;
    }
}

// Four rows at once: the sums are loaded and stored a quarter as often.
template <typename Behind>
void add_four_gradient_rows(const Scalar* __restrict x, const Scalar* __restrict dy,
                            const Scalar* __restrict mean, Behind behind, Scalar* __restrict sum,
                            Scalar* __restrict sum_centred, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar d0 = x[c] - mean[c];
        const Scalar d1 = x[channels + c] - mean[c];
        const Scalar d2 = x[2 * channels + c] - mean[c];
        const Scalar d3 = x[3 * channels + c] - mean[c];
        const Scalar g0 = behind.gradient(dy[c], d0, c);
        const Scalar g1 = behind.gradient(dy[channels + c], d1, c);
        const Scalar g2 = behind.gradient(dy[2 * channels + c], d2, c);
        const Scalar g3 = behind.gradient(dy[3 * channels + c], d3, c);
        sum[c] += (g0 + g1) + (g2 + g3);
        sum_centred[c] += (g0 * d0 + g1 * d1) + (g2 * d2 + g3 * d3);
    }
}

template <typename Behind>
void chunk_gradient_sums(const Scalar* x, const Scalar* dy, const Scalar* mean, Behind behind,
                         std::int64_t rows, Scalar* sum, Scalar* sum_centred,
                         std::int64_t channels) {
    std::fill_n(sum, channels, Scalar{0});
    std::fill_n(sum_centred, channels, Scalar{0});
    std::int64_t r = 0;
    for (; r + 4 <= rows; r += 4) {
        const std::int64_t start = r * channels;
        add_four_gradient_rows(x + start, dy + start, mean, behind, sum, sum_centred, channels);
    }
    for (; r < rows; ++r) {
        const std::int64_t start = r * channels;
        add_gradient_row(x + start, dy + start, mean, behind, sum, sum_centred, channels);
    }
}

// Adds up one column of all chunks, in order. Without chunks there is no workspace to point into.
Scalar combined_sum(const Scalar* workspace, std::int64_t column, std::int64_t chunks,
                    std::int64_t step) {
    double sum = 0;
    for (std::int64_t k = 0; k < chunks; ++k) {
        sum += static_cast<double>(workspace[k * step + column]);
    }
    return static_cast<Scalar>(sum);
}

template <typename Behind>
void gradient_sums(const Scalar* x, const Scalar* dy, const Scalar* mean, Behind behind,
                   Scalar* workspace, Scalar* sum, Scalar* sum_centred, BatchNormSizes sizes) {
    const std::int64_t channels = sizes.channels;
    const std::int64_t chunks = chunk_count(sizes);
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t k = 0; k < chunks; ++k) {
            Scalar* chunk = workspace + k * 2 * channels;
            const std::int64_t start = k * chunk_rows(sizes) * channels;
            chunk_gradient_sums(x + start, dy + start, mean, behind, rows_of_chunk(sizes, k), chunk,
                                chunk + channels, channels);
        }
    });
    for (std::int64_t c = 0; c < channels; ++c) {
        sum[c] = combined_sum(workspace, c, chunks, 2 * channels);
        sum_centred[c] = combined_sum(workspace, channels + c, chunks, 2 * channels);
    }
}

template <typename Behind>
void backward_row(const Scalar* __restrict x, const Scalar* __restrict dy,
                  const Scalar* __restrict mean, const Scalar* __restrict scale, Behind behind,
                  const Scalar* __restrict slope, const Scalar* __restrict shift,
                  Scalar* __restrict dx, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar d = x[c] - mean[c];
        const Scalar g = behind.gradient(dy[c], d, c);
        dx[c] = scale[c] * g + (slope[c] * d + shift[c]);
    }
}

void scale_row(const Scalar* __restrict dy, const Scalar* __restrict scale, Scalar* __restrict dx,
               std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        dx[c] = scale[c] * dy[c];
    }
}

void relu_scale_row(const Scalar* __restrict y, const Scalar* __restrict dy,
                    const Scalar* __restrict scale, Scalar* __restrict dx, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar g = dy[c];
        dx[c] = scale[c] * (y[c] > 0 ? g : 0);
    }
}

}  // namespace

void batch_norm_forward(const Scalar* x, const Scalar* mean, const Scalar* scale,
                        const Scalar* shift, Scalar* y, BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
    const Normalisation z{mean, scale, shift};
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t r = 0; r < sizes.rows; ++r) {
            normalise_row(x + r * channels, z, Nothing{}, y + r * channels, channels);
        }
    });
}

void batch_norm_relu_forward(const Scalar* x, Normalisation z, Scalar* y,
                             BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
    const Relu relu{z.scale, z.shift};
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t r = 0; r < sizes.rows; ++r) {
            normalise_row(x + r * channels, z, relu, y + r * channels, channels);
        }
    });
}

void batch_norm_gradient_sums(const Scalar* x, const Scalar* dy, const Scalar* mean,
                              Scalar* workspace, Scalar* sum_dy, Scalar* sum_dy_centred,
                              BatchNormSizes sizes) noexcept {
    gradient_sums(x, dy, mean, Nothing{}, workspace, sum_dy, sum_dy_centred, sizes);
}

void batch_norm_relu_gradient_sums(const Scalar* x, const Scalar* dy, Normalisation z,
                                   Scalar* workspace, Scalar* sum_dz, Scalar* sum_dz_centred,
                                   BatchNormSizes sizes) noexcept {
    gradient_sums(x, dy, z.mean, Relu{z.scale, z.shift}, workspace, sum_dz, sum_dz_centred, sizes);
}

void batch_norm_backward(const Scalar* x, const Scalar* dy, const Scalar* mean, const Scalar* scale,
                         const Scalar* slope, const Scalar* shift, Scalar* dx,
                         BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t r = 0; r < sizes.rows; ++r) {
            const std::int64_t start = r * channels;
            backward_row(x + start, dy + start, mean, scale, Nothing{}, slope, shift, dx + start,
                         channels);
        }
    });
}

void batch_norm_relu_backward(const Scalar* x, const Scalar* dy, Normalisation z,
                              const Scalar* slope, const Scalar* shift, Scalar* dx,
                              BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
    const Relu relu{z.scale, z.shift};
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t r = 0; r < sizes.rows; ++r) {
            const std::int64_t start = r * channels;
            backward_row(x + start, dy + start, z.mean, z.scale, relu, slope, shift, dx + start,
                         channels);
        }
    });
}

void scale_channels(const Scalar* dy, const Scalar* scale, Scalar* dx,
                    BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t r = 0; r < sizes.rows; ++r) {
            scale_row(dy + r * channels, scale, dx + r * channels, channels);
        }
    });
}

void relu_scale_channels(const Scalar* y, const Scalar* dy, const Scalar* scale, Scalar* dx,
                         BatchNormSizes sizes) noexcept {
    const std::int64_t channels = sizes.channels;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t r = 0; r < sizes.rows; ++r) {
            const std::int64_t start = r * channels;
            relu_scale_row(y + start, dy + start, scale, dx + start, channels);
        }
    });
}

}  // namespace stepgrad::kernels
