#include "autograd/kernels/global_pool.h"

#include "autograd/kernels/in_parallel.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

bool is_large(MapSizes sizes) {
    return sizes.batch * sizes.pixels * sizes.channels >= kParallelFrom;
}

// sum += four pixels at once, so that the sum itself is loaded and stored a quarter as often. It
// also rounds less: three in four additions are between numbers of one size.
void add_four_pixels(const Scalar* __restrict x, Scalar* __restrict sum, std::int64_t channels) {
    const Scalar* x1 = x + channels;
    const Scalar* x2 = x1 + channels;
    const Scalar* x3 = x2 + channels;
    for (std::int64_t c = 0; c < channels; ++c) {
        sum[c] += (x[c] + x1[c]) + (x2[c] + x3[c]);
    }
}

void add_pixel(const Scalar* __restrict x, Scalar* __restrict sum, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        sum[c] += x[c];
    }
}

void mean_of_maps(const Scalar* x, Scalar* y, std::int64_t pixels, std::int64_t channels) {
    std::fill_n(y, channels, Scalar{0});
    std::int64_t p = 0;
    for (; p + 4 <= pixels; p += 4) {
        add_four_pixels(x + p * channels, y, channels);
    }
    for (; p < pixels; ++p) {
        add_pixel(x + p * channels, y, channels);
    }
    const Scalar count = static_cast<Scalar>(pixels);
    for (std::int64_t c = 0; c < channels; ++c) {
        y[c] = y[c] / count;
    }
}

// The first pixel is computed, the others are copies of it.
void spread_over_maps(const Scalar* dy, Scalar* dx, std::int64_t pixels, std::int64_t channels) {
    const Scalar count = static_cast<Scalar>(pixels);
    for (std::int64_t c = 0; c < channels; ++c) {
        dx[c] = dy[c] / count;
    }
    for (std::int64_t p = 1; p < pixels; ++p) {
        std::copy_n(dx, channels, dx + p * channels);
    }
}

}  // namespace

void mean_over_pixels(const Scalar* x, Scalar* y, MapSizes sizes) noexcept {
    const std::int64_t map_numel = sizes.pixels * sizes.channels;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            mean_of_maps(x + n * map_numel, y + n * sizes.channels, sizes.pixels, sizes.channels);
        }
    });
}

void spread_over_pixels(const Scalar* dy, Scalar* dx, MapSizes sizes) noexcept {
    const std::int64_t map_numel = sizes.pixels * sizes.channels;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            spread_over_maps(dy + n * sizes.channels, dx + n * map_numel, sizes.pixels,
                             sizes.channels);
        }
    });
}

}  // namespace stepgrad::kernels
