#include "layers/nll_loss.h"

#include "autograd/kernels/losses.h"
#include "autograd/operation.h"
#include "layers/labels.h"

#include <memory>
#include <vector>

namespace stepgrad {

// L = -1/B sum over n of x[n,label],  dL/dx[n,k] = -1/B where k = label, else 0
struct NllLossBackward final : Node {
    Shape input_shape;
    std::vector<std::int32_t> labels;

    const char* name() const override { return "NllLossBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const kernels::ScoreSizes sizes{input_shape[0], input_shape[1]};
        Tensor grad_input = Tensor::empty(input_shape);
        kernels::one_hot(labels.data(), -grad_output.item() / static_cast<Scalar>(sizes.rows),
                         grad_input.mutable_data(), sizes);
        return {grad_input};
    }
};

Variable nll_loss(const Variable& log_probabilities, std::span<const std::int32_t> labels) {
    Operation operation("nll_loss", {&log_probabilities});
    const kernels::ScoreSizes sizes = checked_scores(operation, log_probabilities, labels);
    Tensor loss = Tensor::empty({});
    if (operation.computes()) {
        double sum = 0;
        for (std::int64_t n = 0; n < sizes.rows; ++n) {
            sum += log_probabilities.value()
                       .data()[n * sizes.classes + labels[static_cast<std::size_t>(n)]];
        }
        loss.fill(static_cast<Scalar>(-sum / static_cast<double>(sizes.rows)));
    }
    if (!operation.is_recording()) {
        return operation.result(loss);
    }
    auto node = std::make_shared<NllLossBackward>();
    node->input_shape = log_probabilities.shape();
    node->labels.assign(labels.begin(), labels.end());
    return operation.result(loss, node);
}

}  // namespace stepgrad
