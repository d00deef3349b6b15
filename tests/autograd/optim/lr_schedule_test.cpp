// precision: float
#include "autograd/optim/lr_schedule.h"

#include "tests/support/tensors.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>

using namespace stepgrad;
using stepgrad::testing::message_of;

BOOST_AUTO_TEST_SUITE(lr_schedule_test)

// The curves are of the order of 1; a few roundings of double.
constexpr double kTolerance = 4e-15;

void check_near(double actual, double expected) {
    BOOST_TEST(std::abs(actual - expected) <= kTolerance,
               actual << " differs from the expected " << expected);
}

BOOST_AUTO_TEST_CASE(constant_stays) {
    const ConstantSchedule schedule(0.1);
    BOOST_TEST(schedule.at(0) == 0.1);
    BOOST_TEST(schedule.at(1'000'000) == 0.1);
}

BOOST_AUTO_TEST_CASE(step_falls_by_the_factor_each_time) {
    const StepSchedule schedule(8, {.step_size = 10, .factor = 0.5});
    BOOST_TEST(schedule.at(0) == 8);
    BOOST_TEST(schedule.at(9) == 8);
    BOOST_TEST(schedule.at(10) == 4);
    BOOST_TEST(schedule.at(39) == 1);
    BOOST_TEST(schedule.at(60) == 0.125);
    BOOST_TEST(schedule.at(1'000'000) == 0);
}

BOOST_AUTO_TEST_CASE(step_with_factor_zero_is_over_after_the_first) {
    const StepSchedule schedule(8, {.step_size = 10, .factor = 0});
    BOOST_TEST(schedule.at(9) == 8);
    BOOST_TEST(schedule.at(10) == 0);
}

BOOST_AUTO_TEST_CASE(cosine_is_that_of_pencil_and_paper) {
    const CosineSchedule schedule(3, 6, {.final_rate = 1});
    BOOST_TEST(schedule.at(0) == 3);
    check_near(schedule.at(2), 2.5);  // cos(pi/3) = 1/2
    check_near(schedule.at(3), 2);
    check_near(schedule.at(4), 1.5);
    BOOST_TEST(schedule.at(6) == 1);
    BOOST_TEST(schedule.at(1000) == 1);
}

