#include "autograd/kernels/optimizer_kernels.h"

#include "autograd/kernels/in_parallel.h"

#include <cmath>

namespace stepgrad::kernels {
namespace {

// g' = g + grad_decay p
// m  = beta1 m + (1 - beta1) g'
// v  = beta2 v + (1 - beta2) g'^2
// p  = shrinking p - step_size m / (root_factor sqrt(v) + epsilon)
inline void adam_update(std::int64_t i, const Scalar* grad, Scalar* first_moment,
                        Scalar* second_moment, Scalar* parameter, AdamRates rates) {
    const Scalar p = parameter[i];
    const Scalar g = grad[i] + rates.grad_decay * p;
    const Scalar m = rates.beta1 * first_moment[i] + rates.beta1_complement * g;
    const Scalar v = rates.beta2 * second_moment[i] + rates.beta2_complement * (g * g);
    first_moment[i] = m;
    second_moment[i] = v;
    const Scalar scale = rates.root_factor * std::sqrt(v) + rates.epsilon;
    parameter[i] = rates.shrinking * p - rates.step_size * (m / scale);
}

}  // namespace

// p -= learning_rate (g + weight_decay p)
void sgd_step(const Scalar* grad, Scalar* parameter, std::int64_t count, SgdRates rates) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            const Scalar g = grad[i] + rates.weight_decay * parameter[i];
            parameter[i] -= rates.learning_rate * g;
        }
    });
}

// v = momentum v + (g + weight_decay p)
// p -= learning_rate v
void sgd_momentum_step(const Scalar* grad, Scalar* velocity, Scalar* parameter, std::int64_t count,
                       SgdRates rates) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            const Scalar g = grad[i] + rates.weight_decay * parameter[i];
            velocity[i] = rates.momentum * velocity[i] + g;
            parameter[i] -= rates.learning_rate * velocity[i];
        }
    });
}

// v = momentum v + (g + weight_decay p)
// p -= learning_rate (g + weight_decay p + momentum v)
void sgd_nesterov_step(const Scalar* grad, Scalar* velocity, Scalar* parameter, std::int64_t count,
                       SgdRates rates) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            const Scalar g = grad[i] + rates.weight_decay * parameter[i];
            velocity[i] = rates.momentum * velocity[i] + g;
            parameter[i] -= rates.learning_rate * (g + rates.momentum * velocity[i]);
        }
    });
}

void adam_step(const Scalar* grad, Scalar* first_moment, Scalar* second_moment, Scalar* parameter,
               std::int64_t count, AdamRates rates) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            adam_update(i, grad, first_moment, second_moment, parameter, rates);
        }
    });
}

}  // namespace stepgrad::kernels
