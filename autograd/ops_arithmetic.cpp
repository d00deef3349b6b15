#include "autograd/kernels/elementwise.h"
#include "autograd/operation.h"
#include "autograd/ops.h"
#include "autograd/saved_tensor.h"

#include <memory>
#include <vector>

// Each operation: its formula, its backward type, and the function that checks and computes.
// Where b is [channels], every row of a meets it, so that its gradient is the sum over the rows.
namespace stepgrad {
namespace {

using kernels::ChannelRows;

// a of one row and b, number by number; or rows of a, each with the whole of b.
ChannelRows rows_of(const Shape& a, const Shape& b) {
    const std::int64_t channels = b.numel();
    if (a == b) {
        return {1, channels};
    }
    return {channels == 0 ? 0 : a.numel() / channels, channels};
}

void require_fitting_shapes(const Operation& operation, const Variable& a, const Variable& b) {
    if (!b.is_defined()) {
        throw operation.error("the second input is undefined");
    }
    const bool is_per_channel =
        b.shape().rank() == 1 && a.shape().rank() > 0 && a.shape()[-1] == b.shape()[0];
    if (a.shape() != b.shape() && !is_per_channel) {
        throw operation.error(
            "the second input must have the shape of the first one, or be [channels] where the "
            "first one's last axis is channels; reshape() it, or scale() by a plain number");
    }
}

// dL/db from dL/d(b as every row of a sees it).
Tensor summed_to(const Shape& b, const Tensor& grad) {
    if (grad.shape() == b) {
        return grad;
    }
    const ChannelRows rows = rows_of(grad.shape(), b);
    Tensor partial_sums = Tensor::empty({kernels::row_group_count(rows), rows.channels});
    Tensor grad_b = Tensor::empty(b);
    kernels::sum_over_rows(grad.data(), grad_b.mutable_data(), partial_sums.mutable_data(), rows);
    return grad_b;
}

Tensor negative_of(const Tensor& x) {
    Tensor negative = Tensor::empty(x.shape());
    kernels::scale(x.data(), Scalar{-1}, negative.mutable_data(), x.numel());
    return negative;
}

// x * b and x / b with b as large as x or per channel.
Tensor product(const Tensor& x, const Tensor& b) {
    Tensor y = Tensor::empty(x.shape());
    kernels::mul(x.data(), b.data(), y.mutable_data(), rows_of(x.shape(), b.shape()));
    return y;
}

Tensor quotient(const Tensor& x, const Tensor& b) {
    Tensor y = Tensor::empty(x.shape());
    kernels::div(x.data(), b.data(), y.mutable_data(), rows_of(x.shape(), b.shape()));
    return y;
}

}  // namespace

// y = a + b:  da = dy,  db = dy
struct AddBackward final : Node {
    Shape b_shape;

    const char* name() const override { return "AddBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        std::vector<Tensor> grads(2);
        if (wants(0)) {
            grads[0] = grad_output;
        }
        if (wants(1)) {
            grads[1] = summed_to(b_shape, grad_output);
        }
        return grads;
    }
};

Variable add(const Variable& a, const Variable& b) {
    Operation operation("add", {&a, &b});
    require_fitting_shapes(operation, a, b);
    Tensor output = Tensor::empty(a.shape());
    if (operation.computes()) {
        kernels::add(a.value().data(), b.value().data(), output.mutable_data(),
                     rows_of(a.shape(), b.shape()));
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<AddBackward>();
    node->b_shape = b.shape();
    return operation.result(output, node);
}

// y = a - b:  da = dy,  db = -dy
struct SubBackward final : Node {
    Shape b_shape;

    const char* name() const override { return "SubBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        std::vector<Tensor> grads(2);
        if (wants(0)) {
            grads[0] = grad_output;
        }
        if (wants(1)) {
            grads[1] = negative_of(summed_to(b_shape, grad_output));
        }
        return grads;
    }
};

Variable sub(const Variable& a, const Variable& b) {
    Operation operation("sub", {&a, &b});
    require_fitting_shapes(operation, a, b);
    Tensor output = Tensor::empty(a.shape());
    if (operation.computes()) {
        kernels::sub(a.value().data(), b.value().data(), output.mutable_data(),
                     rows_of(a.shape(), b.shape()));
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<SubBackward>();
    node->b_shape = b.shape();
    return operation.result(output, node);
}

// y = a b:  da = dy b,  db = dy a
struct MulBackward final : Node {
    SavedTensor a;  // saved only if db is asked for
    SavedTensor b;  // saved only if da is asked for
    Shape b_shape;

    const char* name() const override { return "MulBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        std::vector<Tensor> grads(2);
        if (wants(0)) {
            grads[0] = product(grad_output, b.get());
        }
        if (wants(1)) {
            grads[1] = summed_to(b_shape, product(grad_output, a.get()));
        }
        return grads;
    }
};

Variable mul(const Variable& a, const Variable& b) {
    Operation operation("mul", {&a, &b});
    require_fitting_shapes(operation, a, b);
    Tensor output = Tensor::empty(a.shape());
    if (operation.computes()) {
        kernels::mul(a.value().data(), b.value().data(), output.mutable_data(),
                     rows_of(a.shape(), b.shape()));
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<MulBackward>();
    node->b_shape = b.shape();
    if (operation.needs_gradient_of(0)) {
        node->b = SavedTensor(b.value(), "mul", "second input");
    }
    if (operation.needs_gradient_of(1)) {
        node->a = SavedTensor(a.value(), "mul", "first input");
    }
    return operation.result(output, node);
}

// y = a / b:  da = dy / b,  db = -dy a / b^2 = -dy y / b
struct DivBackward final : Node {
    SavedTensor b;
    SavedTensor output;  // saved only if db is asked for

    const char* name() const override { return "DivBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        std::vector<Tensor> grads(2);
        const Tensor grad_a = quotient(grad_output, b.get());
        if (wants(1)) {
            grads[1] = negative_of(summed_to(b.get().shape(), product(grad_a, output.get())));
        }
        if (wants(0)) {
            grads[0] = grad_a;
        }
        return grads;
    }
};

Variable div(const Variable& a, const Variable& b) {
    Operation operation("div", {&a, &b});
    require_fitting_shapes(operation, a, b);
    Tensor output = Tensor::empty(a.shape());
    if (operation.computes()) {
        kernels::div(a.value().data(), b.value().data(), output.mutable_data(),
                     rows_of(a.shape(), b.shape()));
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<DivBackward>();
    node->b = SavedTensor(b.value(), "div", "second input");
    if (operation.needs_gradient_of(1)) {
        node->output = SavedTensor(output, "div", "output");
    }
    return operation.result(output, node);
}

}  // namespace stepgrad
