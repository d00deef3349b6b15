#include "autograd/random.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace stepgrad {
namespace {

constexpr double kLogOf2 = 0.69314718055994530942;
constexpr double kSqrtOfHalf = 0.70710678118654752440;
constexpr int kLogTerms = 12;  // the next term is below 2^-53 of the sum

// ln(x) with nothing but exact steps, +, * and /, so that every platform agrees on the last bit.
//   x = m 2^e with m in [sqrt(1/2), sqrt(2)),  s = (m - 1)/(m + 1)
//   ln(x) = e ln(2) + 2 (s + s^3/3 + s^5/5 + ...)
double portable_log(double x) {
    int exponent = 0;
    double mantissa = std::frexp(x, &exponent);
    if (mantissa < kSqrtOfHalf) {
        mantissa *= 2;
        exponent -= 1;
    }
    const double s = (mantissa - 1) / (mantissa + 1);
    const double s2 = s * s;
    double sum = 0;
    for (int term = kLogTerms; term >= 0; --term) {
        sum = sum * s2 + 1.0 / (2 * term + 1);
    }
    return exponent * kLogOf2 + 2 * s * sum;
}

std::uint64_t splitmix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream)
    : state_(splitmix(seed)), increment_(2 * splitmix(stream) + 1) {
    next();
}

std::uint32_t Random::next() {
    const std::uint64_t old = state_;
    state_ = old * 6364136223846793005u + increment_;
    const auto shifted = static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27);
    const auto rotation = static_cast<std::uint32_t>(old >> 59);
    return (shifted >> rotation) | (shifted << ((32 - rotation) & 31));
}

Scalar Random::uniform() {
    constexpr Scalar kStep = Scalar{1} / (1 << 24);
    return static_cast<Scalar>(next() >> 8) * kStep;
}

// Not in the header: there a caller's compiler could fuse the product and the sum, and draw other
// bits than the rest of the program.
Scalar Random::uniform(Scalar low, Scalar high) {
    return low + (high - low) * uniform();
}

Scalar Random::normal() {
    if (has_spare_) {
        has_spare_ = false;
        return static_cast<Scalar>(spare_);
    }
    // A point in the unit disc, not its centre.
    double x = 0;
    double y = 0;
    double r2 = 0;
    do {
        x = next() * 0x1p-31 - 1;
        y = next() * 0x1p-31 - 1;
        r2 = x * x + y * y;
    } while (r2 >= 1 || r2 == 0);
    const double factor = std::sqrt(-2 * portable_log(r2) / r2);
    spare_ = y * factor;
    has_spare_ = true;
    return static_cast<Scalar>(x * factor);
}

std::uint32_t Random::below(std::uint32_t bound) {
    if (bound == 0) {
        throw std::invalid_argument("Random::below: there is no number below 0");
    }
    // Reject the first 2^32 mod bound values, so that what is left divides evenly.
    const std::uint32_t threshold = (0u - bound) % bound;
    while (true) {
        const std::uint32_t bits = next();
        if (bits >= threshold) {
            return bits % bound;
        }
    }
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
    // Differences of unsigned numbers do not overflow.
    const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    if (high < low || span >= std::numeric_limits<std::uint32_t>::max()) {
        throw std::invalid_argument("Random::between: there are not 1 to 2^32 - 1 numbers from " +
                                    std::to_string(low) + " to " + std::to_string(high));
    }
    return low + below(static_cast<std::uint32_t>(span + 1));
}

Random& global_random() {
    static Random random(0);
    return random;
}

void set_seed(std::uint64_t seed) {
    global_random() = Random(seed);
}

std::uint64_t mix_seed(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    return splitmix(splitmix(splitmix(a) ^ b) ^ c);
}

Tensor random_normal(const Shape& shape, Random& random) {
    Tensor tensor = Tensor::empty(shape);
    if (tensor.has_numbers()) {
        Scalar* numbers = tensor.mutable_data();
        for (std::int64_t i = 0; i < tensor.numel(); ++i) {
            numbers[i] = random.normal();
        }
    }
    return tensor;
}

Tensor random_uniform(const Shape& shape, Scalar low, Scalar high, Random& random) {
    Tensor tensor = Tensor::empty(shape);
    if (tensor.has_numbers()) {
        Scalar* numbers = tensor.mutable_data();
        for (std::int64_t i = 0; i < tensor.numel(); ++i) {
            numbers[i] = random.uniform(low, high);
        }
    }
    return tensor;
}

}  // namespace stepgrad
