// precision: float, double
#include "autograd/random.h"

#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

constexpr int kDraws = 100000;
constexpr double kSigmas = 5;  // a fixed seed that is farther out than this would be a broken one

}  // namespace

BOOST_AUTO_TEST_SUITE(random_test)

// Computed from the paper's definition by another program (Python, whole numbers).
BOOST_AUTO_TEST_CASE(draws_the_same_bits_on_every_platform) {
    Random random(1);
    for (const std::uint32_t bits :
         {0x6a20f7c5u, 0x6eee5ffdu, 0x1068e889u, 0x2884f824u, 0x246a0bb3u, 0xe061b58bu}) {
        BOOST_TEST(random.next() == bits);
    }
    Random other_stream(1, 1);
    for (const std::uint32_t bits : {0xa7860fc4u, 0x293cb10bu, 0x1e1cfea3u}) {
        BOOST_TEST(other_stream.next() == bits);
    }
}

BOOST_AUTO_TEST_CASE(uniform_numbers_are_the_same_in_both_precisions) {
    Random random(1);
    BOOST_TEST(random.uniform() == Scalar(0.4145655035972595));
    BOOST_TEST(random.uniform() == Scalar(0.43332475423812866));
    BOOST_TEST(random.uniform() == Scalar(0.06410074234008789));
}

BOOST_AUTO_TEST_CASE(normal_numbers_are_the_same_in_both_precisions) {
    // The other program has libm's logarithm, which may differ in the last bit of a double.
    constexpr double kTolerance = sizeof(Scalar) == 4 ? 1.2e-7 : 1e-15;
    Random random(1);
    for (const double expected :
         {-1.9496282178554918, -1.5215387342051758, 1.3029544453997262, 1.3164924180198991}) {
        BOOST_TEST(std::abs(random.normal() - expected) <= kTolerance * std::abs(expected));
    }
}

BOOST_AUTO_TEST_CASE(uniform_numbers_fill_their_range_evenly) {
    Random random(2);
    std::array<int, 10> counts{};
    for (int i = 0; i < kDraws; ++i) {
        const Scalar number = random.uniform();
        BOOST_REQUIRE(number >= 0);
        BOOST_REQUIRE(number < 1);
        ++counts[static_cast<std::size_t>(number * 10)];
    }
    // Each count is binomial: n p, variance n p (1 - p).
    const double deviation = std::sqrt(kDraws * 0.1 * 0.9);
    for (const int count : counts) {
        BOOST_TEST(std::abs(count - kDraws * 0.1) <= kSigmas * deviation);
    }
}

BOOST_AUTO_TEST_CASE(uniform_numbers_stay_between_their_bounds) {
    Random random(3);
    Scalar smallest = 7;
    Scalar largest = -7;
    for (int i = 0; i < kDraws; ++i) {
        const Scalar number = random.uniform(-2, 5);
        smallest = std::min(smallest, number);
        largest = std::max(largest, number);
    }
    BOOST_TEST(smallest >= -2);
    BOOST_TEST(largest <= 5);
    // The chance that none of n numbers comes within 0.1 % of an end is (1 - 0.001)^n, e^-100.
    BOOST_TEST(smallest < Scalar(-1.993));
    BOOST_TEST(largest > Scalar(4.993));
}

BOOST_AUTO_TEST_CASE(normal_numbers_have_the_moments_of_the_normal_distribution) {
    Random random(4);
    double sum = 0;
    double sum_of_squares = 0;
    double sum_of_fourths = 0;
    for (int i = 0; i < kDraws; ++i) {
        const double number = random.normal();
        sum += number;
        sum_of_squares += number * number;
        sum_of_fourths += number * number * number * number;
    }
    // Of the normal distribution: E x = 0, E x^2 = 1, E x^4 = 3, E x^8 = 105; so the variances of
    // the three means are 1/n, (3 - 1)/n and (105 - 9)/n.
    BOOST_TEST(std::abs(sum / kDraws) <= kSigmas * std::sqrt(1.0 / kDraws));
    BOOST_TEST(std::abs(sum_of_squares / kDraws - 1) <= kSigmas * std::sqrt(2.0 / kDraws));
    BOOST_TEST(std::abs(sum_of_fourths / kDraws - 3) <= kSigmas * std::sqrt(96.0 / kDraws));
}

