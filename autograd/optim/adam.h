#pragma once

#include "autograd/optim/optimizer.h"

#include <cstddef>
#include <vector>

namespace stepgrad {

/// How fast Adam learns and how long it remembers; the defaults are the paper's.
struct AdamOptions {
    double learning_rate = 0.001;
    double beta1 = 0.9;       // how slowly the mean of the gradient forgets
    double beta2 = 0.999;     // how slowly the mean of its square forgets
    double epsilon = 1e-8;    // keeps the division finite
    double weight_decay = 0;  // Adam: added to the gradient; AdamW: decoupled from it
};

/// Adam: each number's step is its mean gradient over the root of its mean square gradient.
///
///     g = dL/dp + weight_decay p
///     m = beta1 m + (1 - beta1) g                        m, v start at 0
///     v = beta2 v + (1 - beta2) g^2
///     m^ = m / (1 - beta1^t)                             t = 1, 2, ... counts this parameter's
///     v^ = v / (1 - beta2^t)                             own steps; undoes the start at 0
///     p = p - learning_rate m^ / (sqrt(v^) + epsilon)
///
/// Defined as PyTorch defines it, except that nothing like amsgrad is offered. For weight decay
/// prefer AdamW: here it is divided by sqrt(v^) with the rest of the gradient.
///
/// source  Kingma, Ba: Adam: a method for stochastic optimization, 2015, algorithm 1; PyTorch,
///         torch.optim.Adam
class Adam : public Optimizer {
public:
    /// throws  std::invalid_argument if an option is negative or a beta is not below 1, and as
    ///         Optimizer does for the parameters
    explicit Adam(std::vector<Variable> parameters, const AdamOptions& options = {});

protected:
    enum class WeightDecay { kInGradient, kDecoupled };

    Adam(std::vector<Variable> parameters, const AdamOptions& options, WeightDecay weight_decay);

private:
    /// What Adam remembers of one parameter.
    struct State {
        Tensor first_moment;  // both undefined until the first step
        Tensor second_moment;
        double beta1_power = 1;  // beta1^t, multiplied up: std::pow differs between platforms
        double beta2_power = 1;
    };

    void update(std::size_t index, Tensor& value, const Tensor& grad) override;

    AdamOptions options_;  // but for the learning rate, which the Optimizer keeps
    WeightDecay weight_decay_;
    std::vector<State> states_;
};

}  // namespace stepgrad
