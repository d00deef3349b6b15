// precision: float
#include "lessons/support/hand_filters.h"

#include "layers/conv2d.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

TwoWays ways_with(double difference) {
    return {.sizes = "any", .largest_difference = difference, .largest_number = 10};
}

std::string verdict(std::size_t claim, double difference, double before, double after) {
    return filter_claims({ways_with(1e-6), ways_with(difference)}, {{before}, {after}})
        .at(claim)
        .verdict;
}

Tensor ones(const Tensor& x, const Tensor& /*w*/) {
    return Tensor::full({x.shape()[0], 1}, 1);
}

Tensor nans(const Tensor& x, const Tensor& /*w*/) {
    return Tensor::full({x.shape()[0], 1}, std::numeric_limits<Scalar>::quiet_NaN());
}

Tensor threes(const Tensor& x, const Tensor& /*w*/) {
    return Tensor::full({x.shape()[0], 1}, 3);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hand_filters_test)

BOOST_AUTO_TEST_CASE(an_edge_is_like_itself_and_a_blur_like_no_edge) {
    const std::vector<double> likeness = likeness_to_edges(weight_of(hand_filters()));
    BOOST_TEST_REQUIRE(likeness.size() == 6u);
    for (std::size_t edge = 0; edge < 4; ++edge) {
        BOOST_TEST(likeness[edge] == 1.0, boost::test_tools::tolerance(1e-9));
    }
    BOOST_TEST(likeness[4] < 1e-9);
    BOOST_TEST(likeness[5] < 1e-9);
}

BOOST_AUTO_TEST_CASE(size_and_sign_do_not_count) {
    Tensor weight =
        weight_of({{"edge", {3, 0, -3, 6, 0, -6, 3, 0, -3}}, {"none", std::vector<Scalar>(9)}});
    const std::vector<double> likeness = likeness_to_edges(weight);
    BOOST_TEST(likeness[0] == 1.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(likeness[1] == 0);
}

// Of one channel: three of the eight places beside a Sobel filter's middle are 0.
BOOST_AUTO_TEST_CASE(the_likeness_of_a_point_beside_the_middle_is_known) {
    std::vector<Scalar> point(9);
    point[3] = 1;  // Sobel has 2 there, of a size of sqrt(12)
    const std::vector<double> likeness = likeness_to_edges(weight_of({{"point", point}}));
    BOOST_TEST(likeness[0] == 2 / std::sqrt(12.0), boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(verdicts_follow_from_the_figures) {
    BOOST_TEST(verdict(0, 1e-5, 0.5, 0.5) == "holds");
    BOOST_TEST(verdict(0, 1e-2, 0.5, 0.5) == "does not hold");
    BOOST_TEST(verdict(1, 0, 0.5, 0.65) == "holds");
    BOOST_TEST(verdict(1, 0, 0.5, 0.57) == "depends");
    BOOST_TEST(verdict(1, 0, 0.5, 0.5) == "does not hold");
    BOOST_TEST(verdict(1, 0, 0.6, 0.5) == "does not hold");
}

BOOST_AUTO_TEST_CASE(the_two_ways_are_compared_number_by_number) {
    const Tensor x = Tensor::zeros({2, 1, 1, 1});
    const TwoWays ways = time_both(x, Tensor::zeros({3, 3, 1, 4}), ones, threes);
    BOOST_TEST(ways.largest_difference == 2);
    BOOST_TEST(ways.largest_number == 1);
    BOOST_TEST(ways.sizes == "2 of 28x28, 1 to 4");
    BOOST_TEST(!are_equal(ways));
    BOOST_TEST(!are_equal(time_both(x, Tensor::zeros({3, 3, 1, 4}), ones, nans)));
}

BOOST_AUTO_TEST_SUITE_END()
