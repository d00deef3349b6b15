#include "layers/tanh.h"

#include "autograd/kernels/activations.h"
#include "autograd/operation.h"
#include "autograd/saved_tensor.h"

#include <memory>
#include <vector>

namespace stepgrad {

// dy/dx = 1 - y^2
struct TanhBackward final : Node {
    SavedTensor output;

    const char* name() const override { return "TanhBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const Tensor& y = output.get();
        Tensor grad_input = Tensor::empty(y.shape());
        kernels::tanh_backward(y.data(), grad_output.data(), grad_input.mutable_data(), y.numel());
        return {grad_input};
    }
};

Variable tanh(const Variable& input) {
    Operation operation("tanh", {&input});
    Tensor output = Tensor::empty(input.shape());
    if (operation.computes()) {
        kernels::tanh_forward(input.value().data(), output.mutable_data(), output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<TanhBackward>();
    node->output = SavedTensor(output, "tanh", "output");
    return operation.result(output, node);
}

}  // namespace stepgrad
