#pragma once

#include "autograd/scalar.h"

#include <cstdint>

// The update rules of the optimizers, number by number; the formulas stand at the loops. No array
// may overlap another.
//
//     grad        │ ▓▓▓▓ ▓▓▓▓ ... │     read
//     velocity    │ ▓▓▓▓ ▓▓▓▓ ... │     read and written in place, a vector at a time
//     parameter   │ ▓▓▓▓ ▓▓▓▓ ... │     read and written in place
//
// Measured, in parts of the triad: SGD, SGD with momentum and Adam 1.9, in spite of square roots
// and divisions: memory is all they wait for, and what they write was fetched already.
namespace stepgrad::kernels {

/// What the steps of SGD need to know beside the numbers.
struct SgdRates {
    Scalar learning_rate;
    Scalar weight_decay;
    Scalar momentum;
};

/// Plain gradient descent, without momentum.
void sgd_step(const Scalar* grad, Scalar* parameter, std::int64_t count, SgdRates rates) noexcept;

/// The same with momentum; `velocity` holds 0 before the first step.
void sgd_momentum_step(const Scalar* grad, Scalar* velocity, Scalar* parameter, std::int64_t count,
                       SgdRates rates) noexcept;

/// Nesterov's momentum: looks ahead along the velocity.
void sgd_nesterov_step(const Scalar* grad, Scalar* velocity, Scalar* parameter, std::int64_t count,
                       SgdRates rates) noexcept;

/// What adam_step() needs to know beside the numbers. The caller computes the complements and the
/// corrections in double: 1 - 0.999f has only five good digits.
struct AdamRates {
    Scalar beta1;
    Scalar beta1_complement;  // 1 - beta1
    Scalar beta2;
    Scalar beta2_complement;  // 1 - beta2
    Scalar grad_decay;        // weight decay added to the gradient (Adam), or 0
    Scalar shrinking;         // what the parameter is multiplied with first (AdamW), or 1
    Scalar step_size;         // learning rate / (1 - beta1^t)
    Scalar root_factor;       // 1 / sqrt(1 - beta2^t)
    Scalar epsilon;
};

/// One step of Adam or AdamW; both moments hold 0 before the first one.
void adam_step(const Scalar* grad, Scalar* first_moment, Scalar* second_moment, Scalar* parameter,
               std::int64_t count, AdamRates rates) noexcept;

}  // namespace stepgrad::kernels
