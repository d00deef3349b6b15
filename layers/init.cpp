#include "layers/init.h"

#include <cmath>
#include <stdexcept>
#include <string>

namespace stepgrad {
namespace {

void require_fan(const char* function, const char* name, std::int64_t fan) {
    if (fan < 1) {
        throw std::invalid_argument(std::string(function) + ": " + name +
                                    " must be at least 1, it is " + std::to_string(fan));
    }
}

Tensor normal(const Shape& shape, double variance, Random& random) {
    const auto deviation = static_cast<Scalar>(std::sqrt(variance));
    Tensor tensor = Tensor::empty(shape);
    if (tensor.has_numbers()) {
        Scalar* numbers = tensor.mutable_data();
        for (std::int64_t i = 0; i < tensor.numel(); ++i) {
            numbers[i] = deviation * random.normal();
        }
    }
    return tensor;
}

// A uniform distribution over [-a, a) has the variance a^2 / 3.
Tensor uniform(const Shape& shape, double variance, Random& random) {
    const auto bound = static_cast<Scalar>(std::sqrt(3 * variance));
    return random_uniform(shape, -bound, bound, random);
}

}  // namespace

Tensor kaiming_normal(const Shape& shape, std::int64_t fan_in, Random& random) {
    require_fan("kaiming_normal", "fan_in", fan_in);
    return normal(shape, 2.0 / static_cast<double>(fan_in), random);
}

Tensor kaiming_uniform(const Shape& shape, std::int64_t fan_in, Random& random) {
    require_fan("kaiming_uniform", "fan_in", fan_in);
    return uniform(shape, 2.0 / static_cast<double>(fan_in), random);
}

Tensor glorot_normal(const Shape& shape, std::int64_t fan_in, std::int64_t fan_out,
                     Random& random) {
    require_fan("glorot_normal", "fan_in", fan_in);
    require_fan("glorot_normal", "fan_out", fan_out);
    return normal(shape, 2.0 / static_cast<double>(fan_in + fan_out), random);
}

Tensor glorot_uniform(const Shape& shape, std::int64_t fan_in, std::int64_t fan_out,
                      Random& random) {
    require_fan("glorot_uniform", "fan_in", fan_in);
    require_fan("glorot_uniform", "fan_out", fan_out);
    return uniform(shape, 2.0 / static_cast<double>(fan_in + fan_out), random);
}

Tensor zeros(const Shape& shape) {
    return Tensor::zeros(shape);
}

Tensor ones(const Shape& shape) {
    return Tensor::full(shape, 1);
}

}  // namespace stepgrad
