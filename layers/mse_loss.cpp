#include "layers/mse_loss.h"

#include "autograd/kernels/losses.h"
#include "autograd/operation.h"
#include "autograd/saved_tensor.h"

#include <memory>
#include <vector>

namespace stepgrad {

// L = 1/N sum of (p - t)^2,  dL/dp = 2/N (p - t),  dL/dt = 2/N (t - p)
struct MseLossBackward final : Node {
    SavedTensor prediction;
    SavedTensor target;

    const char* name() const override { return "MseLossBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        const Tensor& p = prediction.get();
        const Tensor& t = target.get();
        const Scalar scale = 2 * grad_output.item() / static_cast<Scalar>(p.numel());
        std::vector<Tensor> grads(2);
        if (wants(0)) {
            grads[0] = Tensor::empty(p.shape());
            kernels::scaled_difference(p.data(), t.data(), scale, grads[0].mutable_data(),
                                       p.numel());
        }
        if (wants(1)) {
            grads[1] = Tensor::empty(t.shape());
            kernels::scaled_difference(t.data(), p.data(), scale, grads[1].mutable_data(),
                                       t.numel());
        }
        return grads;
    }
};

Variable mse_loss(const Variable& prediction, const Variable& target) {
    Operation operation("mse_loss", {&prediction, &target});
    if (!target.is_defined() || prediction.shape() != target.shape()) {
        throw operation.error("prediction and target must have one shape");
    }
    const std::int64_t count = prediction.value().numel();
    if (count == 0) {
        throw operation.error("an empty batch has no mean loss: leave out empty batches");
    }
    Tensor loss = Tensor::empty({});
    if (operation.computes()) {
        const double sum = kernels::sum_of_squared_differences(prediction.value().data(),
                                                               target.value().data(), count);
        loss.fill(static_cast<Scalar>(sum / static_cast<double>(count)));
    }
    if (!operation.is_recording()) {
        return operation.result(loss);
    }
    auto node = std::make_shared<MseLossBackward>();
    node->prediction = SavedTensor(prediction.value(), "mse_loss", "prediction");
    node->target = SavedTensor(target.value(), "mse_loss", "target");
    return operation.result(loss, node);
}

}  // namespace stepgrad
