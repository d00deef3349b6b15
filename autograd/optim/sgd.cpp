#include "autograd/optim/sgd.h"

#include "autograd/kernels/optimizer_kernels.h"

#include <stdexcept>
#include <utility>

namespace stepgrad {

SGD::SGD(std::vector<Variable> parameters, const SGDOptions& options)
    : Optimizer(std::move(parameters), options.learning_rate),
      options_(options),
      velocity_(this->parameters().size()) {
    require_not_negative("SGD: momentum", options.momentum);
    require_not_negative("SGD: weight_decay", options.weight_decay);
    if (options.nesterov && options.momentum == 0) {
        throw std::invalid_argument(
            "SGD: Nesterov looks ahead along the momentum, which is 0; set .momentum = 0.9");
    }
}

void SGD::update(std::size_t index, Tensor& value, const Tensor& grad) {
    const kernels::SgdRates rates{
        .learning_rate = static_cast<Scalar>(learning_rate()),
        .weight_decay = static_cast<Scalar>(options_.weight_decay),
        .momentum = static_cast<Scalar>(options_.momentum),
    };
    if (options_.momentum == 0) {
        kernels::sgd_step(grad.data(), value.mutable_data(), value.numel(), rates);
        return;
    }
    Tensor& velocity = velocity_[index];
    if (!velocity.is_defined()) {
        velocity = Tensor::zeros(value.shape());
    }
    const auto rule = options_.nesterov ? kernels::sgd_nesterov_step : kernels::sgd_momentum_step;
    rule(grad.data(), velocity.mutable_data(), value.mutable_data(), value.numel(), rates);
}

}  // namespace stepgrad
