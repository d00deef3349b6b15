#pragma once

#include "autograd/optim/adam.h"

#include <vector>

namespace stepgrad {

/// How fast AdamW learns, how long it remembers and how fast weights decay.
struct AdamWOptions {
    double learning_rate = 0.001;
    double beta1 = 0.9;          // how slowly the mean of the gradient forgets
    double beta2 = 0.999;        // how slowly the mean of its square forgets
    double epsilon = 1e-8;       // keeps the division finite
    double weight_decay = 0.01;  // the share lost each step, times the learning rate
};

/// Adam with weight decay that does not pass through the moments: large and small gradients decay
/// alike.
///
///     p = (1 - learning_rate weight_decay) p             the decay, decoupled
///     then Adam's step with g = dL/dp
///
/// Defined as PyTorch defines it.
///
/// source  Loshchilov, Hutter: Decoupled weight decay regularization, 2019, algorithm 2; PyTorch,
///         torch.optim.AdamW (which multiplies the decay with the learning rate)
class AdamW final : public Adam {
public:
    /// throws  std::invalid_argument as Adam does
    explicit AdamW(std::vector<Variable> parameters, const AdamWOptions& options = {});
};

}  // namespace stepgrad
