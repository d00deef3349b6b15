#include "layers/relu.h"

#include "autograd/kernels/activations.h"
#include "autograd/operation.h"
#include "autograd/saved_tensor.h"

#include <memory>
#include <vector>

namespace stepgrad {

// dy/dx = 1 where x > 0, else 0. x > 0 exactly where y > 0, so the output is saved, not the input:
// the next layer keeps it anyway.
struct ReLUBackward final : Node {
    SavedTensor output;

    const char* name() const override { return "ReLUBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const Tensor& y = output.get();
        Tensor grad_input = Tensor::empty(y.shape());
        kernels::relu_backward(y.data(), grad_output.data(), grad_input.mutable_data(), y.numel());
        return {grad_input};
    }
};

Variable relu(const Variable& input) {
    Operation operation("relu", {&input});
    Tensor output = Tensor::empty(input.shape());
    if (operation.computes()) {
        kernels::relu_forward(input.value().data(), output.mutable_data(), output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<ReLUBackward>();
    node->output = SavedTensor(output, "relu", "output");
    return operation.result(output, node);
}

}  // namespace stepgrad
