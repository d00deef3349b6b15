// precision: float, double
#include "layers/init.h"

#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <stdexcept>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Of 40,000 numbers: the mean is known within 5/200 deviations, the deviation within about half
// of that.
const Shape kManyNumbers{200, 200};
constexpr double kSampling = 0.025;

void check_distribution(const Tensor& tensor, double deviation, double largest) {
    double sum = 0;
    double squares = 0;
    double extreme = 0;
    for (const Scalar number : tensor.numbers()) {
        sum += number;
        squares += static_cast<double>(number) * number;
        extreme = std::max(extreme, std::abs(static_cast<double>(number)));
    }
    const auto count = static_cast<double>(tensor.numel());
    BOOST_TEST(std::abs(sum / count) < kSampling * deviation);
    BOOST_TEST(std::abs(std::sqrt(squares / count) / deviation - 1) < kSampling);
    BOOST_TEST(extreme <= largest * (1 + 1e-6));
    BOOST_TEST(extreme > 0.99 * std::min(largest, 3 * deviation));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(init_test)

BOOST_AUTO_TEST_CASE(has_the_deviations_of_the_papers) {
    Random random(1);
    const double unbounded = 100;
    check_distribution(kaiming_normal(kManyNumbers, 50, random), 0.2, unbounded);
    check_distribution(kaiming_uniform(kManyNumbers, 50, random), 0.2, std::sqrt(6 / 50.0));
    check_distribution(glorot_normal(kManyNumbers, 30, 20, random), 0.2, unbounded);
    check_distribution(glorot_uniform(kManyNumbers, 30, 20, random), 0.2, std::sqrt(6 / 50.0));
}

BOOST_AUTO_TEST_CASE(draws_from_the_global_generator_unless_told_otherwise) {
    set_seed(5);
    const Tensor first = kaiming_normal({3, 4}, 3);
    set_seed(5);
    BOOST_TEST(same_bits(kaiming_normal({3, 4}, 3), first));
    BOOST_TEST(!same_bits(kaiming_normal({3, 4}, 3), first));
    Random random(5);
    BOOST_TEST(same_bits(kaiming_normal({3, 4}, 3, random), first));
}

BOOST_AUTO_TEST_CASE(without_numbers_nothing_is_drawn) {
    set_seed(5);
    const std::uint32_t next = global_random().next();
    set_seed(5);
    const ShapeOnlyGuard guard;
    BOOST_TEST((kaiming_normal({25088, 4096}, 25088).shape() == Shape{25088, 4096}));
    BOOST_TEST((glorot_uniform({25088, 4096}, 25088, 4096).shape() == Shape{25088, 4096}));
    BOOST_TEST(global_random().next() == next);
}

BOOST_AUTO_TEST_CASE(zeros_and_ones_are_what_they_say) {
    BOOST_TEST(same_bits(zeros({2, 2}), Tensor::from({2, 2}, {0, 0, 0, 0})));
    BOOST_TEST(same_bits(ones({2, 2}), Tensor::from({2, 2}, {1, 1, 1, 1})));
}

BOOST_AUTO_TEST_CASE(rejects_a_fan_of_nothing_and_says_so) {
    BOOST_TEST(message_of<std::invalid_argument>([] { kaiming_normal({3}, 0); }) ==
               "kaiming_normal: fan_in must be at least 1, it is 0");
    BOOST_TEST(message_of<std::invalid_argument>([] { glorot_uniform({3}, 2, -1); }) ==
               "glorot_uniform: fan_out must be at least 1, it is -1");
}

BOOST_AUTO_TEST_SUITE_END()
