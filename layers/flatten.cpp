#include "layers/flatten.h"

#include "autograd/operation.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace stepgrad {

// Every number keeps its gradient; only the shape goes back to what it was.
struct FlattenBackward final : Node {
    Shape input_shape;

    const char* name() const override { return "FlattenBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        return {grad_output.reshape(input_shape)};
    }
};

Variable flatten(const Variable& input) {
    Operation operation("flatten", {&input});
    const Shape& shape = input.shape();
    if (shape.rank() < 2) {
        throw operation.error("input must be [batch, ...] with at least two axes, it has " +
                              std::to_string(shape.rank()));
    }
    std::int64_t features = 1;  // not numel / batch: the batch may be 0
    for (int axis = 1; axis < shape.rank(); ++axis) {
        features *= shape[axis];
    }
    const Tensor output = input.value().reshape({shape[0], features});
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<FlattenBackward>();
    node->input_shape = shape;
    return operation.result(output, node);
}

}  // namespace stepgrad
