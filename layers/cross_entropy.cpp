#include "layers/cross_entropy.h"

#include "autograd/kernels/losses.h"
#include "autograd/kernels/softmax.h"
#include "autograd/operation.h"
#include "layers/labels.h"

#include <memory>
#include <vector>

namespace stepgrad {

// L = 1/B sum over n of (log(sum over k of exp(x[n,k])) - x[n,label])
// dL/dx[n,k] = (softmax(x[n])[k] - [k = label]) / B
struct CrossEntropyBackward final : Node {
    Tensor probabilities;
    std::vector<std::int32_t> labels;

    const char* name() const override { return "CrossEntropyBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const kernels::ScoreSizes sizes{probabilities.shape()[0], probabilities.shape()[1]};
        const Scalar scale = grad_output.item() / static_cast<Scalar>(sizes.rows);
        Tensor grad_logits = Tensor::empty(probabilities.shape());
        kernels::cross_entropy_backward(probabilities.data(), labels.data(), scale,
                                        grad_logits.mutable_data(), sizes);
        return {grad_logits};
    }
};

Variable cross_entropy(const Variable& logits, std::span<const std::int32_t> labels) {
    Operation operation("cross_entropy", {&logits});
    const kernels::ScoreSizes sizes = checked_scores(operation, logits, labels);
    Tensor loss = Tensor::empty({});
    if (!operation.computes()) {
        return operation.result(loss);
    }
    Tensor probabilities = Tensor::empty(logits.shape());
    Tensor losses = Tensor::empty({sizes.rows});
    kernels::cross_entropy_forward(logits.value().data(), labels.data(),
                                   probabilities.mutable_data(), losses.mutable_data(), sizes);
    const double sum = kernels::sum_in_order(losses.data(), sizes.rows);
    loss.fill(static_cast<Scalar>(sum / static_cast<double>(sizes.rows)));
    if (!operation.is_recording()) {
        return operation.result(loss);
    }
    auto node = std::make_shared<CrossEntropyBackward>();
    node->probabilities = probabilities;
    node->labels.assign(labels.begin(), labels.end());
    return operation.result(loss, node);
}

}  // namespace stepgrad
