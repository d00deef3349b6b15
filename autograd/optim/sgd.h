#pragma once

#include "autograd/optim/optimizer.h"

#include <cstddef>
#include <vector>

namespace stepgrad {

/// How large SGD's steps are, and what they remember of those before; by default nothing.
struct SGDOptions {
    double learning_rate = 0.01;
    double momentum = 0;      // how much of the last step is repeated; 0.9 is usual
    bool nesterov = false;    // look ahead along the momentum
    double weight_decay = 0;  // pulls every parameter towards 0, biases too
};

/// Stochastic gradient descent, with momentum if asked for.
///
///     SGD optimizer(model.parameters(), {.learning_rate = 0.1, .momentum = 0.9});
///
///     g = dL/dp + weight_decay p
///     v = momentum v + g                                 v starts at 0
///     p = p - learning_rate v                            without Nesterov
///     p = p - learning_rate (g + momentum v)             with Nesterov
///
/// Defined as PyTorch defines it (without dampening): the velocity holds gradients, not steps, so
/// that a new learning rate acts at once.
///
/// source  Polyak 1964 (momentum); Sutskever et al.: On the importance of initialization and
///         momentum in deep learning, 2013 (Nesterov's form); PyTorch, torch.optim.SGD
class SGD final : public Optimizer {
public:
    /// throws  std::invalid_argument if an option is negative, if Nesterov is asked for without
    ///         momentum, and as Optimizer does for the parameters
    explicit SGD(std::vector<Variable> parameters, const SGDOptions& options = {});

private:
    void update(std::size_t index, Tensor& value, const Tensor& grad) override;

    SGDOptions options_;            // but for the learning rate, which the Optimizer keeps
    std::vector<Tensor> velocity_;  // undefined until a parameter's first step
};

}  // namespace stepgrad
