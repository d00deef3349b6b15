#include "tests/benchmarks/memory_bound_arrays.h"

#include "autograd/kernels/max_pool.h"

namespace stepgrad::benchmarks {
namespace {

// Numbers from -0.5 to 0.5 in an order that no predictor of branches learns.
//
// source  Press et al.: Numerical Recipes, the "quick and dirty" generator
Tensor scattered_numbers(std::uint32_t seed) {
    Tensor tensor = Tensor::empty({kNumbers});
    Scalar* numbers = tensor.mutable_data();
    for (std::int64_t i = 0; i < kNumbers; ++i) {
        seed = seed * 1664525 + 1013904223;
        numbers[i] = static_cast<Scalar>(seed >> 8) / (1 << 24) - Scalar(0.5);
    }
    return tensor;
}

}  // namespace

MemoryBoundArrays::MemoryBoundArrays()
    : x_tensor(scattered_numbers(1)),
      dy_tensor(scattered_numbers(2)),
      x(x_tensor.data()),
      dy(dy_tensor.data()) {
    for (std::size_t row = 0; row < labels.size(); ++row) {
        labels[row] = static_cast<std::int32_t>(row * 7 % kChannels);
    }
    for (std::int64_t offset = 0; offset < kNumbers; offset += kFilter) {
        filter_offset.push_back(offset);
    }
    kernels::max_pool_2x2_forward(x, y, winner_2x2.data(), kPool2x2);
    kernels::max_pool_forward(x, y, winner_3x3.data(), kPool3x3);
}

MemoryBoundArrays& memory_bound_arrays() {
    static MemoryBoundArrays arrays;
    return arrays;
}

}  // namespace stepgrad::benchmarks
