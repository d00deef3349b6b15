#include "layers/global_max_pool2d.h"

#include "autograd/kernels/max_pool.h"
#include "autograd/operation.h"
#include "autograd/pooled_array.h"
#include "layers/pool_sizes.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace stepgrad {
namespace {

// Global max pooling is max pooling with one window, as large as the map.
kernels::PoolSizes one_window(const Operation& operation, const Variable& input) {
    const Shape& shape = input.shape();
    if (shape[1] == 0 || shape[2] == 0) {
        throw operation.error("height and width must be at least 1: empty maps have no maximum");
    }
    return pool_sizes(operation, input, {.kernel = {shape[1], shape[2]}, .stride = 1});
}

}  // namespace

// dy[n,c]/dx[n,h,w,c] = 1 for the winning pixel (h, w) of map (n, c), 0 for all others.
struct GlobalMaxPool2dBackward final : Node {
    kernels::PoolSizes sizes{};
    PooledArray<std::int32_t> winner;

    const char* name() const override { return "GlobalMaxPool2dBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_input = Tensor::empty({sizes.batch, sizes.height, sizes.width, sizes.channels});
        kernels::max_pool_backward(grad_output.data(), winner.data(), grad_input.mutable_data(),
                                   sizes);
        return {grad_input};
    }
};

Variable global_max_pool2d(const Variable& input) {
    Operation operation("global_max_pool2d", {&input});
    operation.require_image(input);
    const kernels::PoolSizes sizes = one_window(operation, input);
    Tensor output = Tensor::empty({sizes.batch, sizes.channels});
    PooledArray<std::int32_t> winner;
    if (operation.computes()) {
        winner = PooledArray<std::int32_t>(output.numel());
        kernels::max_pool_forward(input.value().data(), output.mutable_data(), winner.data(),
                                  sizes);
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<GlobalMaxPool2dBackward>();
    node->sizes = sizes;
    node->winner = std::move(winner);
    return operation.result(output, node);
}

}  // namespace stepgrad
