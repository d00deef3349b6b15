#include "layers/relu6.h"

#include "autograd/kernels/activations.h"
#include "autograd/operation.h"
#include "autograd/saved_tensor.h"

#include <memory>
#include <vector>

namespace stepgrad {

// dy/dx = 1 where 0 < x < 6, else 0; and 0 < x < 6 exactly where 0 < y < 6.
struct ReLU6Backward final : Node {
    SavedTensor output;

    const char* name() const override { return "ReLU6Backward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const Tensor& y = output.get();
        Tensor grad_input = Tensor::empty(y.shape());
        kernels::relu6_backward(y.data(), grad_output.data(), grad_input.mutable_data(), y.numel());
        return {grad_input};
    }
};

Variable relu6(const Variable& input) {
    Operation operation("relu6", {&input});
    Tensor output = Tensor::empty(input.shape());
    if (operation.computes()) {
        kernels::relu6_forward(input.value().data(), output.mutable_data(), output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<ReLU6Backward>();
    node->output = SavedTensor(output, "relu6", "output");
    return operation.result(output, node);
}

}  // namespace stepgrad
