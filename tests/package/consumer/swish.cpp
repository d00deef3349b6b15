#include "swish.h"

#include "autograd/operation.h"

#include <cmath>
#include <memory>

using namespace stepgrad;

// With s = sigmoid(beta x), so that y = x s and ds/dz = s (1 - s):
//   dy/dx    = s + beta x s (1 - s)
//   dy/dbeta = x^2 s (1 - s)
struct SwishBackward final : Node {
    SavedTensor input;
    SavedTensor beta;

    const char* name() const override { return "SwishBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const Tensor& x = input.get();
        const Scalar b = beta.get().item();
        Tensor grad_input = Tensor::empty(x.shape());
        Tensor grad_beta = Tensor::zeros({1});
        Scalar* dx = grad_input.mutable_data();
        Scalar* db = grad_beta.mutable_data();
        for (std::int64_t i = 0; i < x.numel(); ++i) {
            const Scalar v = x.data()[i];
            const Scalar s = 1 / (1 + std::exp(-b * v));
            dx[i] = grad_output.data()[i] * (s + b * v * s * (1 - s));
            db[0] += grad_output.data()[i] * v * v * s * (1 - s);
        }
        return {grad_input, grad_beta};
    }
};

Variable swish(const Variable& input, const Variable& beta) {
    Operation operation("swish", {&input, &beta});
    if (beta.shape() != Shape{1}) {
        throw operation.error("beta must be [1]");
    }
    Tensor output = Tensor::empty(input.shape());
    if (operation.computes()) {
        const Scalar b = beta.item();
        Scalar* y = output.mutable_data();
        for (std::int64_t i = 0; i < output.numel(); ++i) {
            const Scalar v = input.value().data()[i];
            y[i] = v / (1 + std::exp(-b * v));
        }
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<SwishBackward>();
    node->input = SavedTensor(input.value(), "swish", "input");
    node->beta = SavedTensor(beta.value(), "swish", "beta");
    return operation.result(output, node);
}
