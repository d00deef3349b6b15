#pragma once

#include "autograd/kernels/parallel.h"

#include <cstdint>

namespace stepgrad::kernels {

/// Where a window that slides over a [batch, height, width, channels] image stands.
///
/// Output pixel (i, j) sees rows i * stride_height - pad_top and the kernel_height - 1 below it, as
/// far as they lie in the image; the same for columns. Every window meets at least one pixel.
struct PoolSizes {
    std::int64_t batch;
    std::int64_t height;
    std::int64_t width;
    std::int64_t channels;
    std::int64_t kernel_height;
    std::int64_t kernel_width;
    std::int64_t stride_height;
    std::int64_t stride_width;
    std::int64_t pad_top;
    std::int64_t pad_left;
    std::int64_t output_height;
    std::int64_t output_width;
};

/// The pixels of one window that lie in the image: rows top to bottom - 1, columns left to
/// right - 1.
struct PoolWindow {
    std::int64_t top;
    std::int64_t bottom;
    std::int64_t left;
    std::int64_t right;
};

inline PoolWindow pool_window(const PoolSizes& sizes, std::int64_t i, std::int64_t j) {
    const std::int64_t top = i * sizes.stride_height - sizes.pad_top;
    const std::int64_t left = j * sizes.stride_width - sizes.pad_left;
    const std::int64_t bottom = top + sizes.kernel_height;
    const std::int64_t right = left + sizes.kernel_width;
    return {top < 0 ? 0 : top, bottom > sizes.height ? sizes.height : bottom, left < 0 ? 0 : left,
            right > sizes.width ? sizes.width : right};
}

/// How many numbers an image of the input, and one of the output, holds.
inline std::int64_t pool_input_numel(const PoolSizes& sizes) {
    return sizes.height * sizes.width * sizes.channels;
}
inline std::int64_t pool_output_numel(const PoolSizes& sizes) {
    return sizes.output_height * sizes.output_width * sizes.channels;
}

/// True if the windows are 2x2, side by side and all of them inside the image: by far the most
/// common pooling, with kernels of its own. Of odd sizes the last row or column belongs to none.
inline bool is_pool_2x2(const PoolSizes& sizes) {
    return sizes.kernel_height == 2 && sizes.kernel_width == 2 && sizes.stride_height == 2 &&
           sizes.stride_width == 2 && sizes.pad_top == 0 && sizes.pad_left == 0 &&
           sizes.output_height * 2 <= sizes.height && sizes.output_width * 2 <= sizes.width;
}

inline bool is_large(const PoolSizes& sizes) {
    return sizes.batch * pool_input_numel(sizes) >= kParallelFrom;
}

}  // namespace stepgrad::kernels
