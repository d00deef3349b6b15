#include "layers/weights/half_precision.h"

#include <bit>
#include <cmath>

namespace stepgrad {

float from_half(std::uint16_t bits) {
    constexpr int kFractionBits = 10;
    constexpr int kBias = 15;
    constexpr int kLargestExponent = 31;
    const int exponent = (bits >> kFractionBits) & kLargestExponent;
    const auto fraction = static_cast<float>(bits & ((1 << kFractionBits) - 1));
    float size = 0;
    if (exponent == kLargestExponent) {
        size = fraction == 0 ? INFINITY : NAN;
    } else if (exponent == 0) {  // a subnormal number, or 0
        size = std::ldexp(fraction, 1 - kBias - kFractionBits);
    } else {
        size = std::ldexp(fraction + (1 << kFractionBits), exponent - kBias - kFractionBits);
    }
    return (bits >> 15) != 0 ? -size : size;
}

float from_bfloat16(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

}  // namespace stepgrad
