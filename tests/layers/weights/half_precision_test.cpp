// precision: float
#include "layers/weights/half_precision.h"

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cmath>
#include <cstdint>

using namespace stepgrad;

BOOST_AUTO_TEST_SUITE(half_precision_test)

// Values from the tables of IEEE 754-2019, binary16.
BOOST_AUTO_TEST_CASE(halves_are_read_exactly) {
    BOOST_TEST(from_half(0x3c00) == 1.0F);
    BOOST_TEST(from_half(0xc000) == -2.0F);
    BOOST_TEST(from_half(0x7bff) == 65504.0F);
    BOOST_TEST(from_half(0x3555) == 0.333251953125F);
    BOOST_TEST(from_half(0x0400) == std::ldexp(1.0F, -14));  // the smallest normal one
    BOOST_TEST(from_half(0x03ff) == std::ldexp(1023.0F, -24));
    BOOST_TEST(from_half(0x0001) == std::ldexp(1.0F, -24));
    BOOST_TEST(from_half(0x7c00) == INFINITY);
    BOOST_TEST(from_half(0xfc00) == -INFINITY);
    BOOST_TEST(std::isnan(from_half(0x7e00)));
    BOOST_TEST(std::bit_cast<std::uint32_t>(from_half(0x8000)) == 0x80000000U);  // -0
}

BOOST_AUTO_TEST_CASE(a_bfloat16_is_the_upper_half_of_a_float) {
    BOOST_TEST(from_bfloat16(0x3f80) == 1.0F);
    BOOST_TEST(from_bfloat16(0xc049) == -3.140625F);
    BOOST_TEST(from_bfloat16(0x0001) == std::ldexp(1.0F, -133));  // subnormal, as in a float
    BOOST_TEST(std::isnan(from_bfloat16(0x7fc0)));
}

BOOST_AUTO_TEST_SUITE_END()
