// precision: float
#include "lessons/support/any_size_claims.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad::lessons;
using stepgrad::testing::message_of;

namespace {

constexpr std::int64_t kClasses = 10;
const std::string kNotLearned = "cannot be judged: the network has not learned its task";

Run run(const std::string& name, double test_accuracy) {
    Run made;
    made.name = name;
    made.test_accuracy = test_accuracy;
    return made;
}

// A network with GAP that is right on 90 % and takes two other sizes, which Flatten refuses.
AnySizeFindings usual() {
    AnySizeFindings findings;
    findings.runs = {run("gap", 0.9), run("flatten", 0.91)};
    findings.sizes = {{"gap", 20, 20, 0.6},
                      {"gap", 56, 56, 0.3},
                      {"flatten", 20, 20, 0, "linear: no"},
                      {"flatten", 56, 56, 0, "linear: no"}};
    findings.score_map.mean.difference = 1e-6;
    findings.score_map.side_by_side = {.pictures = 1000, .left_right = 800, .either = 900};
    return findings;
}

Claim claim(const std::string& id, const AnySizeFindings& findings) {
    for (const Claim& made : any_size_claims(findings, kClasses)) {
        if (made.id == id) {
            return made;
        }
    }
    return {};
}

std::string verdict(const std::string& id, const AnySizeFindings& findings) {
    return claim(id, findings).verdict;
}

AnySizeFindings with_accuracies(double at_20, double at_56) {
    AnySizeFindings findings = usual();
    findings.sizes[0].accuracy = at_20;
    findings.sizes[1].accuracy = at_56;
    return findings;
}

AnySizeFindings with_named(std::int64_t left_right) {
    AnySizeFindings findings = usual();
    findings.score_map.side_by_side.left_right = left_right;
    return findings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(any_size_claims_test)

BOOST_AUTO_TEST_CASE(gap_accepts_all_sizes_or_some_or_none) {
    AnySizeFindings findings = usual();
    BOOST_TEST(verdict("A1", findings) == "holds");
    findings.sizes[0].error = "max_pool2d: no";
    BOOST_TEST(verdict("A1", findings) == "depends");
    BOOST_TEST(claim("A1", findings).measured.find("20x20: refused, 56x56: 30.00 %") !=
               std::string::npos);
    findings.sizes[1].error = "max_pool2d: no";
    BOOST_TEST(verdict("A1", findings) == "does not hold");
}

BOOST_AUTO_TEST_CASE(a_size_is_known_if_less_than_two_points_are_lost) {
    BOOST_TEST(verdict("A2", with_accuracies(0.89, 0.95)) == "holds");
    BOOST_TEST(verdict("A2", with_accuracies(0.89, 0.87)) == "depends");
    BOOST_TEST(verdict("A2", with_accuracies(0.87, 0.3)) == "does not hold");
    AnySizeFindings refused = with_accuracies(0.89, 0.89);
    refused.sizes[1].error = "no";
    BOOST_TEST(verdict("A2", refused) == "depends");
}

BOOST_AUTO_TEST_CASE(the_mean_of_the_map_must_be_the_same_but_for_rounding) {
    AnySizeFindings findings = usual();
    BOOST_TEST(verdict("A3", findings) == "holds");
    for (const double difference : {0.01, std::numeric_limits<double>::quiet_NaN()}) {
        findings.score_map.mean.difference = difference;
        BOOST_TEST(verdict("A3", findings) == "does not hold");
    }
}

// As good as one by one would be 0.9 * 0.9 = 81 %.
BOOST_AUTO_TEST_CASE(two_images_are_told_apart_as_well_as_one_by_one_or_in_part_or_not) {
    BOOST_TEST(verdict("A4", with_named(770)) == "holds");
    BOOST_TEST(verdict("A4", with_named(750)) == "depends");
    BOOST_TEST(verdict("A4", with_named(410)) == "depends");
    BOOST_TEST(verdict("A4", with_named(400)) == "does not hold");
}

BOOST_AUTO_TEST_CASE(a_network_that_learned_nothing_says_nothing_about_accuracy) {
    AnySizeFindings findings = usual();
    findings.runs[0].test_accuracy = 0.1;
    BOOST_TEST(verdict("A1", findings) == "holds");
    BOOST_TEST(verdict("A2", findings) == kNotLearned);
    BOOST_TEST(verdict("A3", findings) == "holds");
    BOOST_TEST(verdict("A4", findings) == kNotLearned);
}

BOOST_AUTO_TEST_CASE(only_gap_can_be_applied_if_flatten_refuses_what_gap_accepts) {
    AnySizeFindings findings = usual();
    BOOST_TEST(verdict("E1", findings) == "holds");
    findings.sizes[2].error = "";
    BOOST_TEST(verdict("E1", findings) == "depends");
    findings.sizes[3].error = "";
    BOOST_TEST(verdict("E1", findings) == "does not hold");
    AnySizeFindings both_refuse = usual();
    both_refuse.sizes[0].error = both_refuse.sizes[1].error = "no";
    BOOST_TEST(verdict("E1", both_refuse) == "does not hold");
}

BOOST_AUTO_TEST_CASE(every_claim_states_its_source_and_figures) {
    const std::vector<Claim> claims = any_size_claims(usual(), kClasses);
    BOOST_TEST(claims.size() == 5u);
    for (const Claim& made : claims) {
        BOOST_TEST(!made.claim.empty());
        BOOST_TEST(!made.source.empty());
        BOOST_TEST(!made.measured.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_missing_run_is_named) {
    AnySizeFindings findings = usual();
    findings.runs.pop_back();
    BOOST_TEST(message_of<std::invalid_argument>([&] { any_size_claims(findings, kClasses); }) ==
               "claims: there is no run called flatten");
}

BOOST_AUTO_TEST_SUITE_END()
