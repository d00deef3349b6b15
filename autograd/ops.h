#pragma once

#include "autograd/scalar.h"
#include "autograd/shape.h"
#include "autograd/variable.h"

#include <vector>

// Differentiable functions that are not layers. In the formulas L is the loss and dy is dL/dy.
namespace stepgrad {

// --- arithmetic (ops_arithmetic.cpp) -------------------------------------------------------------
//
// The two inputs have the same shape; or the second one is [channels] and meets every row of the
// first one, whose last axis is channels: a bias, or a factor per channel. No other shapes are
// made to fit: a broadcast that nobody meant hides mistakes.

/// y = a + b, number by number.
///
/// input    a of any shape; b of the same shape, or [channels] with a [..., channels]
/// returns  a's shape
/// throws   ShapeError if b has another shape
Variable add(const Variable& a, const Variable& b);

/// y = a - b, number by number. Shapes as for add().
Variable sub(const Variable& a, const Variable& b);

/// y = a * b, number by number: not the matrix product, which is matmul(). Shapes as for add().
Variable mul(const Variable& a, const Variable& b);

/// y = a / b, number by number; infinite or NaN where b is 0. Shapes as for add().
Variable div(const Variable& a, const Variable& b);

// --- functions of each number (ops_math.cpp) -----------------------------------------------------
//
// All take any shape and return the same one. None checks its domain: a NaN is passed on.

/// y = factor x.
Variable scale(const Variable& x, Scalar factor);

/// y = x + amount.
Variable shift(const Variable& x, Scalar amount);

/// y = -x.
Variable neg(const Variable& x);

/// y = e^x; infinite above 88 in single precision.
Variable exp(const Variable& x);

/// y = ln x; minus infinity at 0 and NaN below.
Variable log(const Variable& x);

/// y = x^exponent as std::pow defines it: NaN for negative x and broken exponents.
Variable pow(const Variable& x, Scalar exponent);

// --- sums (ops_reduce.cpp) -----------------------------------------------------------------------

/// The sum of all numbers; 0 if there are none.
///
/// input    any shape
/// returns  a single number, []
Variable sum(const Variable& x);

/// The mean of all numbers.
///
/// input    any shape with at least one number
/// returns  a single number, []
/// throws   ShapeError if there are no numbers
Variable mean(const Variable& x);

// --- shapes (ops_shape.cpp) ----------------------------------------------------------------------

/// The same numbers under another shape. Nothing is copied.
///
/// throws  ShapeError if the number of elements differs
Variable reshape(const Variable& x, const Shape& shape);

/// The inputs one after the other along one axis; a negative axis counts from the end.
///
/// input    at least one; the same shapes but for the extent of `axis`
/// returns  that shape, with the sum of the extents of `axis`
/// throws   ShapeError if there is no input, if one is undefined, or if the shapes do not fit
Variable concat(const std::vector<Variable>& inputs, int axis);

// --- matrices (ops_matmul.cpp) -------------------------------------------------------------------

/// The matrix product y = a b. With a flag the matrix is read as its transpose.
///
/// input    a [rows, inner], or [inner, rows] with transpose_a;
///          b [inner, columns], or [columns, inner] with transpose_b
/// returns  [rows, columns]
/// throws   ShapeError if a or b is no matrix, or if their inner extents differ
Variable matmul(const Variable& a, const Variable& b, bool transpose_a = false,
                bool transpose_b = false);

// --- operators -----------------------------------------------------------------------------------
//
// The functions above under the names that formulas use. x / number multiplies by 1 / number.

inline Variable operator+(const Variable& a, const Variable& b) {
    return add(a, b);
}
inline Variable operator-(const Variable& a, const Variable& b) {
    return sub(a, b);
}
inline Variable operator*(const Variable& a, const Variable& b) {
    return mul(a, b);
}
inline Variable operator/(const Variable& a, const Variable& b) {
    return div(a, b);
}
inline Variable operator-(const Variable& x) {
    return neg(x);
}

inline Variable operator+(const Variable& x, Scalar amount) {
    return shift(x, amount);
}
inline Variable operator+(Scalar amount, const Variable& x) {
    return shift(x, amount);
}
inline Variable operator-(const Variable& x, Scalar amount) {
    return shift(x, -amount);
}
inline Variable operator-(Scalar amount, const Variable& x) {
    return shift(neg(x), amount);
}
inline Variable operator*(const Variable& x, Scalar factor) {
    return scale(x, factor);
}
inline Variable operator*(Scalar factor, const Variable& x) {
    return scale(x, factor);
}
inline Variable operator/(const Variable& x, Scalar divisor) {
    return scale(x, 1 / divisor);
}

}  // namespace stepgrad
