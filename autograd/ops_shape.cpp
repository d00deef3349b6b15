#include "autograd/kernels/elementwise.h"
#include "autograd/operation.h"
#include "autograd/ops.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace stepgrad {
namespace {

// A tensor seen as rows: every extent before the axis counts rows, the others make their length.
std::int64_t row_length_at(const Shape& shape, int axis) {
    std::int64_t length = 1;
    for (int i = axis; i < shape.rank(); ++i) {
        length *= shape[i];
    }
    return length;
}

std::int64_t row_count_at(const Shape& shape, int axis) {
    std::int64_t count = 1;
    for (int i = 0; i < axis; ++i) {
        count *= shape[i];
    }
    return count;
}

// The axis counted from the start, after checking that concat() can join these inputs along it.
int require_joinable(const Operation& operation, const std::vector<Variable>& inputs, int axis) {
    const int rank = inputs[0].shape().rank();
    const int from_start = axis < 0 ? axis + rank : axis;
    if (from_start < 0 || from_start >= rank) {
        throw operation.error("the first input has no axis " + std::to_string(axis));
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (!inputs[i].is_defined()) {
            throw operation.error("input " + std::to_string(i) + " is undefined");
        }
        const Shape& shape = inputs[i].shape();
        if (shape.rank() != rank ||
            shape.with_extent(from_start, 0) != inputs[0].shape().with_extent(from_start, 0)) {
            throw operation.error("input " + std::to_string(i) + " differs from input 0 in more " +
                                  "than axis " + std::to_string(from_start));
        }
    }
    return from_start;
}

}  // namespace

// The gradient of each number is that of the same number under its new place.
struct ReshapeBackward final : Node {
    Shape input_shape;

    const char* name() const override { return "ReshapeBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        return {grad_output.reshape(input_shape)};
    }
};

Variable reshape(const Variable& x, const Shape& shape) {
    Operation operation("reshape", {&x});
    if (shape.numel() != x.shape().numel()) {
        throw operation.error("the input has " + std::to_string(x.shape().numel()) + " numbers, " +
                              shape.to_string() + " holds " + std::to_string(shape.numel()));
    }
    const Tensor output = x.value().reshape(shape);
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<ReshapeBackward>();
    node->input_shape = x.shape();
    return operation.result(output, node);
}

// y = [x0, x1, ...]:  dx_k is the part of dy where x_k stood
struct ConcatBackward final : Node {
    std::vector<Shape> input_shapes;
    int axis = 0;

    const char* name() const override { return "ConcatBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const std::int64_t stride = row_length_at(grad_output.shape(), axis);
        std::vector<Tensor> grads(input_shapes.size());
        std::int64_t begin = 0;
        for (std::size_t i = 0; i < input_shapes.size(); ++i) {
            const std::int64_t length = row_length_at(input_shapes[i], axis);
            if (wants(i)) {
                grads[i] = Tensor::empty(input_shapes[i]);
            }
            if (wants(i) && grads[i].numel() > 0) {
                kernels::copy_rows(grad_output.data() + begin, stride, grads[i].mutable_data(),
                                   length, row_count_at(input_shapes[i], axis), length);
            }
            begin += length;
        }
        return grads;
    }
};

Variable concat(const std::vector<Variable>& inputs, int axis) {
    if (inputs.empty()) {
        throw ShapeError("concat: needs at least one input");
    }
    std::vector<const Variable*> addresses;
    for (const Variable& input : inputs) {
        addresses.push_back(&input);
    }
    Operation operation("concat", std::move(addresses));
    axis = require_joinable(operation, inputs, axis);

    std::int64_t extent = 0;
    for (const Variable& input : inputs) {
        extent += input.shape()[axis];
    }
    Tensor output = Tensor::empty(inputs[0].shape().with_extent(axis, extent));
    if (operation.computes() && output.numel() > 0) {
        const std::int64_t stride = row_length_at(output.shape(), axis);
        Scalar* begin = output.mutable_data();
        for (const Variable& input : inputs) {
            const std::int64_t length = row_length_at(input.shape(), axis);
            kernels::copy_rows(input.value().data(), length, begin, stride,
                               row_count_at(input.shape(), axis), length);
            begin += length;
        }
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<ConcatBackward>();
    for (const Variable& input : inputs) {
        node->input_shapes.push_back(input.shape());
    }
    node->axis = axis;
    return operation.result(output, node);
}

}  // namespace stepgrad
