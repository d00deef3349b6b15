#include "autograd/kernels/elementwise.h"
#include "autograd/operation.h"
#include "autograd/ops.h"
#include "autograd/saved_tensor.h"

#include <memory>
#include <vector>

// Functions of each number by itself. Each has one input, so that its node exists only if the
// gradient of that input is wanted.
namespace stepgrad {

// y = factor x:  dx = factor dy
struct ScaleBackward final : Node {
    Scalar factor = 0;

    const char* name() const override { return "ScaleBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_x = Tensor::empty(grad_output.shape());
        kernels::scale(grad_output.data(), factor, grad_x.mutable_data(), grad_x.numel());
        return {grad_x};
    }
};

Variable scale(const Variable& x, Scalar factor) {
    Operation operation("scale", {&x});
    Tensor output = Tensor::empty(x.shape());
    if (operation.computes()) {
        kernels::scale(x.value().data(), factor, output.mutable_data(), output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<ScaleBackward>();
    node->factor = factor;
    return operation.result(output, node);
}

// y = x + amount:  dx = dy
struct ShiftBackward final : Node {
    const char* name() const override { return "ShiftBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override { return {grad_output}; }
};

Variable shift(const Variable& x, Scalar amount) {
    Operation operation("shift", {&x});
    Tensor output = Tensor::empty(x.shape());
    if (operation.computes()) {
        kernels::shift(x.value().data(), amount, output.mutable_data(), output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    return operation.result(output, std::make_shared<ShiftBackward>());
}

// y = -x:  dx = -dy
struct NegBackward final : Node {
    const char* name() const override { return "NegBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_x = Tensor::empty(grad_output.shape());
        kernels::scale(grad_output.data(), Scalar{-1}, grad_x.mutable_data(), grad_x.numel());
        return {grad_x};
    }
};

Variable neg(const Variable& x) {
    Operation operation("neg", {&x});
    Tensor output = Tensor::empty(x.shape());
    if (operation.computes()) {
        kernels::scale(x.value().data(), Scalar{-1}, output.mutable_data(), output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    return operation.result(output, std::make_shared<NegBackward>());
}

// y = e^x:  dx = dy e^x = dy y
struct ExpBackward final : Node {
    SavedTensor output;

    const char* name() const override { return "ExpBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_x = Tensor::empty(grad_output.shape());
        kernels::mul(grad_output.data(), output.get().data(), grad_x.mutable_data(),
                     {1, grad_x.numel()});
        return {grad_x};
    }
};

Variable exp(const Variable& x) {
    Operation operation("exp", {&x});
    Tensor output = Tensor::empty(x.shape());
    if (operation.computes()) {
        kernels::exp(x.value().data(), output.mutable_data(), output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<ExpBackward>();
    node->output = SavedTensor(output, "exp", "output");
    return operation.result(output, node);
}

// y = ln x:  dx = dy / x
struct LogBackward final : Node {
    SavedTensor input;

    const char* name() const override { return "LogBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_x = Tensor::empty(grad_output.shape());
        kernels::div(grad_output.data(), input.get().data(), grad_x.mutable_data(),
                     {1, grad_x.numel()});
        return {grad_x};
    }
};

Variable log(const Variable& x) {
    Operation operation("log", {&x});
    Tensor output = Tensor::empty(x.shape());
    if (operation.computes()) {
        kernels::log(x.value().data(), output.mutable_data(), output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<LogBackward>();
    node->input = SavedTensor(x.value(), "log", "input");
    return operation.result(output, node);
}

// y = x^p:  dx = dy p x^(p-1).  x^0 is 1 everywhere, so that its slope is 0, at x = 0 too, where
// the formula would say 0 * infinity.
struct PowBackward final : Node {
    SavedTensor input;
    Scalar exponent = 0;

    const char* name() const override { return "PowBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        if (exponent == 0) {
            return {Tensor::zeros(grad_output.shape())};
        }
        Tensor grad_x = Tensor::empty(grad_output.shape());
        Scalar* numbers = grad_x.mutable_data();
        kernels::pow(input.get().data(), exponent - 1, numbers, grad_x.numel());
        kernels::scale(numbers, exponent, numbers, grad_x.numel());
        kernels::mul(numbers, grad_output.data(), numbers, {1, grad_x.numel()});
        return {grad_x};
    }
};

Variable pow(const Variable& x, Scalar exponent) {
    Operation operation("pow", {&x});
    Tensor output = Tensor::empty(x.shape());
    if (operation.computes()) {
        kernels::pow(x.value().data(), exponent, output.mutable_data(), output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<PowBackward>();
    node->input = SavedTensor(x.value(), "pow", "input");
    node->exponent = exponent;
    return operation.result(output, node);
}

}  // namespace stepgrad
