#include "autograd/kernels/gemm.h"
#include "autograd/operation.h"
#include "autograd/ops.h"
#include "autograd/workspace.h"

#include <memory>
#include <string>

namespace stepgrad {
namespace {

// op(a) op(b), where op transposes if asked to.
Tensor product(const Tensor& a, const Tensor& b, bool transpose_a, bool transpose_b) {
    const kernels::GemmSizes sizes{.rows = a.shape()[transpose_a ? 1 : 0],
                                   .columns = b.shape()[transpose_b ? 0 : 1],
                                   .depth = a.shape()[transpose_a ? 0 : 1],
                                   .transpose_a = transpose_a,
                                   .transpose_b = transpose_b};
    Tensor c = Tensor::empty({sizes.rows, sizes.columns});
    Tensor workspace = workspace_for(kernels::gemm_workspace_size(sizes));
    kernels::gemm(sizes, a.data(), b.data(), nullptr, c.mutable_data(), workspace.mutable_data());
    return c;
}

}  // namespace

// C = A B:    dL/dA = G B^T,  dL/dB = A^T G,  with G = grad_output.
// C = A^T B:  dL/dA = B G^T,  dL/dB = A G.
// C = A B^T:  dL/dA = G B,    dL/dB = G^T A.
// C = A^T B^T: dL/dA = B^T G^T, dL/dB = G^T A^T.
struct MatmulBackward final : Node {
    bool transpose_a = false;
    bool transpose_b = false;
    SavedTensor a;
    SavedTensor b;

    const char* name() const override { return "MatmulBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_a;
        Tensor grad_b;
        if (wants(0)) {
            grad_a = transpose_a ? product(b.get(), grad_output, transpose_b, true)
                                 : product(grad_output, b.get(), false, !transpose_b);
        }
        if (wants(1)) {
            grad_b = transpose_b ? product(grad_output, a.get(), true, transpose_a)
                                 : product(a.get(), grad_output, !transpose_a, false);
        }
        return {grad_a, grad_b};
    }
};

Variable matmul(const Variable& a, const Variable& b, bool transpose_a, bool transpose_b) {
    Operation operation("matmul", {&a, &b});
    if (a.shape().rank() != 2 || b.shape().rank() != 2) {
        throw operation.error("both factors must be matrices");
    }
    const std::int64_t rows = a.shape()[transpose_a ? 1 : 0];
    const std::int64_t depth = a.shape()[transpose_a ? 0 : 1];
    const std::int64_t columns = b.shape()[transpose_b ? 0 : 1];
    if (depth != b.shape()[transpose_b ? 1 : 0]) {
        throw operation.error(
            "the first factor has " + std::to_string(depth) + " columns, the second " +
            std::to_string(b.shape()[transpose_b ? 1 : 0]) + " rows; they must be the same" +
            (transpose_a || transpose_b ? " after transposing" : ""));
    }
    operation.set_multiply_adds(rows * depth * columns);
    const Tensor output = operation.computes()
                              ? product(a.value(), b.value(), transpose_a, transpose_b)
                              : Tensor::empty({rows, columns});
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<MatmulBackward>();
    node->transpose_a = transpose_a;
    node->transpose_b = transpose_b;
    if (operation.needs_gradient_of(1)) {
        node->a = SavedTensor(a.value(), "matmul", "first factor");
    }
    if (operation.needs_gradient_of(0)) {
        node->b = SavedTensor(b.value(), "matmul", "second factor");
    }
    return operation.result(output, node);
}

}  // namespace stepgrad
