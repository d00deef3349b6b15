// precision: float
#include "lessons/support/differences.h"

#include "lessons/support/lesson.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

using namespace stepgrad;
using namespace stepgrad::lessons;

BOOST_AUTO_TEST_SUITE(differences_test)

BOOST_AUTO_TEST_CASE(the_largest_difference_is_found_and_no_nan_is_lost) {
    const Tensor a = Tensor::from({3}, {1, 2, 3});
    BOOST_TEST(largest_difference(a, a) == 0);
    BOOST_TEST(largest_difference(a, Tensor::from({3}, {1, 4, 2})) == 2);
    BOOST_TEST(largest_difference(a, Tensor::from({1, 3}, {1, 2, 3})) ==
               std::numeric_limits<double>::infinity());
    const auto nan = std::numeric_limits<Scalar>::quiet_NaN();
    BOOST_TEST(std::isnan(largest_difference(a, Tensor::from({3}, {nan, 2, 9}))));
    BOOST_TEST(std::isnan(largest_difference(a, Tensor::from({3}, {9, 2, nan}))));
    BOOST_TEST(largest_difference(Tensor::zeros({0}), Tensor::zeros({0})) == 0);
    BOOST_TEST(largest_size(Tensor::from({3}, {1, -4, 2})) == 4);
    BOOST_TEST(std::isnan(largest_size(Tensor::from({2}, {nan, 9}))));
    BOOST_TEST(larger(1, 2) == 2);
    BOOST_TEST(std::isnan(larger(nan, 2)));
    BOOST_TEST(std::isnan(larger(2, nan)));
}

BOOST_AUTO_TEST_CASE(differences_are_relative_to_the_largest_number) {
    const Tensor b = Tensor::from({3}, {1, -4, 2});
    BOOST_TEST(relative_difference(b, b) == 0);
    BOOST_TEST(relative_difference(Tensor::from({3}, {1, -4, 1}), b) == 0.25);
    BOOST_TEST(relative_difference(Tensor::zeros({2}), Tensor::zeros({2})) == 0);
}

BOOST_AUTO_TEST_CASE(an_equality_keeps_the_largest_difference_and_a_nan) {
    const Tensor b = Tensor::from({2}, {1, 2});
    const Equality apart = compared({"both"}, Tensor::from({2}, {1, 1}), b);
    BOOST_TEST(!is_equal(apart));
    BOOST_TEST(equality_text(apart) == "both: NOT equal, 0.5 apart");
    BOOST_TEST(compared(apart, b, b).difference == 0.5);
    const Equality same = compared({"both"}, b, b);
    BOOST_TEST(equality_text(same) == "both: equal to rounding, 0 apart");
    const Tensor nan = Tensor::full({2}, std::numeric_limits<Scalar>::quiet_NaN());
    BOOST_TEST(!is_equal(compared(compared(same, nan, b), b, b)));
}

BOOST_AUTO_TEST_SUITE_END()
