#include "autograd/kernels/elementwise.h"
#include "autograd/operation.h"
#include "autograd/ops.h"

#include <memory>
#include <vector>

// Sums and means are linear: backward needs the shape of x, not its numbers.
namespace stepgrad {

// y = sum over i of x[i]:  dx[i] = dy
struct SumBackward final : Node {
    Shape input_shape;

    const char* name() const override { return "SumBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        return {Tensor::full(input_shape, grad_output.item())};
    }
};

Variable sum(const Variable& x) {
    Operation operation("sum", {&x});
    Tensor output = Tensor::empty({});
    if (operation.computes()) {
        const double total = kernels::sum(x.value().data(), x.value().numel());
        *output.mutable_data() = static_cast<Scalar>(total);
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<SumBackward>();
    node->input_shape = x.shape();
    return operation.result(output, node);
}

// y = 1/n sum over i of x[i]:  dx[i] = dy / n
struct MeanBackward final : Node {
    Shape input_shape;

    const char* name() const override { return "MeanBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const Scalar count = static_cast<Scalar>(input_shape.numel());
        return {Tensor::full(input_shape, grad_output.item() / count)};
    }
};

Variable mean(const Variable& x) {
    Operation operation("mean", {&x});
    const std::int64_t count = x.value().numel();
    if (count == 0) {
        throw operation.error("no numbers have no mean; is the batch empty?");
    }
    Tensor output = Tensor::empty({});
    if (operation.computes()) {
        const double total = kernels::sum(x.value().data(), count);
        *output.mutable_data() = static_cast<Scalar>(total / static_cast<double>(count));
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<MeanBackward>();
    node->input_shape = x.shape();
    return operation.result(output, node);
}

}  // namespace stepgrad