BOOST_AUTO_TEST_CASE(whole_numbers_below_a_bound_are_equally_likely) {
    Random random(5);
    std::array<int, 7> counts{};
    for (int i = 0; i < kDraws; ++i) {
        ++counts.at(random.below(7));
    }
    const double deviation = std::sqrt(kDraws / 7.0 * (6.0 / 7.0));
    for (const int count : counts) {
        BOOST_TEST(std::abs(count - kDraws / 7.0) <= kSigmas * deviation);
    }
}

BOOST_AUTO_TEST_CASE(a_large_bound_shows_no_preference_for_small_numbers) {
    // 2^32 mod (3 * 2^30) is 2^30: without rejection, numbers below 2^30 would come twice as often,
    // half of the time instead of a third.
    Random random(6);
    int small = 0;
    for (int i = 0; i < kDraws; ++i) {
        small += random.below(3u << 30) < (1u << 30) ? 1 : 0;
    }
    const double deviation = std::sqrt(kDraws / 3.0 * (2.0 / 3.0));
    BOOST_TEST(std::abs(small - kDraws / 3.0) <= kSigmas * deviation);
}

BOOST_AUTO_TEST_CASE(whole_numbers_between_two_include_both) {
    Random random(8);
    std::array<int, 5> counts{};
    for (int i = 0; i < kDraws; ++i) {
        ++counts.at(static_cast<std::size_t>(random.between(-3, 1) + 3));
    }
    const double deviation = std::sqrt(kDraws / 5.0 * (4.0 / 5.0));
    for (const int count : counts) {
        BOOST_TEST(std::abs(count - kDraws / 5.0) <= kSigmas * deviation);
    }
    BOOST_TEST(random.between(7, 7) == 7);
    BOOST_TEST(message_of<std::invalid_argument>([&] { random.between(2, 1); }) ==
               "Random::between: there are not 1 to 2^32 - 1 numbers from 2 to 1");
    BOOST_CHECK_THROW(random.between(0, std::int64_t{1} << 32), std::invalid_argument);
    BOOST_CHECK_THROW(random.between(std::numeric_limits<std::int64_t>::min(),
                                     std::numeric_limits<std::int64_t>::max()),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(below_one_there_is_only_zero_and_below_zero_nothing) {
    Random random(7);
    BOOST_TEST(random.below(1) == 0u);
    BOOST_TEST(message_of<std::invalid_argument>([&] { random.below(0); }) ==
               "Random::below: there is no number below 0");
}

BOOST_AUTO_TEST_CASE(the_global_generator_starts_anew_with_its_seed) {
    set_seed(8);
    global_random().normal();  // leaves a second deviate behind, which the seed must drop
    const Scalar second = global_random().normal();
    set_seed(8);
    const Scalar first = global_random().normal();
    BOOST_TEST(first != second);
    BOOST_TEST(first == Random(8).normal());
}

BOOST_AUTO_TEST_CASE(mixed_seeds_depend_on_every_part_and_its_place) {
    BOOST_TEST(mix_seed(1, 2, 3) == 0xd0734750fde362b3u);
    BOOST_TEST(mix_seed(1, 2, 3) != mix_seed(1, 3, 2));
    BOOST_TEST(mix_seed(1, 2) != mix_seed(2, 1));
    BOOST_TEST(mix_seed(0) != mix_seed(1));
}

BOOST_AUTO_TEST_CASE(random_tensors_have_numbers_only_when_asked_to_compute) {
    Random random(9);
    BOOST_TEST(random_normal({3, 2}, random).numel() == 6);
    const Tensor uniform = random_uniform({1000}, 2, 3, random);
    for (const Scalar number : uniform.numbers()) {
        BOOST_REQUIRE((number >= 2 && number <= 3));
    }
    const ShapeOnlyGuard guard;
    BOOST_TEST(!random_normal({3, 2}, random).has_numbers());
    BOOST_TEST(!random_uniform({3, 2}, 0, 1, random).has_numbers());
}

BOOST_AUTO_TEST_SUITE_END()
