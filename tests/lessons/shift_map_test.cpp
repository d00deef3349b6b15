// precision: float
#include "lessons/support/shift_map.h"

#include "layers/flatten.h"
#include "layers/linear.h"
#include "layers/sequential.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <stdexcept>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(shift_map_test)

BOOST_AUTO_TEST_CASE(a_map_is_summed_up_by_its_middle_the_others_and_the_worst) {
    const std::vector<ShiftAccuracy> map = {
        {"gap", 0, -2, 0.5}, {"gap", 0, 0, 0.9}, {"gap", 0, 2, 0.7}};
    const ShiftSummary summary = summary_of(map);
    BOOST_TEST(summary.middle == 0.9);
    BOOST_TEST(std::abs(summary.elsewhere - 0.6) < 1e-12);
    BOOST_TEST(summary.worst == 0.5);
    BOOST_CHECK_THROW(summary_of({{"gap", 0, 0, 0.9}}), std::invalid_argument);
    BOOST_CHECK_THROW(summary_of({{"gap", 1, 0, 0.9}}), std::invalid_argument);
    BOOST_CHECK_THROW(summary_of({}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_map_of_a_run_is_found_among_others) {
    const std::vector<ShiftAccuracy> maps = {{"gap", 0, 0, 0.9}, {"flatten", 0, 0, 0.8}};
    BOOST_TEST_REQUIRE(map_of("flatten", maps).size() == 1u);
    BOOST_TEST(map_of("flatten", maps)[0].accuracy == 0.8);
    BOOST_TEST(map_of("none", maps).empty());
}

BOOST_AUTO_TEST_CASE(what_is_measured_of_each_run_is_named_after_it) {
    const std::vector<Measurement> measured = measurements_of(
        {{"gap", 0, 0, 0.9}, {"gap", 1, 0, 0.5}, {"flatten", 0, 0, 0.8}, {"flatten", 1, 0, 0.3}});
    BOOST_TEST_REQUIRE(measured.size() == 6u);
    BOOST_TEST(measured[0].name == "flatten in the middle: accuracy");
    BOOST_TEST(measured[0].value == 0.8);
    BOOST_TEST(measured[4].name == "gap elsewhere: mean accuracy");
    BOOST_TEST(measured[4].value == 0.5);
}

BOOST_AUTO_TEST_CASE(every_shift_up_to_the_border_is_tried) {
    TrainingOptions options;
    options.data = "fashion-mnist-subset";
    const TrainingData data(options);
    Sequential model{Flatten(), Linear(784, 10)};
    const std::vector<ShiftAccuracy> map = shift_map("dense", model, data, 6, 10);
    BOOST_TEST_REQUIRE(map.size() == 169u);
    BOOST_TEST(map.front().down == -6);
    BOOST_TEST(map.front().right == -6);
    BOOST_TEST(map[1].right == -5);
    BOOST_TEST(map[84].down == 0);
    BOOST_TEST(map[84].right == 0);
    BOOST_TEST(map.back().down == 6);
}

BOOST_AUTO_TEST_SUITE_END()
