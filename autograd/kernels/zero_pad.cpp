#include "autograd/kernels/zero_pad.h"

#include "autograd/kernels/in_parallel.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

std::int64_t padded_row_numel(const PadSizes& sizes) {
    return (sizes.left + sizes.width + sizes.right) * sizes.channels;
}

std::int64_t padded_numel(const PadSizes& sizes) {
    return (sizes.top + sizes.height + sizes.bottom) * padded_row_numel(sizes);
}

void pad_image(const Scalar* x, Scalar* y, const PadSizes& sizes) {
    const std::int64_t row_numel = sizes.width * sizes.channels;
    y = std::fill_n(y, sizes.top * padded_row_numel(sizes), Scalar{0});
    for (std::int64_t h = 0; h < sizes.height; ++h) {
        y = std::fill_n(y, sizes.left * sizes.channels, Scalar{0});
        y = std::copy_n(x + h * row_numel, row_numel, y);
        y = std::fill_n(y, sizes.right * sizes.channels, Scalar{0});
    }
    std::fill_n(y, sizes.bottom * padded_row_numel(sizes), Scalar{0});
}

void crop_image(const Scalar* dy, Scalar* dx, const PadSizes& sizes) {
    const std::int64_t row_numel = sizes.width * sizes.channels;
    dy += sizes.top * padded_row_numel(sizes) + sizes.left * sizes.channels;
    for (std::int64_t h = 0; h < sizes.height; ++h) {
        std::copy_n(dy + h * padded_row_numel(sizes), row_numel, dx + h * row_numel);
    }
}

}  // namespace

void zero_pad(const Scalar* x, Scalar* y, const PadSizes& sizes) noexcept {
    const std::int64_t image_numel = sizes.height * sizes.width * sizes.channels;
    in_parallel(sizes.batch * padded_numel(sizes) >= kParallelFrom, [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            pad_image(x + n * image_numel, y + n * padded_numel(sizes), sizes);
        }
    });
}

void crop(const Scalar* dy, Scalar* dx, const PadSizes& sizes) noexcept {
    const std::int64_t image_numel = sizes.height * sizes.width * sizes.channels;
    in_parallel(sizes.batch * padded_numel(sizes) >= kParallelFrom, [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.batch; ++n) {
            crop_image(dy + n * padded_numel(sizes), dx + n * image_numel, sizes);
        }
    });
}

}  // namespace stepgrad::kernels
