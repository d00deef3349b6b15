#include "layers/softmax.h"

#include "autograd/kernels/softmax.h"
#include "autograd/operation.h"
#include "autograd/saved_tensor.h"

#include <memory>
#include <vector>

namespace stepgrad {
namespace {

// The last axis holds the classes, all axes before it count rows.
kernels::ScoreSizes score_sizes(const Shape& shape) {
    return {shape.numel() / shape[-1], shape[-1]};
}

}  // namespace

// dL/dx[k] = y[k] (dL/dy[k] - sum over j of dL/dy[j] y[j])
struct SoftmaxBackward final : Node {
    SavedTensor output;

    const char* name() const override { return "SoftmaxBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const Tensor& y = output.get();
        Tensor grad_input = Tensor::empty(y.shape());
        kernels::softmax_backward(y.data(), grad_output.data(), grad_input.mutable_data(),
                                  score_sizes(y.shape()));
        return {grad_input};
    }
};

Variable softmax(const Variable& input) {
    Operation operation("softmax", {&input});
    if (input.shape().rank() == 0 || input.shape()[-1] == 0) {
        throw operation.error("the last axis holds the classes; there must be at least one");
    }
    Tensor output = Tensor::empty(input.shape());
    if (operation.computes()) {
        kernels::softmax_forward(input.value().data(), output.mutable_data(),
                                 score_sizes(input.shape()));
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<SoftmaxBackward>();
    node->output = SavedTensor(output, "softmax", "output");
    return operation.result(output, node);
}

}  // namespace stepgrad
