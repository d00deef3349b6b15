#include "autograd/optim/adamw.h"

#include <utility>

namespace stepgrad {

AdamW::AdamW(std::vector<Variable> parameters, const AdamWOptions& options)
    : Adam(std::move(parameters),
           {.learning_rate = options.learning_rate,
            .beta1 = options.beta1,
            .beta2 = options.beta2,
            .epsilon = options.epsilon,
            .weight_decay = options.weight_decay},
           WeightDecay::kDecoupled) {}

}  // namespace stepgrad
