#pragma once

#include "autograd/scalar.h"

#include <cstdint>

#if defined(__AVX__)
#include <immintrin.h>
#endif

// The compiler's own vector type, as long as the registers of the machine the library is built for.
// Only kernels include this file: the vector length is no part of the library's interface.
namespace stepgrad::kernels {

#if defined(__AVX512F__)
constexpr int kVectorBytes = 64;
constexpr int kVectorRegisters = 32;
#elif defined(__AVX__)
constexpr int kVectorBytes = 32;
constexpr int kVectorRegisters = 16;
#else
constexpr int kVectorBytes = 16;
constexpr int kVectorRegisters = 16;
#endif

/// Numbers in one vector register: 16 floats with AVX-512, 8 with AVX2, 4 otherwise; half as many
/// doubles.
constexpr int kLanes = kVectorBytes / static_cast<int>(sizeof(Scalar));

using Vector = Scalar __attribute__((vector_size(kVectorBytes)));

// In memory a vector may begin at any number. A typedef: Clang drops `aligned` from a `using`.
typedef Scalar VectorInMemory
    __attribute__((vector_size(kVectorBytes), aligned(sizeof(Scalar)), may_alias));

inline Vector load(const Scalar* numbers) {
    return *reinterpret_cast<const VectorInMemory*>(numbers);
}

inline void store(Scalar* numbers, Vector vector) {
    *reinterpret_cast<VectorInMemory*>(numbers) = vector;
}

/// The number in every lane. (x - 0 is x whatever x is, so nothing is computed; 0 + x is not: it
/// turns -0 into 0, and the addition stays. It once cost a third of the tiles' speed.)
inline Vector broadcast(Scalar number) {
    return number - Vector{};
}

// Channels seldom fill the last vector. Masks leave out the lanes that are not real: nothing behind
// an array is read or written, and no vector goes through memory to be taken apart. Without AVX2
// they are loops over lanes.

/// Which lanes the first `count` are, as the machine wants to know it; 0 < count <= kLanes.
#if defined(__AVX512F__) && defined(STEPGRAD_SCALAR_DOUBLE)
inline __mmask8 first_lanes(int count) {
    return static_cast<__mmask8>((1U << count) - 1U);
}
#elif defined(__AVX512F__)
inline __mmask16 first_lanes(int count) {
    return static_cast<__mmask16>((1U << count) - 1U);
}
#elif defined(__AVX2__)
inline __m256i first_lanes(int count) {
    alignas(64) static constexpr int kMasks[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
    constexpr int kWords = static_cast<int>(sizeof(Scalar) / sizeof(int));
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(kMasks + 8 - count * kWords));
}
#endif

/// The first `count` numbers, and 0 in the other lanes; 0 < count <= kLanes.
inline Vector load_first(const Scalar* numbers, int count) {
#if defined(__AVX512F__) && defined(STEPGRAD_SCALAR_DOUBLE)
    return _mm512_maskz_loadu_pd(first_lanes(count), numbers);
#elif defined(__AVX512F__)
    return _mm512_maskz_loadu_ps(first_lanes(count), numbers);
#elif defined(__AVX2__) && defined(STEPGRAD_SCALAR_DOUBLE)
    return _mm256_maskload_pd(numbers, first_lanes(count));
#elif defined(__AVX2__)
    return _mm256_maskload_ps(numbers, first_lanes(count));
#else
    Vector vector{};
    for (int lane = 0; lane < count; ++lane) {
        vector[lane] = numbers[lane];
    }
    return vector;
#endif
}

/// Writes the first `count` lanes; 0 < count <= kLanes.
inline void store_first(Scalar* numbers, Vector vector, int count) {
#if defined(__AVX512F__) && defined(STEPGRAD_SCALAR_DOUBLE)
    _mm512_mask_storeu_pd(numbers, first_lanes(count), vector);
#elif defined(__AVX512F__)
    _mm512_mask_storeu_ps(numbers, first_lanes(count), vector);
#elif defined(__AVX2__) && defined(STEPGRAD_SCALAR_DOUBLE)
    _mm256_maskstore_pd(numbers, first_lanes(count), vector);
#elif defined(__AVX2__)
    _mm256_maskstore_ps(numbers, first_lanes(count), vector);
#else
    for (int lane = 0; lane < count; ++lane) {
        numbers[lane] = vector[lane];
    }
#endif
}

/// a * b + c with one rounding where the machine can. Said explicitly, and compiled with
/// -ffp-contract=off: left to the compilers, three of them gave three results.
inline Vector fused_multiply_add(Vector a, Vector b, Vector c) {
#if defined(__AVX512F__) && defined(STEPGRAD_SCALAR_DOUBLE)
    return _mm512_fmadd_pd(a, b, c);
#elif defined(__AVX512F__)
    return _mm512_fmadd_ps(a, b, c);
#elif defined(__FMA__) && defined(STEPGRAD_SCALAR_DOUBLE)
    return _mm256_fmadd_pd(a, b, c);
#elif defined(__FMA__)
    return _mm256_fmadd_ps(a, b, c);
#else
    return a * b + c;
#endif
}

constexpr std::int64_t divided_up(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

}  // namespace stepgrad::kernels
