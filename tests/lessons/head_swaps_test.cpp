// precision: float
#include "lessons/support/head_swaps.h"

#include "autograd/grad_mode.h"
#include "autograd/shape_only.h"
#include "lessons/support/head_swap_claims.h"
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

using Units = std::vector<std::int64_t>;

HeadSwap swap_of(const std::string& name, std::int64_t flatten_head, std::int64_t gap_head) {
    return {.name = name,
            .image_side = 96,
            .base = 1000,
            .flatten_head = flatten_head,
            .gap_head = gap_head};
}

Claim claim_named(const std::vector<Claim>& claims, const std::string& id) {
    return *std::ranges::find(claims, id, &Claim::id);
}

const std::vector<HeadSwap> kGrowth{swap_of("a", 100, 10), swap_of("a", 200, 10)};
const std::vector<OpenSize> kSizes{{.name = "a", .shown = {}, .flatten_error = "no"}};

std::string verdict(const std::string& id, const std::vector<HeadSwap>& swaps,
                    const std::vector<HeadSwap>& growth = kGrowth,
                    const std::vector<OpenSize>& sizes = kSizes) {
    return claim_named(head_swap_claims(swaps, growth, sizes, {}), id).verdict;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(head_swaps_test)

BOOST_AUTO_TEST_CASE(heads_have_the_parameters_that_keras_counts) {
    const ShapeOnlyGuard shapes_only;
    const auto count = [](const Shape& maps, bool flattens, const Units& units) {
        return head_on(maps, flattens, units).parameter_count();
    };
    const Units e1{1024, 1024, 512, 3};
    BOOST_TEST(count({1, 7, 7, 1024}, true, e1) == 52'957'187);
    BOOST_TEST(count({1, 7, 7, 1024}, false, e1) == 2'625'539);
    BOOST_TEST(count({1, 7, 7, 512}, true, {3}) == 75'267);
    BOOST_TEST(count({1, 7, 7, 512}, false, {3}) == 1'539);
    BOOST_TEST(count({1, 7, 7, 1280}, true, {10, 128, 2}) == 628'876);
    BOOST_TEST(count({1, 7, 7, 1280}, false, {10, 128, 2}) == 14'476);
}

BOOST_AUTO_TEST_CASE(what_is_to_be_tried_holds_the_network_that_fits_and_nothing_that_cannot) {
    const ShapeOnlyGuard shapes_only;
    const ReportedPair pair{.flatten_head = 628'876, .gap_head = 14'476};
    const std::vector<Units> heads = heads_to_try(pair, 49, 1280);
    BOOST_TEST(std::ranges::count(heads, Units{10, 128, 2}) == 1);
    for (const Units& units : heads) {
        BOOST_TEST(head_on({1, 7, 7, 1280}, true, units).parameter_count() == pair.flatten_head);
    }
    BOOST_TEST(heads_to_try(pair, 49, 1024).empty());  // 12.5 units
    BOOST_TEST(heads_to_try(pair, 1, 1280).empty());   // on one pixel both are the same
    // Without a hidden layer, and with one.
    BOOST_TEST(std::ranges::count(heads_to_try({4 * 3 * 5 + 5, 3 * 5 + 5}, 4, 3), Units{5}) == 1);
    const ReportedPair hidden{4 * 3 * 8 + 8 + 9 * 7, 3 * 8 + 8 + 9 * 7};
    BOOST_TEST(std::ranges::count(heads_to_try(hidden, 4, 3), Units{8, 7}) == 1);
}

BOOST_AUTO_TEST_CASE(a_size_that_a_head_was_not_made_for_is_refused_by_flatten_alone) {
    const ShapeOnlyGuard shapes_only;
    const NoGradGuard no_grad;
    const Shape made_for{1, 7, 7, 4};
    const OpenSize size =
        try_size("net", head_on(made_for, true, {3}), head_on(made_for, false, {3}), {1, 8, 8, 4});
    BOOST_TEST(size.gap_error.empty());
    BOOST_TEST(size.flatten_error.find("256 features") != std::string::npos, size.flatten_error);
}

BOOST_AUTO_TEST_CASE(verdicts_follow_from_the_counts) {
    BOOST_TEST(verdict("C9", {swap_of("a", 100, 10), swap_of("b", 200, 10)}) == "holds");
    BOOST_TEST(verdict("C9", {swap_of("a", 99, 10), swap_of("b", 200, 10)}) == "depends");
    BOOST_TEST(verdict("C9", {swap_of("a", 99, 10), swap_of("b", 50, 10)}) == "does not hold");
    BOOST_TEST(verdict("C13", {swap_of("a", 99, 10)}) == "holds");
    BOOST_TEST(verdict("C13", {swap_of("a", 10, 10)}) == "does not hold");
    const std::vector<HeadSwap> any{swap_of("a", 99, 10)};
    BOOST_TEST(verdict("N1", any) == "holds");
    BOOST_TEST(verdict("N1", any, {swap_of("a", 100, 10), swap_of("a", 200, 11)}) ==
               "does not hold");
    BOOST_TEST(verdict("N1", any, {swap_of("a", 100, 10), swap_of("a", 100, 10)}) ==
               "does not hold");
    BOOST_TEST(verdict("E1", any) == "holds");
    BOOST_TEST(verdict("E1", any, kGrowth, {{.name = "a", .shown = {}}}) == "does not hold");
    BOOST_TEST(verdict("E1", any, kGrowth,
                       {{.name = "a", .shown = {}, .flatten_error = "no", .gap_error = "no"}}) ==
               "does not hold");
    BOOST_CHECK_THROW(head_swap_claims({}, kGrowth, kSizes, {}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_lesson_counts_both_examples_and_finds_the_reported_pair) {
    const TemporaryFolder folder;
    const std::string json_file = (folder.path() / "result.json").string();
    const Outcome outcome = run_lesson_program(
        "07_counting_parameters",
        "--json \"" + json_file + "\" --report \"" + (folder.path() / "page.html").string() + "\"",
        folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    const auto json = nlohmann::json::parse(content_of(json_file));
    const auto measured = [&](const std::string& name) {
        for (const auto& one : json["measurements"]) {
            if (one["name"] == name) {
                return one["value"].get<double>();
            }
        }
        return -1.0;
    };
    BOOST_TEST(measured("E1: MobileNet: base") == 3'228'864);
    BOOST_TEST(measured("E1: MobileNet: Flatten head") == 52'957'187);
    BOOST_TEST(measured("E2: VGG16: GAP head") == 1'539);
    BOOST_TEST(measured("E2: VGG16 at 512: Flatten head") == 16 * 16 * 512 * 3 + 3);
    BOOST_TEST(measured("networks that fit the reported pair") >= 1);
    BOOST_TEST(contains(outcome.output, "7x7x1280, dense 10, 128, 2"), outcome.output);
    BOOST_TEST(contains(outcome.output, "Report: "), outcome.output);
}

BOOST_AUTO_TEST_SUITE_END()
