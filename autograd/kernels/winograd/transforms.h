#pragma once

#include "autograd/kernels/vector.h"

// Winograd's minimal filtering F(m, 3): m neighbouring outputs of a filter with three taps from
// m + 2 products instead of 3 m. In one dimension, with * for the product number by number,
//
//     outputs = A^T [ (G filter) * (B^T inputs) ]
//
// The filter and the inputs are polynomials, their product is the convolution, and a polynomial is
// known by its values at enough points: G and B^T evaluate (and divide by what Lagrange's formula
// asks for), A^T puts the outputs together again. The points are 0, +-1 and infinity for m = 2; 0,
// +-5/8, +-3/2 and infinity for m = 4. Sums and differences of pairs serve both points of a pair.
//
// In two dimensions a transform goes down the columns and then along the rows: (m + 2)^2 products
// for m^2 outputs, 16 instead of 36 and 36 instead of 144.
//
// The gradient of the filter is the same formula read backwards:
//
//     grad_filter = G^T [ (B^T inputs) * (A grad_outputs) ]
//
// A transform is a type with the numbers of its inputs and outputs and apply().
//
// source  Lavin, Gray: Fast Algorithms for Convolutional Neural Networks, 2016; the points of m = 4
//         give half the error of the usual 0, +-1, +-2 (measured: tests/programs/winograd_tile)
namespace stepgrad::kernels {

/// c + factor * x, with one rounding where the machine can.
inline Vector plus(Vector c, Scalar factor, Vector x) {
    return fused_multiply_add(broadcast(factor), x, c);
}

inline Vector scaled(Scalar factor, Vector x) {
    return broadcast(factor) * x;
}

/// B^T: the values of the inputs, T = m + 2 of them.
template <int kOutputs>
struct InputTransform;

/// A^T: T products become m outputs.
template <int kOutputs>
struct OutputTransform;

/// A: m gradients of outputs become T.
template <int kOutputs>
struct OutputAdjoint;

/// G: three taps become T values.
template <int kOutputs>
struct FilterTransform;

/// G^T: T gradients become those of the three taps.
template <int kOutputs>
struct FilterAdjoint;

// ---- F(2, 3) ------------------------------------------------------------------------------------

template <>
struct InputTransform<2> {
    static constexpr int kFrom = 4, kTo = 4;
    static void apply(const Vector (&d)[4], Vector (&v)[4]) {
        v[0] = d[2] - d[0];
        v[1] = d[1] + d[2];
        v[2] = d[2] - d[1];
        v[3] = d[3] - d[1];
    }
};

template <>
struct OutputTransform<2> {
    static constexpr int kFrom = 4, kTo = 2;
    static void apply(const Vector (&m)[4], Vector (&y)[2]) {
        y[0] = m[0] + m[1] + m[2];
        y[1] = m[1] - m[2] + m[3];
    }
};

template <>
struct OutputAdjoint<2> {
    static constexpr int kFrom = 2, kTo = 4;
    static void apply(const Vector (&y)[2], Vector (&m)[4]) {
        m[0] = y[0];
        m[1] = y[0] + y[1];
        m[2] = y[0] - y[1];
        m[3] = y[1];
    }
};

template <>
struct FilterTransform<2> {
    static constexpr int kFrom = 3, kTo = 4;
    static void apply(const Vector (&g)[3], Vector (&u)[4]) {
        const Vector even = scaled(Scalar(0.5), g[0] + g[2]);
        const Vector odd = scaled(Scalar(0.5), g[1]);
        u[0] = -g[0];
        u[1] = even + odd;
        u[2] = even - odd;
        u[3] = g[2];
    }
};

template <>
struct FilterAdjoint<2> {
    static constexpr int kFrom = 4, kTo = 3;
    static void apply(const Vector (&u)[4], Vector (&g)[3]) {
        const Vector half_sum = scaled(Scalar(0.5), u[1] + u[2]);
        g[0] = half_sum - u[0];
        g[1] = scaled(Scalar(0.5), u[1] - u[2]);
        g[2] = half_sum + u[3];
    }
};

// ---- F(4, 3) ------------------------------------------------------------------------------------

/// The pairs of points +-a and +-b, and what follows from them. 5/8 and 3/2 and their powers are
/// exact in binary; the quotients, which only filters meet, are rounded once.
struct PointsOfF4 {
    static constexpr double a = 0.625, b = 1.5;
    static constexpr double aa = a * a, bb = b * b;
    static constexpr double at_zero = 1 / (aa * bb);          // 1 / ((0-a)(0+a)(0-b)(0+b))
    static constexpr double at_a = 1 / (2 * aa * (aa - bb));  // 1 / (a (a+a)(a-b)(a+b))
    static constexpr double at_b = 1 / (2 * bb * (bb - aa));  // 1 / (b (b+b)(b-a)(b+a))
};

template <>
struct InputTransform<4> : PointsOfF4 {
    static constexpr int kFrom = 6, kTo = 6;
    static void apply(const Vector (&d)[6], Vector (&v)[6]) {
        const Vector even_a = plus(d[4], Scalar(-bb), d[2]);
        const Vector odd_a = plus(d[3], Scalar(-bb), d[1]);
        const Vector even_b = plus(d[4], Scalar(-aa), d[2]);
        const Vector odd_b = plus(d[3], Scalar(-aa), d[1]);
        v[0] = plus(plus(d[4], Scalar(-(aa + bb)), d[2]), Scalar(aa * bb), d[0]);
        v[1] = plus(even_a, Scalar(a), odd_a);
        v[2] = plus(even_a, Scalar(-a), odd_a);
        v[3] = plus(even_b, Scalar(b), odd_b);
        v[4] = plus(even_b, Scalar(-b), odd_b);
        v[5] = plus(plus(d[5], Scalar(-(aa + bb)), d[3]), Scalar(aa * bb), d[1]);
    }
};

template <>
struct OutputTransform<4> : PointsOfF4 {
    static constexpr int kFrom = 6, kTo = 4;
    static void apply(const Vector (&m)[6], Vector (&y)[4]) {
        const Vector sum_a = m[1] + m[2];
        const Vector difference_a = m[1] - m[2];
        const Vector sum_b = m[3] + m[4];
        const Vector difference_b = m[3] - m[4];
        y[0] = m[0] + sum_a + sum_b;
        y[1] = plus(scaled(Scalar(a), difference_a), Scalar(b), difference_b);
        y[2] = plus(scaled(Scalar(aa), sum_a), Scalar(bb), sum_b);
        y[3] = plus(plus(m[5], Scalar(bb * b), difference_b), Scalar(aa * a), difference_a);
    }
};

template <>
struct OutputAdjoint<4> : PointsOfF4 {
    static constexpr int kFrom = 4, kTo = 6;
    static void apply(const Vector (&y)[4], Vector (&m)[6]) {
        const Vector even_a = plus(y[0], Scalar(aa), y[2]);
        const Vector odd_a = plus(y[1], Scalar(aa), y[3]);
        const Vector even_b = plus(y[0], Scalar(bb), y[2]);
        const Vector odd_b = plus(y[1], Scalar(bb), y[3]);
        m[0] = y[0];
        m[1] = plus(even_a, Scalar(a), odd_a);
        m[2] = plus(even_a, Scalar(-a), odd_a);
        m[3] = plus(even_b, Scalar(b), odd_b);
        m[4] = plus(even_b, Scalar(-b), odd_b);
        m[5] = y[3];
    }
};

template <>
struct FilterTransform<4> : PointsOfF4 {
    static constexpr int kFrom = 3, kTo = 6;
    static void apply(const Vector (&g)[3], Vector (&u)[6]) {
        const Vector even_a = plus(scaled(Scalar(at_a), g[0]), Scalar(at_a * aa), g[2]);
        const Vector even_b = plus(scaled(Scalar(at_b), g[0]), Scalar(at_b * bb), g[2]);
        u[0] = scaled(Scalar(at_zero), g[0]);
        u[1] = plus(even_a, Scalar(at_a * a), g[1]);
        u[2] = plus(even_a, Scalar(-at_a * a), g[1]);
        u[3] = plus(even_b, Scalar(at_b * b), g[1]);
        u[4] = plus(even_b, Scalar(-at_b * b), g[1]);
        u[5] = g[2];
    }
};

template <>
struct FilterAdjoint<4> : PointsOfF4 {
    static constexpr int kFrom = 6, kTo = 3;
    static void apply(const Vector (&u)[6], Vector (&g)[3]) {
        const Vector sum_a = u[1] + u[2];
        const Vector difference_a = u[1] - u[2];
        const Vector sum_b = u[3] + u[4];
        const Vector difference_b = u[3] - u[4];
        g[0] = plus(plus(scaled(Scalar(at_zero), u[0]), Scalar(at_a), sum_a), Scalar(at_b), sum_b);
        g[1] = plus(scaled(Scalar(at_a * a), difference_a), Scalar(at_b * b), difference_b);
        g[2] = plus(plus(u[5], Scalar(at_a * aa), sum_a), Scalar(at_b * bb), sum_b);
    }
};

}  // namespace stepgrad::kernels
