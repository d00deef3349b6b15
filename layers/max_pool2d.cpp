#include "layers/max_pool2d.h"

#include "autograd/kernels/max_pool.h"
#include "autograd/operation.h"
#include "autograd/pooled_array.h"
#include "layers/pool_sizes.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace stepgrad {

// dy[n,i,j,c]/dx[n,h,w,c] = 1 for the pixel (h, w) that won the window of (i, j), 0 for all others.
// Which one won is saved; the input is not.
struct MaxPool2dBackward final : Node {
    kernels::PoolSizes sizes{};
    PooledArray<std::int32_t> winner;  // [batch, output height, output width, channels]

    const char* name() const override { return "MaxPool2dBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_input = Tensor::empty({sizes.batch, sizes.height, sizes.width, sizes.channels});
        if (kernels::is_pool_2x2(sizes)) {
            kernels::max_pool_2x2_backward(grad_output.data(), winner.data(),
                                           grad_input.mutable_data(), sizes);
        } else {
            kernels::max_pool_backward(grad_output.data(), winner.data(), grad_input.mutable_data(),
                                       sizes);
        }
        return {grad_input};
    }
};

Variable max_pool2d(const Variable& input, Extent2d kernel, const MaxPool2dOptions& options) {
    Operation operation("max_pool2d", {&input});
    const kernels::PoolSizes sizes =
        pool_sizes(operation, input, {kernel, options.stride, options.padding, options.ceil_mode});
    Tensor output =
        Tensor::empty({sizes.batch, sizes.output_height, sizes.output_width, sizes.channels});
    PooledArray<std::int32_t> winner;
    if (operation.computes()) {
        winner = PooledArray<std::int32_t>(output.numel());
        if (kernels::is_pool_2x2(sizes)) {
            kernels::max_pool_2x2_forward(input.value().data(), output.mutable_data(),
                                          winner.data(), sizes);
        } else {
            kernels::max_pool_forward(input.value().data(), output.mutable_data(), winner.data(),
                                      sizes);
        }
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<MaxPool2dBackward>();
    node->sizes = sizes;
    node->winner = std::move(winner);
    return operation.result(output, node);
}

}  // namespace stepgrad
