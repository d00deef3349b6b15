#include "layers/global_average_pool2d.h"

#include "autograd/kernels/global_pool.h"
#include "autograd/operation.h"

#include <memory>
#include <vector>

namespace stepgrad {
namespace {

kernels::MapSizes maps_of(const Shape& shape) {
    return {shape[0], shape[1] * shape[2], shape[3]};
}

}  // namespace

// dy[n,c]/dx[n,h,w,c] = 1/(H W): every pixel of a map receives the same share of its gradient.
// The mean is linear, so x itself need not be saved; its shape is enough.
struct GlobalAveragePool2dBackward final : Node {
    Shape input_shape;

    const char* name() const override { return "GlobalAveragePool2dBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_input = Tensor::empty(input_shape);
        kernels::spread_over_pixels(grad_output.data(), grad_input.mutable_data(),
                                    maps_of(input_shape));
        return {grad_input};
    }
};

Variable global_average_pool2d(const Variable& input) {
    Operation operation("global_average_pool2d", {&input});
    operation.require_image(input);
    const Shape& shape = input.shape();
    if (shape[1] == 0 || shape[2] == 0) {
        throw operation.error("height and width must be at least 1: empty maps have no mean");
    }
    Tensor output = Tensor::empty({shape[0], shape[3]});
    if (operation.computes()) {
        kernels::mean_over_pixels(input.value().data(), output.mutable_data(), maps_of(shape));
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<GlobalAveragePool2dBackward>();
    node->input_shape = shape;
    return operation.result(output, node);
}

}  // namespace stepgrad
