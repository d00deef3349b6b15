// precision: float
#include "lessons/support/flatten_or_gap_claims.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <vector>

using namespace stepgrad::lessons;
using stepgrad::testing::message_of;

namespace {

constexpr std::int64_t kClasses = 10;

Run run(const std::string& name, std::int64_t body, std::int64_t head, double train_accuracy,
        double test_accuracy) {
    Run made;
    made.name = name;
    made.trainable_parameters = body + head;
    made.parameters = body + head;
    made.head_parameters = head;
    made.epochs = 6;
    made.train_accuracy = train_accuracy;
    made.test_accuracy = test_accuracy;
    made.train_seconds = 30;
    return made;
}

std::string verdict(const std::string& id, const Run& flatten, const Run& gap) {
    for (const Claim& claim : flatten_or_gap_claims({flatten, gap}, kClasses)) {
        if (claim.id == id) {
            return claim.verdict;
        }
    }
    return "no such claim";
}

std::string measured(const std::string& id, const Run& flatten, const Run& gap) {
    for (const Claim& claim : flatten_or_gap_claims({flatten, gap}, kClasses)) {
        if (claim.id == id) {
            return claim.measured;
        }
    }
    return "no such claim";
}

Run flatten_with(double test_accuracy) {
    return run("flatten", 35024, 31370, 0.97, test_accuracy);
}
Run gap_with(double test_accuracy) {
    return run("gap", 35024, 650, 0.94, test_accuracy);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(flatten_or_gap_claims_test)

BOOST_AUTO_TEST_CASE(networks_that_learned_nothing_say_nothing_about_harm_or_transfer) {
    const std::string none = "cannot be judged: neither network has learned its task";
    BOOST_TEST(verdict("C5", flatten_with(0.10), gap_with(0.11)) == none);
    BOOST_TEST(verdict("C12", flatten_with(0.10), gap_with(0.11)) == none);
    BOOST_TEST(verdict("C5", flatten_with(0.93), gap_with(0.11)) == "does not hold");
    BOOST_TEST(verdict("C9", flatten_with(0.10), gap_with(0.11)) == "holds");
}

BOOST_AUTO_TEST_CASE(harm_is_little_depends_or_real_by_how_far_gap_is_behind) {
    BOOST_TEST(verdict("C5", flatten_with(0.93), gap_with(0.94)) == "holds");
    BOOST_TEST(verdict("C5", flatten_with(0.93), gap_with(0.928)) == "holds");
    BOOST_TEST(verdict("C5", flatten_with(0.93), gap_with(0.92)) == "depends");
    BOOST_TEST(verdict("C5", flatten_with(0.93), gap_with(0.90)) == "does not hold");
    BOOST_TEST(
        measured("C5", flatten_with(0.93), gap_with(0.94)).find("GAP is 1.00 points ahead") !=
        std::string::npos);
    BOOST_TEST(
        measured("C5", flatten_with(0.93), gap_with(0.90)).find("GAP is 3.00 points behind") !=
        std::string::npos);
}

BOOST_AUTO_TEST_CASE(fewer_parameters_is_judged_by_the_head_and_by_the_whole) {
    BOOST_TEST(verdict("C9", flatten_with(0.9), gap_with(0.9)) == "holds");
    // A head that shrinks by half is not considerable.
    BOOST_TEST(verdict("C9", run("flatten", 1000, 1300, 0.9, 0.9),
                       run("gap", 1000, 650, 0.9, 0.9)) == "does not hold");
    // A head that shrinks a lot on a body so large that nobody notices.
    BOOST_TEST(verdict("C9", run("flatten", 10'000'000, 31370, 0.9, 0.9),
                       run("gap", 10'000'000, 650, 0.9, 0.9)) == "depends");
}

BOOST_AUTO_TEST_CASE(both_networks_must_have_learned_for_it_to_hold_without_transfer) {
    BOOST_TEST(verdict("C12", flatten_with(0.9), gap_with(0.8)) == "holds");
    BOOST_TEST(verdict("C12", flatten_with(0.9), gap_with(0.3)) == "depends");
}

BOOST_AUTO_TEST_CASE(every_claim_states_its_source_and_figures) {
    const std::vector<Claim> claims =
        flatten_or_gap_claims({flatten_with(0.935), gap_with(0.92)}, kClasses);
    BOOST_TEST(claims.size() == 4u);
    for (const Claim& claim : claims) {
        BOOST_TEST(!claim.claim.empty());
        BOOST_TEST(!claim.source.empty());
        BOOST_TEST(!claim.measured.empty());
    }
}

BOOST_AUTO_TEST_CASE(where_the_bodies_disagree_it_depends) {
    Run small_flatten = flatten_with(0.9);
    small_flatten.name = "flatten_small";
    Run small_gap = gap_with(0.9);
    small_gap.name = "gap_small";
    const auto verdict_with = [&](double flatten, double gap) {
        const std::vector<Claim> claims = flatten_or_gap_claims(
            {flatten_with(flatten), gap_with(gap), small_flatten, small_gap}, kClasses);
        return claims[0].verdict;  // of C5
    };
    BOOST_TEST(verdict_with(0.9, 0.9) == "holds");
    BOOST_TEST(verdict_with(0.95, 0.9) == "depends");  // not on the large body alone
    small_gap.test_accuracy = 0.85;
    BOOST_TEST(verdict_with(0.95, 0.9) == "does not hold");
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   flatten_or_gap_claims({flatten_with(0.9), gap_with(0.9), small_gap}, kClasses);
               }) == "claims: there is no run called flatten_small");
}

BOOST_AUTO_TEST_CASE(a_missing_run_is_named) {
    BOOST_TEST(message_of<std::invalid_argument>([] {
                   flatten_or_gap_claims({flatten_with(0.9)}, kClasses);
               }) == "claims: there is no run called gap");
}

BOOST_AUTO_TEST_SUITE_END()
