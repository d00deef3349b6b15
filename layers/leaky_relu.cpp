#include "layers/leaky_relu.h"

#include "autograd/kernels/activations.h"
#include "autograd/operation.h"
#include "autograd/saved_tensor.h"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace stepgrad {

// dy/dx = 1 where x > 0, else slope. The slope is not negative, so x > 0 exactly where y > 0.
struct LeakyReLUBackward final : Node {
    SavedTensor output;
    Scalar slope = 0;

    const char* name() const override { return "LeakyReLUBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const Tensor& y = output.get();
        Tensor grad_input = Tensor::empty(y.shape());
        kernels::leaky_relu_backward(y.data(), grad_output.data(), grad_input.mutable_data(), slope,
                                     y.numel());
        return {grad_input};
    }
};

Variable leaky_relu(const Variable& input, Scalar slope) {
    Operation operation("leaky_relu", {&input});
    if (!std::isfinite(slope) || slope < 0) {
        throw operation.error("slope must be at least 0 and finite, it is " +
                              std::to_string(slope));
    }
    Tensor output = Tensor::empty(input.shape());
    if (operation.computes()) {
        kernels::leaky_relu_forward(input.value().data(), output.mutable_data(), slope,
                                    output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<LeakyReLUBackward>();
    node->output = SavedTensor(output, "leaky_relu", "output");
    node->slope = slope;
    return operation.result(output, node);
}

}  // namespace stepgrad
