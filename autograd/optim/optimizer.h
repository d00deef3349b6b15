#pragma once

#include "autograd/variable.h"

#include <cstddef>
#include <vector>

namespace stepgrad {

/// An update rule over parameters: turns the gradients that backward left into a step downhill.
///
///     optimizer.zero_grad();
///     loss.backward();
///     optimizer.step();
///
/// Holds handles on the parameters and owns its state (momentum, moments). A parameter that has no
/// gradient, or is frozen, is left alone entirely: no weight decay, no drift by momentum. Not for
/// several threads at once.
///
/// A new rule derives from it and writes update(); step() decides which parameters are its turn.
class Optimizer {
public:
    virtual ~Optimizer() = default;
    Optimizer(const Optimizer&) = delete;
    Optimizer& operator=(const Optimizer&) = delete;

    /// Forgets the gradients of all parameters: the next backward starts from nothing.
    void zero_grad();

    /// Changes each parameter that has a gradient and is not frozen, in place. Observers see it as
    /// the section "optimizer".
    void step();

    double learning_rate() const { return learning_rate_; }

    /// throws  std::invalid_argument if it is negative or not a finite number
    void set_learning_rate(double learning_rate);

    const std::vector<Variable>& parameters() const { return parameters_; }

protected:
    /// throws  std::invalid_argument if there is no parameter, if one is undefined, was computed by
    ///         an operation, can have no gradient, or is there twice, or if the rate is negative
    Optimizer(std::vector<Variable> parameters, double learning_rate);

    /// Applies the rule to one parameter that has a gradient. `index` is its place in
    /// parameters(), for finding its state.
    virtual void update(std::size_t index, Tensor& value, const Tensor& grad) = 0;

    /// throws  std::invalid_argument unless value is finite and at least 0; `name` is "SGD: momentum"
    static void require_not_negative(const char* name, double value);

private:
    std::vector<Variable> parameters_;
    double learning_rate_ = 0;
};

}  // namespace stepgrad
