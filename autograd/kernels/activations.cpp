#include "autograd/kernels/activations.h"

#include "autograd/kernels/in_parallel.h"

#include <cmath>

namespace stepgrad::kernels {
namespace {

// tanh(x) = x P(x^2) / Q(x^2) within 3.5e-7 (most of it rounding: with fused multiply-adds, which
// not every machine has, it would be 2.9e-7). Beyond kTanhLimit, where the quotient rounds to 1
// exactly, x is clamped. Vectorises, which std::tanh does not. P and Q are summed in pairs: fewer
// roundings in a row than Horner's rule, and less waiting.
//
// source  Eigen 3.4, generic_fast_tanh_float: the coefficients of this minimax approximation; the
//         limit there, 7.9053, does not give 1 with this order of operations
[[maybe_unused]] inline float tanh_of(float x) {
    constexpr float kTanhLimit = 7.90989685f;
    x = x > kTanhLimit ? kTanhLimit : x;
    x = x < -kTanhLimit ? -kTanhLimit : x;
    const float x2 = x * x;
    const float x4 = x2 * x2;
    const float p01 = 4.89352455891786e-03f + 6.37261928875436e-04f * x2;
    const float p23 = 1.48572235717979e-05f + 5.12229709037114e-08f * x2;
    const float p45 = -8.60467152213735e-11f + 2.00018790482477e-13f * x2;
    const float p6 = -2.76076847742355e-16f;
    const float p = p01 + x4 * (p23 + x4 * (p45 + x4 * p6));
    const float q01 = 4.89352518554385e-03f + 2.26843463243900e-03f * x2;
    const float q23 = 1.18534705686654e-04f + 1.19825839466702e-06f * x2;
    const float q = q01 + x4 * q23;
    return x * (p / q);
}

[[maybe_unused]] inline double tanh_of(double x) {
    return std::tanh(x);
}

}  // namespace

void relu_forward(const Scalar* x, Scalar* y, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            y[i] = x[i] < 0 ? 0 : x[i];
        }
    });
}

void relu_backward(const Scalar* y, const Scalar* dy, Scalar* dx, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            const Scalar g = dy[i];
            dx[i] = y[i] > 0 ? g : 0;
        }
    });
}

void relu6_forward(const Scalar* x, Scalar* y, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            const Scalar above = x[i] < 0 ? 0 : x[i];
            y[i] = above > 6 ? 6 : above;
        }
    });
}

void relu6_backward(const Scalar* y, const Scalar* dy, Scalar* dx, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            const Scalar g = dy[i];
            const Scalar above = y[i] > 0 ? g : 0;
            dx[i] = y[i] < 6 ? above : 0;
        }
    });
}

void leaky_relu_forward(const Scalar* x, Scalar* y, Scalar slope, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            const Scalar scaled = slope * x[i];
            y[i] = x[i] < 0 ? scaled : x[i];
        }
    });
}

void leaky_relu_backward(const Scalar* y, const Scalar* dy, Scalar* dx, Scalar slope,
                         std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            const Scalar g = dy[i];
            const Scalar scaled = slope * g;
            dx[i] = y[i] > 0 ? g : scaled;
        }
    });
}

void sigmoid_forward(const Scalar* x, Scalar* y, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            y[i] = 1 / (1 + std::exp(-x[i]));
        }
    });
}

void sigmoid_backward(const Scalar* y, const Scalar* dy, Scalar* dx, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            dx[i] = dy[i] * y[i] * (1 - y[i]);
        }
    });
}

void tanh_forward(const Scalar* x, Scalar* y, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            y[i] = tanh_of(x[i]);
        }
    });
}

void tanh_backward(const Scalar* y, const Scalar* dy, Scalar* dx, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            dx[i] = dy[i] * (1 - y[i] * y[i]);
        }
    });
}

void multiply_by_mask(const Scalar* x, const Scalar* mask, Scalar* y, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            y[i] = x[i] * mask[i];
        }
    });
}

}  // namespace stepgrad::kernels
