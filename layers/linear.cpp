#include "layers/linear.h"

#include "autograd/kernels/elementwise.h"
#include "autograd/kernels/gemm.h"
#include "autograd/operation.h"
#include "autograd/workspace.h"
#include "layers/init.h"

#include <memory>
#include <stdexcept>

namespace stepgrad {
namespace {

// C = op(a) op(b) + bias, with workspace from the memory pool.
void multiply(const kernels::GemmSizes& sizes, const Tensor& a, const Tensor& b, const Tensor& bias,
              Tensor& c) {
    Tensor workspace = workspace_for(kernels::gemm_workspace_size(sizes));
    kernels::gemm(sizes, a.data(), b.data(), bias.data(), c.mutable_data(),
                  workspace.mutable_data());
}

void require_shapes(const Operation& operation, const Variable& input, const Variable& weight,
                    const Variable& bias) {
    if (weight.shape().rank() != 2 || input.shape().rank() < 1) {
        throw operation.error(
            "input must be [..., in_features] and weight [in_features, "
            "out_features]");
    }
    const std::int64_t in_features = weight.shape()[0];
    const std::int64_t out_features = weight.shape()[1];
    if (input.shape()[-1] != in_features) {
        throw operation.error("input has " + std::to_string(input.shape()[-1]) +
                              " features, weight expects " + std::to_string(in_features) +
                              ". Flatten ties a network to one image size; GlobalAveragePool2d "
                              "accepts any");
    }
    if (bias.is_defined() && bias.shape() != Shape{out_features}) {
        throw operation.error("bias must be [" + std::to_string(out_features) +
                              "], one number for each output feature");
    }
}

}  // namespace

// With X [rows, in], W [in, out] and G = grad_output [rows, out]:
//   dL/dX = G W^T,   dL/dW = X^T G,   dL/db = sum of the rows of G
struct LinearBackward final : Node {
    std::int64_t rows = 0;
    std::int64_t in_features = 0;
    std::int64_t out_features = 0;
    SavedTensor input;
    SavedTensor weight;
    Shape input_shape;

    const char* name() const override { return "LinearBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_input;
        Tensor grad_weight;
        Tensor grad_bias;
        if (wants(0)) {
            grad_input = Tensor::empty(input_shape);
            multiply({.rows = rows,
                      .columns = in_features,
                      .depth = out_features,
                      .transpose_a = false,
                      .transpose_b = true},
                     grad_output, weight.get(), Tensor(), grad_input);
        }
        if (wants(1)) {
            grad_weight = Tensor::empty({in_features, out_features});
            multiply({.rows = in_features,
                      .columns = out_features,
                      .depth = rows,
                      .transpose_a = true,
                      .transpose_b = false},
                     input.get(), grad_output, Tensor(), grad_weight);
        }
        if (wants(2)) {
            const kernels::ChannelRows sizes{.row_count = rows, .channels = out_features};
            grad_bias = Tensor::empty({out_features});
            Tensor partial_sums = Tensor::empty({kernels::row_group_count(sizes), out_features});
            kernels::sum_over_rows(grad_output.data(), grad_bias.mutable_data(),
                                   partial_sums.mutable_data(), sizes);
        }
        return {grad_input, grad_weight, grad_bias};
    }
};

Variable linear(const Variable& input, const Variable& weight, const Variable& bias) {
    Operation operation("linear", {&input, &weight, &bias});
    require_shapes(operation, input, weight, bias);
    const std::int64_t in_features = weight.shape()[0];
    const std::int64_t out_features = weight.shape()[1];
    std::int64_t rows = 1;  // all extents but the last; not a quotient, since in_features may be 0
    for (int axis = 0; axis + 1 < input.shape().rank(); ++axis) {
        rows *= input.shape()[axis];
    }
    operation.set_multiply_adds(rows * in_features * out_features);
    Tensor output = Tensor::empty(input.shape().with_extent(-1, out_features));
    if (operation.computes()) {
        multiply({.rows = rows,
                  .columns = out_features,
                  .depth = in_features,
                  .transpose_a = false,
                  .transpose_b = false},
                 input.value(), weight.value(), bias.value(), output);
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<LinearBackward>();
    node->rows = rows;
    node->in_features = in_features;
    node->out_features = out_features;
    node->input_shape = input.shape();
    if (operation.needs_gradient_of(1)) {
        node->input = SavedTensor(input.value(), "linear", "input");
    }
    if (operation.needs_gradient_of(0)) {
        node->weight = SavedTensor(weight.value(), "linear", "weight");
    }
    return operation.result(output, node);
}

Linear::Linear(std::int64_t in_features, std::int64_t out_features, LinearOptions options) {
    if (in_features < 1 || out_features < 1) {
        throw std::invalid_argument("Linear: features must be at least 1, " +
                                    std::to_string(in_features) + " to " +
                                    std::to_string(out_features) + " were given");
    }
    weight = Parameter(glorot_uniform({in_features, out_features}, in_features, out_features));
    if (options.has_bias) {
        bias = Parameter(Tensor::zeros({out_features}));
    }
}

}  // namespace stepgrad
