#include "autograd/optim/adam.h"

#include "autograd/kernels/optimizer_kernels.h"

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace stepgrad {
namespace {

void require_below_one(const char* name, double beta) {
    if (beta >= 1) {
        throw std::invalid_argument("Adam: " + std::string(name) + " must be below 1, " +
                                    std::to_string(beta) + " was given");
    }
}

}  // namespace

Adam::Adam(std::vector<Variable> parameters, const AdamOptions& options)
    : Adam(std::move(parameters), options, WeightDecay::kInGradient) {}

Adam::Adam(std::vector<Variable> parameters, const AdamOptions& options, WeightDecay weight_decay)
    : Optimizer(std::move(parameters), options.learning_rate),
      options_(options),
      weight_decay_(weight_decay),
      states_(this->parameters().size()) {
    require_not_negative("Adam: beta1", options.beta1);
    require_not_negative("Adam: beta2", options.beta2);
    require_not_negative("Adam: epsilon", options.epsilon);
    require_not_negative("Adam: weight_decay", options.weight_decay);
    require_below_one("beta1", options.beta1);
    require_below_one("beta2", options.beta2);
}

// With m^ and v^ written out, each number's step is
//     learning_rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
void Adam::update(std::size_t index, Tensor& value, const Tensor& grad) {
    State& state = states_[index];
    if (!state.first_moment.is_defined()) {
        state.first_moment = Tensor::zeros(value.shape());
        state.second_moment = Tensor::zeros(value.shape());
    }
    state.beta1_power *= options_.beta1;
    state.beta2_power *= options_.beta2;
    const bool is_decoupled = weight_decay_ == WeightDecay::kDecoupled;
    const double shrinking = is_decoupled ? 1 - learning_rate() * options_.weight_decay : 1;
    const kernels::AdamRates rates{
        .beta1 = static_cast<Scalar>(options_.beta1),
        .beta1_complement = static_cast<Scalar>(1 - options_.beta1),
        .beta2 = static_cast<Scalar>(options_.beta2),
        .beta2_complement = static_cast<Scalar>(1 - options_.beta2),
        .grad_decay = static_cast<Scalar>(is_decoupled ? 0 : options_.weight_decay),
        .shrinking = static_cast<Scalar>(shrinking),
        .step_size = static_cast<Scalar>(learning_rate() / (1 - state.beta1_power)),
        .root_factor = static_cast<Scalar>(1 / std::sqrt(1 - state.beta2_power)),
        .epsilon = static_cast<Scalar>(options_.epsilon),
    };
    kernels::adam_step(grad.data(), state.first_moment.mutable_data(),
                       state.second_moment.mutable_data(), value.mutable_data(), value.numel(),
                       rates);
}

}  // namespace stepgrad
