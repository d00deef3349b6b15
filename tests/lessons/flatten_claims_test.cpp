// precision: float
#include "lessons/support/flatten_claims.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad::lessons;
using stepgrad::testing::message_of;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct Facts {
    LayerEffect gap{"GAP", 1'452'000, 30, 1e-7, false};
    LayerEffect flatten{"Flatten", 1'452'000, 1'452'000, 0, true};
    ParameterBudget alexnet{"AlexNet", 2'334'080, 58'631'144, 3};
    ParameterBudget vgg16{"VGG16", 14'714'688, 123'642'856, 3};
    ParameterBudget vgg16_gap{"VGG16, GAP", 14'714'688, 513'000, 1};
    ParameterBudget googlenet{"GoogLeNet", 5'973'552, 1'025'000, 1};
};

Claim claim(const std::string& id, const Facts& facts) {
    for (const Claim& found :
         flatten_claims({facts.gap, facts.flatten},
                        {facts.alexnet, facts.vgg16, facts.vgg16_gap, facts.googlenet})) {
        if (found.id == id) {
            return found;
        }
    }
    throw std::invalid_argument("there is no claim " + id);
}

std::string verdict(const std::string& id, const Facts& facts) {
    return claim(id, facts).verdict;
}

bool measured_says(const std::string& id, const Facts& facts, const std::string& part) {
    return claim(id, facts).measured.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(flatten_claims_test)

BOOST_AUTO_TEST_CASE(gap_must_leave_one_number_a_map_and_that_must_be_its_mean) {
    BOOST_TEST(verdict("C1", {}) == "holds");
    Facts wrong;
    wrong.gap.numbers_out = 60;
    BOOST_TEST(verdict("C1", wrong) == "does not hold");
    for (const double difference : {0.01, kNan}) {
        wrong = Facts();
        wrong.gap.largest_difference = difference;
        BOOST_TEST(verdict("C1", wrong) == "does not hold");
    }
    BOOST_TEST(measured_says("C1", {}, "1,452,000 numbers became 30;"));
}

BOOST_AUTO_TEST_CASE(flatten_must_keep_every_number_to_the_bit) {
    BOOST_TEST(verdict("C2", {}) == "holds");
    BOOST_TEST(measured_says("C2", {}, "the same memory: not even moved"));
    Facts moved;
    moved.flatten.shares_memory = false;
    BOOST_TEST(verdict("C2", moved) == "holds");
    BOOST_TEST(measured_says("C2", moved, "they were moved"));

    Facts wrong;
    wrong.flatten.numbers_out = 30;
    BOOST_TEST(verdict("C2", wrong) == "does not hold");
    for (const double difference : {1e-30, kNan}) {
        wrong = Facts();
        wrong.flatten.largest_difference = difference;
        BOOST_TEST(verdict("C2", wrong) == "does not hold");
    }
}

BOOST_AUTO_TEST_CASE(what_a_stack_is_needed_for_depends_where_it_is_costly_and_one_does_without) {
    BOOST_TEST(verdict("C8", {}) == "depends");
    BOOST_TEST(measured_says(
        "C8", {},
        "parameters in dense layers: AlexNet 96.2 % (58,631,144 in 3 layers), VGG16 89.4 % "
        "(123,642,856 in 3 layers), GoogLeNet 14.6 % (1,025,000 in 1 layer). "
        "VGG16 with GAP and one dense layer would have 15,227,688 "
        "parameters, 9.1 times fewer."));
}

BOOST_AUTO_TEST_CASE(a_cheap_stack_or_one_in_googlenet_speaks_against_the_claim) {
    Facts cheap_in_alexnet;
    cheap_in_alexnet.alexnet.dense = cheap_in_alexnet.alexnet.body - 1;
    BOOST_TEST(verdict("C8", cheap_in_alexnet) == "does not hold");
    Facts cheap_in_vgg16;
    cheap_in_vgg16.vgg16.dense = 1000;
    BOOST_TEST(verdict("C8", cheap_in_vgg16) == "does not hold");
    Facts stack_in_googlenet;
    stack_in_googlenet.googlenet.dense_count = 2;
    BOOST_TEST(verdict("C8", stack_in_googlenet) == "does not hold");
}

BOOST_AUTO_TEST_CASE(every_claim_states_its_source_and_figures) {
    for (const char* id : {"C1", "C2", "C8"}) {
        BOOST_TEST(!claim(id, {}).claim.empty());
        BOOST_TEST(!claim(id, {}).source.empty());
        BOOST_TEST(!claim(id, {}).measured.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_missing_fact_is_named) {
    const Facts facts;
    BOOST_TEST(message_of<std::invalid_argument>([&] { flatten_claims({facts.gap}, {}); }) ==
               "claims: there is nothing called Flatten");
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   flatten_claims({facts.gap, facts.flatten}, {facts.alexnet, facts.vgg16});
               }) == "claims: there is nothing called VGG16, GAP");
}

BOOST_AUTO_TEST_SUITE_END()
