#include "tests/support/naive_optimizers.h"

#include <cmath>

namespace stepgrad::testing {

void NaiveSgd::step(std::vector<double>& parameter, const std::vector<double>& grad) {
    const bool is_first = velocity.empty();
    velocity.resize(parameter.size());
    for (std::size_t i = 0; i < parameter.size(); ++i) {
        const double g = grad[i] + weight_decay * parameter[i];
        velocity[i] = is_first ? g : momentum * velocity[i] + g;
        const double direction = nesterov ? g + momentum * velocity[i] : velocity[i];
        parameter[i] = parameter[i] - learning_rate * direction;
    }
}

void NaiveAdam::step(std::vector<double>& parameter, const std::vector<double>& grad) {
    ++steps;
    m.resize(parameter.size());
    v.resize(parameter.size());
    for (std::size_t i = 0; i < parameter.size(); ++i) {
        double g = grad[i];
        if (is_decoupled) {
            parameter[i] = parameter[i] - learning_rate * weight_decay * parameter[i];
        } else {
            g = g + weight_decay * parameter[i];
        }
        m[i] = beta1 * m[i] + (1 - beta1) * g;
        v[i] = beta2 * v[i] + (1 - beta2) * g * g;
        const double unbiased_m = m[i] / (1 - std::pow(beta1, steps));
        const double unbiased_v = v[i] / (1 - std::pow(beta2, steps));
        parameter[i] =
            parameter[i] - learning_rate * unbiased_m / (std::sqrt(unbiased_v) + epsilon);
    }
}

}  // namespace stepgrad::testing
