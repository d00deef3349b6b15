#pragma once

#include "autograd/kernels/batch_norm.h"
#include "autograd/kernels/pooling.h"
#include "autograd/tensor.h"

#include <cstdint>
#include <vector>

namespace stepgrad::benchmarks {

// 64 images of 64x64 pixels with 64 channels, 64 MB: as the triad's arrays, larger than the caches.
inline constexpr std::int64_t kImages = 64;
inline constexpr std::int64_t kExtent = 64;
inline constexpr std::int64_t kChannels = 64;
inline constexpr std::int64_t kRows = kImages * kExtent * kExtent;
inline constexpr std::int64_t kNumbers = kRows * kChannels;
inline constexpr std::int64_t kPooled = kNumbers / 4;  // after pooling with stride 2
inline constexpr std::int64_t kPadded = kImages * (kExtent + 2) * (kExtent + 2) * kChannels;
inline constexpr std::int64_t kFilter = kChannels * kChannels;  // of a 1x1 convolution

constexpr kernels::PoolSizes pool_sizes(std::int64_t window, std::int64_t padding) {
    return {kImages, kExtent, kExtent, kChannels, window,      window,
            2,       2,       padding, padding,   kExtent / 2, kExtent / 2};
}
inline constexpr kernels::PoolSizes kPool2x2 = pool_sizes(2, 0);
inline constexpr kernels::PoolSizes kPool3x3 = pool_sizes(3, 1);
inline constexpr kernels::BatchNormSizes kBatchNorm{kRows, kChannels};

/// What the kernels read and write: large arrays x and dy that nobody changes, three that everybody
/// overwrites, and small things.
struct MemoryBoundArrays {
    MemoryBoundArrays();

    Tensor x_tensor, dy_tensor;
    Tensor y_tensor = Tensor::zeros({kPadded});
    Tensor v_tensor = Tensor::zeros({kNumbers});
    Tensor w_tensor = Tensor::zeros({kNumbers});
    Tensor channel_tensor = Tensor::full({kChannels}, Scalar(0.25));
    Tensor sums_tensor = Tensor::zeros({2, kChannels});
    Tensor workspace_tensor = Tensor::zeros({kernels::batch_norm_workspace_numel(kBatchNorm)});

    const Scalar* x;
    const Scalar* dy;
    Scalar* y = y_tensor.mutable_data();
    Scalar* v = v_tensor.mutable_data();
    Scalar* w = w_tensor.mutable_data();
    const Scalar* channel = channel_tensor.data();
    Scalar* sums = sums_tensor.mutable_data();
    Scalar* more_sums = sums + kChannels;
    Scalar* workspace = workspace_tensor.mutable_data();
    kernels::Normalisation normalisation{channel, channel, channel};
    std::vector<std::int32_t> labels = std::vector<std::int32_t>(kRows);
    std::vector<std::int32_t> winner_2x2 = std::vector<std::int32_t>(kPooled);
    std::vector<std::int32_t> winner_3x3 = std::vector<std::int32_t>(kPooled);
    std::vector<std::int64_t> filter_offset;  // x as so many filters
};

/// The only ones: made when first asked for, so that other benchmarks do not wait for them.
MemoryBoundArrays& memory_bound_arrays();

}  // namespace stepgrad::benchmarks
