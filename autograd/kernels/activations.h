#pragma once

#include "autograd/scalar.h"

#include <cstdint>

// Activations, y = f(x) number by number, and their derivatives in terms of what forward saved.
// Pointers are to `count` numbers; an output may be one of the inputs. A NaN stays a NaN.
//
//     x   │ ▓▓▓▓ ▓▓▓▓ ▓▓▓▓ │ ▓▓▓▓ ▓▓▓▓ ▓▓▓▓ │     each thread takes one run of numbers,
//     y   │ ▓▓▓▓ ▓▓▓▓ ▓▓▓▓ │ ▓▓▓▓ ▓▓▓▓ ▓▓▓▓ │     a vector at a time, from front to back
//            thread 0         thread 1
//
// Measured, in parts of the triad (README.md): relu 1.3 forward and 1.1 backward, tanh 1.3 and 1.2;
// sigmoid forward 0.1, since std::exp takes one number at a time.
namespace stepgrad::kernels {

/// y = max(x, 0)
void relu_forward(const Scalar* x, Scalar* y, std::int64_t count) noexcept;
/// dx = dy where y > 0, else 0
void relu_backward(const Scalar* y, const Scalar* dy, Scalar* dx, std::int64_t count) noexcept;

/// y = min(max(x, 0), 6)
void relu6_forward(const Scalar* x, Scalar* y, std::int64_t count) noexcept;
/// dx = dy where 0 < y < 6, else 0
void relu6_backward(const Scalar* y, const Scalar* dy, Scalar* dx, std::int64_t count) noexcept;

/// y = x where x >= 0, else slope * x
void leaky_relu_forward(const Scalar* x, Scalar* y, Scalar slope, std::int64_t count) noexcept;
/// dx = dy where y > 0, else slope * dy; slope is not negative, so y has the sign of x
void leaky_relu_backward(const Scalar* y, const Scalar* dy, Scalar* dx, Scalar slope,
                         std::int64_t count) noexcept;

/// y = 1 / (1 + exp(-x))
void sigmoid_forward(const Scalar* x, Scalar* y, std::int64_t count) noexcept;
/// dx = dy y (1 - y)
void sigmoid_backward(const Scalar* y, const Scalar* dy, Scalar* dx, std::int64_t count) noexcept;

/// y = tanh(x), with an error below 3.5e-7 where Scalar is float
void tanh_forward(const Scalar* x, Scalar* y, std::int64_t count) noexcept;
/// dx = dy (1 - y^2)
void tanh_backward(const Scalar* y, const Scalar* dy, Scalar* dx, std::int64_t count) noexcept;

/// y = x m: how dropout applies its mask, forward and backward
void multiply_by_mask(const Scalar* x, const Scalar* mask, Scalar* y, std::int64_t count) noexcept;

}  // namespace stepgrad::kernels
