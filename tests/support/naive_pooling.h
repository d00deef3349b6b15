#pragma once

#include "autograd/kernels/pooling.h"
#include "autograd/tensor.h"

#include <cstdint>
#include <vector>

// Pooling as a textbook prints it: one output number after the other.
namespace stepgrad::testing {

struct NaiveMaxPool {
    Tensor output;
    std::vector<std::int32_t> winner;  // h * width + w
};

NaiveMaxPool naive_max_pool(const Tensor& input, const kernels::PoolSizes& sizes);
Tensor naive_max_pool_backward(const Tensor& grad_output, const std::vector<std::int32_t>& winner,
                               const kernels::PoolSizes& sizes);

/// Padding counts up to `padding_bottom` rows and `padding_right` columns beyond the image if
/// `counts_padding`, else not at all.
Tensor naive_avg_pool(const Tensor& input, const kernels::PoolSizes& sizes, bool counts_padding,
                      std::int64_t padding_bottom, std::int64_t padding_right);
Tensor naive_avg_pool_backward(const Tensor& grad_output, const kernels::PoolSizes& sizes,
                               bool counts_padding, std::int64_t padding_bottom,
                               std::int64_t padding_right);

Tensor naive_global_average(const Tensor& input);

}  // namespace stepgrad::testing
