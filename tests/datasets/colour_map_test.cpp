// precision: float
#include "datasets/colour_map.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

using namespace stepgrad;

namespace {

constexpr Scalar kNan = std::numeric_limits<Scalar>::quiet_NaN();

}  // namespace

BOOST_AUTO_TEST_SUITE(colour_map_test)

BOOST_AUTO_TEST_CASE(diverging_colours_are_white_in_the_middle_and_different_at_the_ends) {
    BOOST_CHECK((diverging_colour(0) == Colour{1, 1, 1}));
    const Colour red = diverging_colour(1);
    const Colour blue = diverging_colour(-1);
    BOOST_TEST(red[0] > 2 * red[2]);
    BOOST_TEST(blue[2] > 2 * blue[0]);
    BOOST_CHECK(diverging_colour(5) == red);
    BOOST_CHECK(diverging_colour(-5) == blue);
    for (std::size_t c = 0; c < 3; ++c) {
        BOOST_TEST(diverging_colour(0.5f)[c] == 1 + 0.5f * (red[c] - 1));
        BOOST_TEST(diverging_colour(-0.5f)[c] == 1 + 0.5f * (blue[c] - 1));
    }
}

BOOST_AUTO_TEST_CASE(heat_becomes_brighter_all_the_way) {
    BOOST_CHECK((heat_colour(0) == Colour{0, 0, 0}));
    BOOST_CHECK((heat_colour(1) == Colour{1, 1, 1}));
    BOOST_CHECK((heat_colour(0.5f) == Colour{1, 0.5f, 0}));
    BOOST_CHECK((heat_colour(-3) == Colour{0, 0, 0}));
    BOOST_CHECK((heat_colour(3) == Colour{1, 1, 1}));
    for (int i = 0; i < 100; ++i) {
        const Colour now = heat_colour(static_cast<Scalar>(i) / 100);
        const Colour next = heat_colour(static_cast<Scalar>(i + 1) / 100);
        BOOST_TEST(now[0] + now[1] + now[2] < next[0] + next[1] + next[2]);
    }
}

BOOST_AUTO_TEST_CASE(a_nan_stays_one) {
    for (std::size_t c = 0; c < 3; ++c) {
        BOOST_TEST(std::isnan(diverging_colour(kNan)[c]));
        BOOST_TEST(std::isnan(heat_colour(kNan)[c]));
    }
}

BOOST_AUTO_TEST_SUITE_END()
