#include "layers/zero_pad2d.h"

#include "autograd/kernels/zero_pad.h"
#include "autograd/operation.h"

#include <memory>
#include <vector>

namespace stepgrad {
namespace {

kernels::PadSizes pad_sizes(const Shape& shape, const Border2d& border) {
    return {shape[0],   shape[1],      shape[2],    shape[3],
            border.top, border.bottom, border.left, border.right};
}

}  // namespace

// The zeros are constants: their gradient goes to nobody, that of the image is cut out.
struct ZeroPad2dBackward final : Node {
    Shape input_shape;
    Border2d border = 0;

    const char* name() const override { return "ZeroPad2dBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_input = Tensor::empty(input_shape);
        kernels::crop(grad_output.data(), grad_input.mutable_data(),
                      pad_sizes(input_shape, border));
        return {grad_input};
    }
};

Variable zero_pad2d(const Variable& input, Border2d border) {
    Operation operation("zero_pad2d", {&input});
    operation.require_image(input);
    if (border.top < 0 || border.bottom < 0 || border.left < 0 || border.right < 0) {
        throw operation.error(
            "no side of the border may be negative, it is top " + std::to_string(border.top) +
            ", bottom " + std::to_string(border.bottom) + ", left " + std::to_string(border.left) +
            ", right " + std::to_string(border.right));
    }
    const Shape& shape = input.shape();
    Tensor output = Tensor::empty({shape[0], border.top + shape[1] + border.bottom,
                                   border.left + shape[2] + border.right, shape[3]});
    if (operation.computes()) {
        kernels::zero_pad(input.value().data(), output.mutable_data(), pad_sizes(shape, border));
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<ZeroPad2dBackward>();
    node->input_shape = shape;
    node->border = border;
    return operation.result(output, node);
}

}  // namespace stepgrad
