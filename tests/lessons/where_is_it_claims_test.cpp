// precision: float
#include "lessons/support/where_is_it_claims.h"

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

struct Figures {
    double gap = 0.90;
    double gap_elsewhere = 0.89;
    double flatten = 0.91;
    double flatten_elsewhere = 0.50;
    double place_gap = 0.25;
    double place_padded = 0.25;
    double place_coordconv = 0.99;
    double place_flatten = 1.0;
    double close_gap = 0.30;
    double close_padded = 0.90;
    double by_stride = 1e-6;
};

Run run(const std::string& name, double test_accuracy) {
    Run made;
    made.name = name;
    made.test_accuracy = test_accuracy;
    return made;
}

WhereFindings findings_of(const Figures& figures) {
    WhereFindings findings;
    findings.runs = {run("gap", figures.gap),
                     run("flatten", figures.flatten),
                     run("place_gap", figures.place_gap),
                     run("place_padded", figures.place_padded),
                     run("place_coordconv", figures.place_coordconv),
                     run("place_flatten", figures.place_flatten),
                     run("close_gap", figures.close_gap),
                     run("close_padded", figures.close_padded)};
    findings.shifts = {{"gap", 0, 0, figures.gap},
                       {"gap", 0, 2, figures.gap_elsewhere},
                       {"flatten", 0, 0, figures.flatten},
                       {"flatten", 0, 2, figures.flatten_elsewhere}};
    findings.moved = {{{"place_gap", figures.by_stride}, 0.5}};
    return findings;
}

Claim claim(const std::string& id, const Figures& figures) {
    for (const Claim& made : where_is_it_claims(findings_of(figures), kClasses)) {
        if (made.id == id) {
            return made;
        }
    }
    return {};
}

std::string verdict(const std::string& id, const Figures& figures) {
    return claim(id, figures).verdict;
}

bool is_judged(const std::string& id, const Figures& figures) {
    return verdict(id, figures).find("cannot be judged") == std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(where_is_it_claims_test)

BOOST_AUTO_TEST_CASE(little_harm_is_asked_of_both_questions) {
    BOOST_TEST(verdict("C5", {.gap = 0.907, .place_gap = 0.997}) == "holds");
    BOOST_TEST(verdict("C5", {.gap = 0.907, .place_gap = 0.25}) == "depends");
    BOOST_TEST(verdict("C5", {.gap = 0.88, .place_gap = 0.997}) == "depends");
    BOOST_TEST(verdict("C5", {.gap = 0.88, .place_gap = 0.25}) == "does not hold");
}

BOOST_AUTO_TEST_CASE(place_matters_to_a_network_to_a_question_to_both_or_to_none) {
    BOOST_TEST(verdict("C7", {.gap_elsewhere = 0.89, .place_gap = 0.99}) == "holds");
    BOOST_TEST(verdict("C7", {.gap_elsewhere = 0.89, .place_gap = 0.25}) == "depends");
    BOOST_TEST(verdict("C7", {.gap_elsewhere = 0.80, .place_gap = 0.99}) == "depends");
    BOOST_TEST(verdict("C7", {.gap_elsewhere = 0.80, .place_gap = 0.25}) == "does not hold");
}

BOOST_AUTO_TEST_CASE(blind_is_at_chance_and_with_equal_logits) {
    BOOST_TEST(verdict("P1", {}) == "holds");
    BOOST_TEST(verdict("P1", {.place_gap = 0.31}) == "depends");
    BOOST_TEST(verdict("P1", {.by_stride = 0.01}) == "depends");
    BOOST_TEST(verdict("P1", {.place_gap = 0.31, .by_stride = 0.01}) == "does not hold");
    BOOST_TEST(verdict("P1", {.by_stride = std::numeric_limits<double>::quiet_NaN()}) == "depends");
}

BOOST_AUTO_TEST_CASE(padding_tells_in_both_frames_or_one_or_none) {
    BOOST_TEST(verdict("P2", {.place_padded = 0.4}) == "holds");
    BOOST_TEST(verdict("P2", {}) == "depends");
    BOOST_TEST(verdict("P2", {.close_padded = 0.29}) == "does not hold");
}

BOOST_AUTO_TEST_CASE(without_padding_the_edge_tells_nothing_or_something) {
    BOOST_TEST(verdict("P3", {.close_gap = 0.29}) == "holds");
    BOOST_TEST(verdict("P3", {.close_gap = 0.31}) == "does not hold");
}

BOOST_AUTO_TEST_CASE(coordinates_give_the_place_back_or_some_of_it_or_not) {
    BOOST_TEST(verdict("P4", {}) == "holds");
    BOOST_TEST(verdict("P4", {.place_coordconv = 0.97}) == "depends");
    BOOST_TEST(verdict("P4", {.place_coordconv = 0.31}) == "depends");
    BOOST_TEST(verdict("P4", {.place_coordconv = 0.29}) == "does not hold");
}

BOOST_AUTO_TEST_CASE(gap_minds_a_shift_less_by_two_points_or_a_little_or_more) {
    BOOST_TEST(verdict("P5", {}) == "holds");
    BOOST_TEST(verdict("P5", {.flatten_elsewhere = 0.895}) == "depends");
    BOOST_TEST(verdict("P5", {.gap_elsewhere = 0.4}) == "does not hold");
}

BOOST_AUTO_TEST_CASE(networks_that_learned_nothing_say_nothing) {
    const Figures what{.gap = 0.1, .gap_elsewhere = 0.1, .flatten = 0.1, .flatten_elsewhere = 0.1};
    for (const char* id : {"C5", "C7", "P5"}) {
        BOOST_TEST(!is_judged(id, what), id);
    }
    const Figures where{.place_gap = 0.25, .place_coordconv = 0.25, .place_flatten = 0.25};
    for (const char* id : {"C5", "C7", "P4"}) {
        BOOST_TEST(!is_judged(id, where), id);
    }
}

BOOST_AUTO_TEST_CASE(every_claim_states_its_source_and_figures) {
    const std::vector<Claim> claims = where_is_it_claims(findings_of({}), kClasses);
    BOOST_TEST(claims.size() == 7u);
    for (const Claim& made : claims) {
        BOOST_TEST(!made.claim.empty());
        BOOST_TEST(!made.source.empty());
        BOOST_TEST(!made.measured.empty());
    }
    BOOST_TEST(equalities_of(findings_of({}).moved)[0].name == "place_gap");
}

BOOST_AUTO_TEST_CASE(a_missing_run_is_named) {
    WhereFindings findings = findings_of({});
    findings.runs.pop_back();
    BOOST_TEST(message_of<std::invalid_argument>([&] { where_is_it_claims(findings, kClasses); }) ==
               "claims: there is no run called close_padded");
}

BOOST_AUTO_TEST_SUITE_END()
