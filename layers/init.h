#pragma once

#include "autograd/random.h"
#include "autograd/tensor.h"

#include <cstdint>

namespace stepgrad {

// First values of weights. fan_in is how many inputs one output sums over, fan_out how many outputs
// one input goes to: for a filter [height, width, in, out] height * width * in and
// height * width * out. Under a ShapeOnlyGuard nothing is drawn.

/// Normal deviates of standard deviation sqrt(2 / fan_in): keeps the size of signals through layers
/// with ReLU. Keras's he_normal, but not cut off at two deviations.
///
/// throws  std::invalid_argument if fan_in is below 1
/// source  He, Zhang, Ren, Sun: Delving deep into rectifiers, 2015, section 2.2
Tensor kaiming_normal(const Shape& shape, std::int64_t fan_in, Random& random = global_random());

/// Uniform in [-a, a) with a = sqrt(6 / fan_in): the same variance as kaiming_normal(). Keras's
/// he_uniform.
///
/// throws  std::invalid_argument if fan_in is below 1
/// source  as kaiming_normal()
Tensor kaiming_uniform(const Shape& shape, std::int64_t fan_in, Random& random = global_random());

/// Normal deviates of variance 2 / (fan_in + fan_out): keeps the size of signals and of gradients
/// through layers without ReLU. Keras's glorot_normal, but not cut off at two deviations.
///
/// throws  std::invalid_argument if a fan is below 1
/// source  Glorot, Bengio: Understanding the difficulty of training deep feedforward neural
///         networks, 2010, section 4.2
Tensor glorot_normal(const Shape& shape, std::int64_t fan_in, std::int64_t fan_out,
                     Random& random = global_random());

/// Uniform in [-a, a) with a = sqrt(6 / (fan_in + fan_out)). Keras's glorot_uniform, the default of
/// its layers.
///
/// throws  std::invalid_argument if a fan is below 1
/// source  as glorot_normal(), equation 16
Tensor glorot_uniform(const Shape& shape, std::int64_t fan_in, std::int64_t fan_out,
                      Random& random = global_random());

/// All 0: for biases and for the shift of batch normalisation.
Tensor zeros(const Shape& shape);

/// All 1: for the scale of batch normalisation.
Tensor ones(const Shape& shape);

}  // namespace stepgrad
