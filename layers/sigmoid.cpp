#include "layers/sigmoid.h"

#include "autograd/kernels/activations.h"
#include "autograd/operation.h"
#include "autograd/saved_tensor.h"

#include <memory>
#include <vector>

namespace stepgrad {

// dy/dx = y (1 - y)
struct SigmoidBackward final : Node {
    SavedTensor output;

    const char* name() const override { return "SigmoidBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const Tensor& y = output.get();
        Tensor grad_input = Tensor::empty(y.shape());
        kernels::sigmoid_backward(y.data(), grad_output.data(), grad_input.mutable_data(),
                                  y.numel());
        return {grad_input};
    }
};

Variable sigmoid(const Variable& input) {
    Operation operation("sigmoid", {&input});
    Tensor output = Tensor::empty(input.shape());
    if (operation.computes()) {
        kernels::sigmoid_forward(input.value().data(), output.mutable_data(), output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<SigmoidBackward>();
    node->output = SavedTensor(output, "sigmoid", "output");
    return operation.result(output, node);
}

}  // namespace stepgrad
