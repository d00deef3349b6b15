#pragma once

#include <cstdint>

namespace stepgrad {

/// The number that an IEEE 754 half holds: 1 bit of sign, 5 of exponent, 10 of fraction. Exact.
float from_half(std::uint16_t bits);

/// The number that a bfloat16 holds, the upper half of a float. Exact.
float from_bfloat16(std::uint16_t bits);

}  // namespace stepgrad