BOOST_AUTO_TEST_CASE(cosine_follows_the_cosine_of_the_standard_library) {
    const double pi = std::acos(-1.0);
    const CosineSchedule schedule(1, 10'000);
    double largest_error = 0;
    for (int step = 0; step <= 10'000; ++step) {
        const double expected = (1 + std::cos(pi * step / 10'000)) / 2;
        largest_error = std::max(largest_error, std::abs(schedule.at(step) - expected));
    }
    BOOST_TEST(largest_error <= kTolerance);
}

BOOST_AUTO_TEST_CASE(cosine_gives_the_same_bits_on_every_platform) {
    const CosineSchedule schedule(0.1, 1000);
    BOOST_TEST(schedule.at(1) == 0x1.9999575dc34p-4);
    BOOST_TEST(schedule.at(123) == 0x1.8a7fcd4339b4fp-4);
    BOOST_TEST(schedule.at(999) == 0x1.08ef59668p-22);
}

BOOST_AUTO_TEST_CASE(cosine_never_rises_and_never_is_negative) {
    const std::int64_t step_count = 1'000'000'000;  // the last steps are nearly flat
    const CosineSchedule schedule(1, step_count);
    for (std::int64_t back = 0; back < 1000; ++back) {
        BOOST_TEST_REQUIRE(schedule.at(step_count - back) >= 0);
    }
    const CosineSchedule coarse(1, 500);
    for (int step = 0; step < 500; ++step) {
        BOOST_TEST_REQUIRE(coarse.at(step) > coarse.at(step + 1));
    }
}

BOOST_AUTO_TEST_CASE(warm_up_rises_in_equal_steps_to_the_peak) {
    const CosineSchedule schedule(4, 9, {.warm_up_steps = 3});
    BOOST_TEST(schedule.at(0) == 1);
    BOOST_TEST(schedule.at(1) == 2);
    BOOST_TEST(schedule.at(2) == 3);
    BOOST_TEST(schedule.at(3) == 4);
    check_near(schedule.at(6), 2);
    BOOST_TEST(schedule.at(9) == 0);
}

BOOST_AUTO_TEST_CASE(one_cycle_is_that_of_pencil_and_paper) {
    // The peak at 0.3 * 10 - 1 = 2, the end at 9; 2 -> 50 -> 0.5 in halves of a cosine.
    const OneCycleSchedule schedule(
        50, 10, {.rising_fraction = 0.3, .start_divisor = 25, .final_divisor = 4});
    check_near(schedule.at(0), 2);
    check_near(schedule.at(1) / 26, 1);
    BOOST_TEST(schedule.at(2) == 50);
    BOOST_TEST(schedule.at(9) == 0.5);
    BOOST_TEST(schedule.at(10) == 0.5);
    const double pi = std::acos(-1.0);
    check_near(schedule.at(4) / 50, (0.5 + 49.5 * (1 + std::cos(pi * 2 / 7)) / 2) / 50);
}

BOOST_AUTO_TEST_CASE(one_cycle_divisors_are_those_of_pytorch_by_default) {
    const OneCycleSchedule schedule(1, 100);
    check_near(schedule.at(0), 0.04);
    BOOST_TEST(schedule.at(29) == 1);
    check_near(schedule.at(99), 4e-6);
}

BOOST_AUTO_TEST_CASE(one_cycle_works_for_a_handful_of_steps_and_for_one_sided_cycles) {
    for (const std::int64_t step_count : {1, 2, 3, 4}) {
        for (const double fraction : {0.0, 0.3, 0.5, 1.0}) {
            const OneCycleSchedule schedule(1, step_count, {.rising_fraction = fraction});
            for (std::int64_t step = 0; step <= step_count; ++step) {
                BOOST_TEST(schedule.at(step) >= 4e-6 * (1 - kTolerance));
                BOOST_TEST(schedule.at(step) <= 1);
            }
        }
    }
    BOOST_TEST(OneCycleSchedule(1, 10, {.rising_fraction = 0}).at(0) == 1);
    BOOST_TEST(OneCycleSchedule(1, 10, {.rising_fraction = 1}).at(9) == 1);
}

BOOST_AUTO_TEST_CASE(rejects_a_negative_step) {
    BOOST_TEST(message_of<std::invalid_argument>([] { ConstantSchedule(1).at(-1); }) ==
               "LrSchedule: steps are counted from 0, -1 was given");
    BOOST_CHECK_THROW(StepSchedule(1).at(-1), std::invalid_argument);
    BOOST_CHECK_THROW(CosineSchedule(1, 10).at(-1), std::invalid_argument);
    BOOST_CHECK_THROW(OneCycleSchedule(1, 10).at(-1), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(rejects_bad_options_and_says_so) {
    const auto message = [](auto call) {
        return message_of<std::invalid_argument>(call);
    };
    BOOST_TEST(message([] { ConstantSchedule schedule(-1); }) ==
               "ConstantSchedule: the rate must be at least 0, -1 was given");
    BOOST_TEST(message([] { StepSchedule schedule(1, {.step_size = 0}); }) ==
               "StepSchedule: step_size must be at least 1, 0 was given");
    BOOST_TEST(message([] { StepSchedule schedule(1, {.factor = -2}); }) ==
               "StepSchedule: factor must be at least 0, -2 was given");
    BOOST_TEST(message([] { CosineSchedule schedule(1, 0); }) ==
               "CosineSchedule: there must be at least 1 step, 0 was given");
    BOOST_TEST(
        message([] { CosineSchedule schedule(1, 5, {.warm_up_steps = 5}); }) ==
        "CosineSchedule: warm_up_steps must be at least 0 and below step_count, 5 was given");
    BOOST_TEST(message([] { CosineSchedule schedule(1, 5, {.final_rate = -1}); }) ==
               "CosineSchedule: final_rate must be at least 0, -1 was given");
    BOOST_TEST(message([] { OneCycleSchedule schedule(1, 5, {.rising_fraction = 1.5}); }) ==
               "OneCycleSchedule: rising_fraction must be in [0, 1], 1.5 was given");
    BOOST_TEST(message([] { OneCycleSchedule schedule(1, 5, {.start_divisor = 0}); }) ==
               "OneCycleSchedule: start_divisor must be above 0, 0 was given");
    BOOST_TEST(message([] { OneCycleSchedule schedule(1, 5, {.final_divisor = -1}); }) ==
               "OneCycleSchedule: final_divisor must be above 0, -1 was given");
}

BOOST_AUTO_TEST_SUITE_END()
