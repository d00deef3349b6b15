// precision: float
#include "lessons/support/judge.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace stepgrad::lessons;
using stepgrad::testing::message_of;

namespace {

Run run(const std::string& name, double test_accuracy) {
    Run made;
    made.name = name;
    made.test_accuracy = test_accuracy;
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(judge_test)

BOOST_AUTO_TEST_CASE(a_run_is_found_by_its_name) {
    const std::vector<Run> runs{run("a", 0.1), run("b", 0.2)};
    BOOST_TEST(run_named(runs, "b").test_accuracy == 0.2);
    BOOST_TEST(message_of<std::invalid_argument>([&] { run_named(runs, "c"); }) ==
               "claims: there is no run called c");
}

// With ten classes guessing gives 0.1, and half of the way to 1 is 0.55; with two classes 0.75.
BOOST_AUTO_TEST_CASE(learned_is_half_of_the_way_from_guessing_to_perfect) {
    BOOST_TEST(has_learned(run("a", 0.551), 10));
    BOOST_TEST(!has_learned(run("a", 0.549), 10));
    BOOST_TEST(has_learned(run("a", 0.751), 2));
    BOOST_TEST(!has_learned(run("a", 0.749), 2));
}

BOOST_AUTO_TEST_CASE(ratios_are_not_rounded_to_whole_numbers) {
    BOOST_TEST(ratio(7, 2) == 3.5);
    BOOST_TEST(times(2.853) == "2.9 times");
}

BOOST_AUTO_TEST_SUITE_END()
