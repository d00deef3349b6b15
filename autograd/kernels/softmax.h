#pragma once

#include "autograd/scalar.h"

#include <cstdint>

// Softmax and what is built on it, row by row. Every row is shifted by its maximum, so that no
// logit is too large for exp: softmax(x) = softmax(x - max).
//
//     x   sample 0 │ ──► max      a row is read for its maximum, again for the exponentials and
//         sample 1 │ ──► sum      their sum, and y once more to divide: twice from the cache.
//         sample 2 │ ──► y        Threads share the rows.
//
// Measured with 64 classes, in parts of the triad: softmax and cross-entropy 0.07 forward, as
// std::exp and the sums take one number at a time; 1.1 and 1.4 backward.
namespace stepgrad::kernels {

/// A matrix with a row of class scores for each sample.
struct ScoreSizes {
    std::int64_t rows;
    std::int64_t classes;
};

/// y[n,k] = exp(x[n,k]) / sum over j of exp(x[n,j])
void softmax_forward(const Scalar* x, Scalar* y, ScoreSizes sizes) noexcept;
/// dx[n,k] = y[n,k] (dy[n,k] - sum over j of dy[n,j] y[n,j])
void softmax_backward(const Scalar* y, const Scalar* dy, Scalar* dx, ScoreSizes sizes) noexcept;

/// y[n,k] = x[n,k] - log(sum over j of exp(x[n,j]))
void log_softmax_forward(const Scalar* x, Scalar* y, ScoreSizes sizes) noexcept;
/// dx[n,k] = dy[n,k] - exp(y[n,k]) sum over j of dy[n,j]
void log_softmax_backward(const Scalar* y, const Scalar* dy, Scalar* dx, ScoreSizes sizes) noexcept;

/// losses[n] = log(sum over j of exp(x[n,j])) - x[n,label]; probabilities = softmax(x)
void cross_entropy_forward(const Scalar* x, const std::int32_t* labels, Scalar* probabilities,
                           Scalar* losses, ScoreSizes sizes) noexcept;
/// dx[n,k] = scale (probabilities[n,k] - [k = label])
void cross_entropy_backward(const Scalar* probabilities, const std::int32_t* labels, Scalar scale,
                            Scalar* dx, ScoreSizes sizes) noexcept;

}  // namespace stepgrad::kernels
