#include "layers/dropout.h"

#include "autograd/kernels/activations.h"
#include "autograd/operation.h"
#include "autograd/random.h"
#include "autograd/saved_tensor.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace stepgrad {
namespace {

// 0 with probability `rate`, else 1 / (1 - rate).
Tensor drawn_mask(const Shape& shape, Scalar rate) {
    Tensor mask = Tensor::empty(shape);
    Scalar* numbers = mask.mutable_data();
    const Scalar kept = 1 / (1 - rate);
    Random& random = global_random();
    for (std::int64_t i = 0; i < mask.numel(); ++i) {
        numbers[i] = random.uniform() < rate ? 0 : kept;
    }
    return mask;
}

}  // namespace

// y = x m with a mask m that is a constant: dL/dx = dL/dy m.
struct DropoutBackward final : Node {
    Tensor mask;

    const char* name() const override { return "DropoutBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_input = Tensor::empty(mask.shape());
        kernels::multiply_by_mask(grad_output.data(), mask.data(), grad_input.mutable_data(),
                                  mask.numel());
        return {grad_input};
    }
};

Variable dropout(const Variable& input, Scalar rate) {
    Operation operation("dropout", {&input});
    if (!(rate >= 0 && rate < 1)) {
        throw operation.error("rate, the share that is dropped, must be in [0, 1), it is " +
                              std::to_string(rate));
    }
    Tensor output = Tensor::empty(input.shape());
    Tensor mask;
    if (operation.computes()) {
        mask = drawn_mask(input.shape(), rate);
        kernels::multiply_by_mask(input.value().data(), mask.data(), output.mutable_data(),
                                  output.numel());
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<DropoutBackward>();
    node->mask = mask;
    return operation.result(output, node);
}

}  // namespace stepgrad
