// precision: float
#include "lessons/support/figure.h"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace stepgrad::lessons;

BOOST_AUTO_TEST_SUITE(figure_test)

BOOST_AUTO_TEST_CASE(mean_deviation_and_median_are_those_of_a_sample) {
    const Figure figure{.name = "f", .values = {2, 4, 4, 4, 5, 5, 7, 9}};
    BOOST_TEST(figure.mean() == 5.0);
    // The squares sum up to 32; seven of the eight differences are free.
    BOOST_TEST(std::abs(figure.deviation() - std::sqrt(32.0 / 7.0)) < 1e-12);
    BOOST_TEST(median(figure.values) == 4.5);
    BOOST_TEST(median({9, 1, 2}) == 2.0);
}

BOOST_AUTO_TEST_CASE(one_value_does_not_deviate) {
    const Figure figure{.name = "f", .values = {3}};
    BOOST_TEST(figure.mean() == 3.0);
    BOOST_TEST(figure.deviation() == 0.0);
    BOOST_TEST(median(figure.values) == 3.0);
}

BOOST_AUTO_TEST_CASE(shares_are_shown_in_per_cent_and_others_with_four_digits) {
    const std::string text =
        figures_text({{.name = "gap: test accuracy", .unit = Unit::kShare, .values = {0.9, 0.92}},
                      {.name = "train - test", .unit = Unit::kPoints, .values = {0.01, 0.03}},
                      {.name = "likeness", .values = {0.123456}}});
    BOOST_TEST(text.find("91.00 %       1.41  90.00 %  92.00 %") != std::string::npos, text);
    BOOST_TEST(text.find("  +2.00       1.41    +1.00    +3.00") != std::string::npos, text);
    BOOST_TEST(text.find("0.1235") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
