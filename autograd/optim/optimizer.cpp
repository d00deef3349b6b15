#include "autograd/optim/optimizer.h"

#include "autograd/observer.h"

#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

namespace stepgrad {
namespace {

void require_trainable_leaf(const Variable& parameter, const std::string& described) {
    if (!parameter.is_defined()) {
        throw std::invalid_argument("optimizer: " + described + " is undefined");
    }
    if (parameter.node() == nullptr) {
        throw std::invalid_argument("optimizer: " + described + " " +
                                    parameter.shape().to_string() +
                                    " can have no gradient; make it a Parameter, or a Variable "
                                    "with requires_grad");
    }
    if (!parameter.node()->is_leaf()) {
        throw std::invalid_argument("optimizer: " + described + " " +
                                    parameter.shape().to_string() + " was computed (" +
                                    parameter.node()->name() +
                                    "); only leaves, such as model.parameters(), can be trained");
    }
}

}  // namespace

Optimizer::Optimizer(std::vector<Variable> parameters, double learning_rate)
    : parameters_(std::move(parameters)) {
    if (parameters_.empty()) {
        throw std::invalid_argument(
            "optimizer: there are no parameters to train; pass model.parameters()");
    }
    std::unordered_map<const Node*, std::size_t> seen;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        const std::string described = "parameter " + std::to_string(i);
        require_trainable_leaf(parameters_[i], described);
        const auto [earlier, is_new] = seen.emplace(parameters_[i].node().get(), i);
        if (!is_new) {
            throw std::invalid_argument("optimizer: " + described + " " +
                                        parameters_[i].shape().to_string() + " is the same as " +
                                        std::to_string(earlier->second) +
                                        " and would be changed twice a step; list it once");
        }
    }
    set_learning_rate(learning_rate);
}

void Optimizer::zero_grad() {
    for (Variable& parameter : parameters_) {
        parameter.clear_grad();
    }
}

void Optimizer::step() {
    const Section section("optimizer");
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        const Variable& parameter = parameters_[i];
        if (parameter.requires_grad() && parameter.grad().is_defined()) {
            Tensor value = parameter.value();  // a handle on the same numbers
            update(i, value, parameter.grad());
        }
    }
}

void Optimizer::set_learning_rate(double learning_rate) {
    require_not_negative("optimizer: learning_rate", learning_rate);
    learning_rate_ = learning_rate;
}

void Optimizer::require_not_negative(const char* name, double value) {
    if (!(value >= 0) || !std::isfinite(value)) {
        std::ostringstream message;
        message << name << " must be a finite number and at least 0, " << value << " was given";
        throw std::invalid_argument(message.str());
    }
}

}  // namespace stepgrad
