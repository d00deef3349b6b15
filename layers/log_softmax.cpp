#include "layers/log_softmax.h"

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

// dL/dx[k] = dL/dy[k] - exp(y[k]) sum over j of dL/dy[j]
struct LogSoftmaxBackward final : Node {
    SavedTensor output;

    const char* name() const override { return "LogSoftmaxBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const Tensor& y = output.get();
        Tensor grad_input = Tensor::empty(y.shape());
        kernels::log_softmax_backward(y.data(), grad_output.data(), grad_input.mutable_data(),
                                      score_sizes(y.shape()));
        return {grad_input};
    }
};

Variable log_softmax(const Variable& input) {
    Operation operation("log_softmax", {&input});
    if (input.shape().rank() == 0 || input.shape()[-1] == 0) {
        throw operation.error("the last axis holds the classes; there must be at least one");
    }
    Tensor output = Tensor::empty(input.shape());
    if (operation.computes()) {
        kernels::log_softmax_forward(input.value().data(), output.mutable_data(),
                                     score_sizes(input.shape()));
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<LogSoftmaxBackward>();
    node->output = SavedTensor(output, "log_softmax", "output");
    return operation.result(output, node);
}

}  // namespace stepgrad
