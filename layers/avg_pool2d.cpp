#include "layers/avg_pool2d.h"

#include "autograd/kernels/avg_pool.h"
#include "autograd/operation.h"
#include "layers/pool_sizes.h"

#include <memory>
#include <vector>

namespace stepgrad {

// dy[n,i,j,c]/dx[n,h,w,c] = 1/D for each pixel (h, w) in the window of (i, j). The mean is linear:
// the sizes are all that has to be saved.
struct AvgPool2dBackward final : Node {
    kernels::PoolSizes sizes{};
    kernels::AvgPoolDivisor divisor{};

    const char* name() const override { return "AvgPool2dBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_input = Tensor::empty({sizes.batch, sizes.height, sizes.width, sizes.channels});
        if (kernels::is_pool_2x2(sizes)) {
            kernels::avg_pool_2x2_backward(grad_output.data(), grad_input.mutable_data(), sizes);
        } else {
            kernels::avg_pool_backward(grad_output.data(), grad_input.mutable_data(), sizes,
                                       divisor);
        }
        return {grad_input};
    }
};

Variable avg_pool2d(const Variable& input, Extent2d kernel, const AvgPool2dOptions& options) {
    Operation operation("avg_pool2d", {&input});
    const kernels::PoolSizes sizes =
        pool_sizes(operation, input, {kernel, options.stride, options.padding, options.ceil_mode});
    const kernels::AvgPoolDivisor divisor{options.count_include_padding,
                                          sizes.height + options.padding.height,
                                          sizes.width + options.padding.width};
    Tensor output =
        Tensor::empty({sizes.batch, sizes.output_height, sizes.output_width, sizes.channels});
    if (operation.computes()) {
        if (kernels::is_pool_2x2(sizes)) {
            kernels::avg_pool_2x2_forward(input.value().data(), output.mutable_data(), sizes);
        } else {
            kernels::avg_pool_forward(input.value().data(), output.mutable_data(), sizes, divisor);
        }
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<AvgPool2dBackward>();
    node->sizes = sizes;
    node->divisor = divisor;
    return operation.result(output, node);
}

}  // namespace stepgrad
