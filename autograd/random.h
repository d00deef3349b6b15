#pragma once

#include "autograd/scalar.h"
#include "autograd/tensor.h"

#include <cstdint>

namespace stepgrad {

/// A seeded stream of random numbers: the same on every platform and with every compiler.
///
/// source  O'Neill: PCG, a family of better random number generators, 2014 (PCG-XSH-RR 64/32)
class Random {
public:
    /// Generators with the same seed and different streams give unrelated numbers.
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

    /// 32 random bits.
    std::uint32_t next();

    /// A number in [0, 1), one of 2^24 equally likely ones: exact in float and double alike.
    Scalar uniform();

    /// low + (high - low) * uniform(): a number in [low, high], where rounding may reach `high`.
    Scalar uniform(Scalar low, Scalar high);

    /// A normal deviate of mean 0 and standard deviation 1.
    ///
    /// source  Marsaglia's polar method; the logarithm is our own, since libm's last bit differs
    ///         from one platform to the next
    Scalar normal();

    /// A whole number in [0, bound); every one is equally likely.
    ///
    /// throws  std::invalid_argument if bound is 0
    std::uint32_t below(std::uint32_t bound);

    /// A whole number from low to high; every one is equally likely, both ends among them.
    ///
    /// throws  std::invalid_argument if high is below low, or 2^32 - 1 or more above it
    std::int64_t between(std::int64_t low, std::int64_t high);

private:
    std::uint64_t state_;
    std::uint64_t increment_;
    double spare_ = 0;  // the polar method makes two deviates at a time
    bool has_spare_ = false;
};

/// The generator that initialisers and dropout draw from. One for the program; not for use by
/// several threads at once. The DataLoader draws nothing from it.
Random& global_random();

/// Starts the global generator anew: the same seed, the same weights.
void set_seed(std::uint64_t seed);

/// Mixes numbers into one seed, so that (seed, epoch, index) gives each sample a stream of its own.
///
/// source  Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014
std::uint64_t mix_seed(std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0);

/// Normal deviates of mean 0 and variance 1, for lessons and tests; only a shape under a
/// ShapeOnlyGuard.
Tensor random_normal(const Shape& shape, Random& random);

/// Numbers from Random::uniform(low, high), in the same way.
Tensor random_uniform(const Shape& shape, Scalar low, Scalar high, Random& random);

}  // namespace stepgrad
