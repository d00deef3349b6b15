// precision: float
#include "lessons/support/gradients_by_hand.h"

#include "autograd/ops.h"
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <string>
#include <utility>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Outcome run_lesson_1(const std::string& options, const TemporaryFolder& folder) {
    return run_lesson_program("01_gradients_by_hand", options, folder.path());
}

nlohmann::json json_of_lesson_1(const std::string& options, int exit_code) {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "result.json").string();
    const Outcome outcome = run_lesson_1("--json \"" + file + "\" " + options, folder);
    BOOST_TEST_REQUIRE(outcome.exit_code == exit_code, outcome.output);
    return nlohmann::json::parse(std::ifstream(file));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gradients_by_hand_test)

BOOST_AUTO_TEST_CASE(numbers_agree_but_for_single_precision) {
    BOOST_TEST(agrees({"w", "", 4, 4, 4}));
    BOOST_TEST(agrees({"w", "", 4, 4.00001, 3.99999}));
    BOOST_TEST(agrees({"w", "", 1e6, 1e6 + 1, 1e6 - 1}));
    BOOST_TEST(!agrees({"w", "", 4, 4.0001, 4}));
    BOOST_TEST(!agrees({"w", "", 4, 4, 4.0001}));
    BOOST_TEST(!agrees({"w", "", 4, -4, 4}));
    BOOST_TEST(!agrees({"w", "", 4, kNan, 4}));
    BOOST_TEST(!agrees({"w", "", 4, 4, kNan}));
    BOOST_TEST(!agrees({"w", "", kNan, kNan, kNan}));
}

BOOST_AUTO_TEST_CASE(a_walk_is_right_if_it_gives_two_to_the_number_of_doublings) {
    BOOST_TEST(is_right({"walk", 2, 4}));
    BOOST_TEST(!is_right({"walk", 2, 6}));
    BOOST_TEST(is_right({"walk", 0, 1}));
    BOOST_TEST(!is_right({"walk", 3, kNan}));
}

BOOST_AUTO_TEST_CASE(the_engine_is_right_only_if_all_it_did_is) {
    const Derivative agree{"w", "", 1, 1, 1};
    const Derivative differ{"x", "", 1, 2, 1};
    const Traversal engine{"engine", 2, 4, 2, /*is_engine=*/true};
    const Traversal wrong_engine{"engine", 3, 4, 2, /*is_engine=*/true};
    const Traversal wrong_other{"other", 2, 6, 3};
    BOOST_TEST(engine_is_right({agree}, {engine}));
    BOOST_TEST(engine_is_right({agree}, {wrong_other, engine}));
    BOOST_TEST(!engine_is_right({agree, differ}, {engine}));
    BOOST_TEST(!engine_is_right({agree}, {engine, wrong_engine}));
    BOOST_TEST(!engine_is_right({}, {engine}));
    BOOST_TEST(!engine_is_right({agree}, {wrong_other}));
}

BOOST_AUTO_TEST_CASE(the_conclusion_names_what_differs_and_who_was_always_right) {
    const Derivative agree{"w", "", 1, 1, 1};
    const Derivative differ{"x", "", 1, 2, 1};
    const Traversal a{"first walk", 2, 4};
    const Traversal b{"second walk", 2, 4};
    const Traversal b_wrong{"second walk", 3, 4};
    BOOST_TEST(conclusion({agree, agree}, {a, b}) ==
               "All 2 derivatives agree: by hand, engine, difference.\n"
               "Always right: first walk; second walk.\n");
    BOOST_TEST(conclusion({agree, differ}, {a, b, b_wrong}) ==
               "1 of 2 derivatives differ: dL/dx.\nAlways right: first walk.\n");
    BOOST_TEST(conclusion({agree}, {b, b_wrong}) ==
               "All 1 derivatives agree: by hand, engine, difference.\nAlways right: no walk.\n");
}

BOOST_AUTO_TEST_CASE(backward_asks_each_node_once) {
    const Variable a = number(3);
    const Variable b = a + a;
    const Variable c = b * b;
    BOOST_TEST(calls_of_backward(c) == 2);
    BOOST_TEST(a.grad().item() == 24);  // c = 4 a^2
}

// w = 0.5, x = 3, b = -0.2, t = 2: z = y = 1.3 and y - t = -0.7, so that dL/dy = -1.4.
BOOST_AUTO_TEST_CASE(the_lesson_finds_the_derivatives_that_paper_gives) {
    const auto json = json_of_lesson_1("", 0);
    BOOST_TEST(json["lesson"] == "01_gradients_by_hand");
    BOOST_TEST(json["environment"]["threads"] >= 1);
    BOOST_TEST(!json["environment"]["compiler"].get<std::string>().empty());
    BOOST_TEST(!json["environment"]["simd"].get<std::string>().empty());
    BOOST_TEST(json["runs"].is_array());
    BOOST_TEST(json["runs"].empty());
    BOOST_TEST(json["claims"].is_array());
    BOOST_TEST(json["claims"].empty());
    BOOST_TEST(!json.contains("data"));

    const std::map<std::string, double> expected{{"y", -1.4}, {"z", -1.4}, {"w", -4.2},
                                                 {"x", -0.7}, {"b", -1.4}, {"t", 1.4}};
    BOOST_TEST(json["derivatives"].size() == expected.size());
    constexpr double kSinglePrecision = 1e-6;  // of numbers near 1
    for (const auto& derivative : json["derivatives"]) {
        const double value = expected.at(derivative["name"].get<std::string>());
        for (const char* way : {"by_hand", "engine", "difference"}) {
            BOOST_TEST(std::abs(derivative[way].get<double>() - value) < kSinglePrecision,
                       derivative.dump());
        }
        BOOST_TEST(derivative["agree"] == true);
        BOOST_TEST(!derivative["formula"].get<std::string>().empty());
    }
}

// By hand for b = a + a, c = b + b. The sum so far: b hears 1 and passes 1 on twice (a: 2), then
// hears the other 1, has 2, and passes 2 on twice (a: 6). Only once: b passes on the first 1 (a: 2).
// Each arrival: b passes 1 on four times. After n doublings: n nodes, 2^n - 1 ways to reach one.
BOOST_AUTO_TEST_CASE(the_lesson_shows_which_walks_fail_and_with_which_number) {
    struct Expected {
        double gradient;
        int calls;
        bool right;
    };
    const std::map<std::pair<std::string, int>, Expected> expected{
        {{"depth first, the sum so far", 2}, {6, 3, false}},
        {{"depth first, only once", 2}, {2, 2, false}},
        {{"depth first, each arrival", 2}, {4, 3, true}},
        {{"newest first (the engine)", 2}, {4, 2, true}},
        {{"depth first, the sum so far", 5}, {1626, 31, false}},
        {{"depth first, only once", 5}, {2, 5, false}},
        {{"depth first, each arrival", 5}, {32, 31, true}},
        {{"newest first (the engine)", 5}, {32, 5, true}}};
    const auto json = json_of_lesson_1("", 0);
    BOOST_TEST(json["traversals"].size() == expected.size());
    for (const auto& walk : json["traversals"]) {
        const Expected& wanted =
            expected.at({walk["name"].get<std::string>(), walk["doublings"].get<int>()});
        BOOST_TEST(walk["gradient"] == wanted.gradient, walk.dump());
        BOOST_TEST(walk["calls"] == wanted.calls, walk.dump());
        BOOST_TEST(walk["right"] == wanted.right, walk.dump());
    }
}

// Five to either side the unit is off on one of them: the slope between is not the derivative.
BOOST_AUTO_TEST_CASE(a_difference_across_the_kink_of_relu_differs_and_the_lesson_fails) {
    const auto json = json_of_lesson_1("--step 5", 1);
    std::map<std::string, bool> agree;
    for (const auto& derivative : json["derivatives"]) {
        agree[derivative["name"].get<std::string>()] = derivative["agree"].get<bool>();
    }
    const std::map<std::string, bool> expected{{"y", true},  {"t", true},  {"z", false},
                                               {"w", false}, {"x", false}, {"b", false}};
    BOOST_TEST(bool(agree == expected), json["derivatives"].dump());
}

BOOST_AUTO_TEST_CASE(the_lesson_prints_the_graph_and_says_that_all_agree) {
    const TemporaryFolder folder;
    const Outcome outcome = run_lesson_1("", folder);
    BOOST_TEST(outcome.exit_code == 0);
    BOOST_TEST(contains(outcome.output, "|  |  `- AddBackward #6 []"), outcome.output);
    BOOST_TEST(contains(outcome.output, "All 6 derivatives agree"), outcome.output);
}

BOOST_AUTO_TEST_CASE(output_that_cannot_be_written_is_an_error) {
    const TemporaryFolder folder;
    const Outcome outcome = run_lesson_on_a_full_disk("01_gradients_by_hand", folder.path());
    BOOST_TEST(outcome.exit_code == 1);
    BOOST_TEST(outcome.output == "01_gradients_by_hand: the output could not be written\n");
}

BOOST_AUTO_TEST_CASE(wrong_options_end_with_a_message) {
    const TemporaryFolder folder;
    const auto refused = [&](const std::string& options, const std::string& message) {
        const Outcome outcome = run_lesson_1(options, folder);
        BOOST_TEST(outcome.exit_code != 0, options);
        BOOST_TEST(contains(outcome.output, message), outcome.output);
        BOOST_TEST(!contains(outcome.output, "chain rule"), options);
    };
    refused("--step 0", "--step");
    refused("--step nan", "nan is no number");
    refused("--step inf", "--step");
    refused("--quick", "--quick");
    refused("--json \"" + (folder.path() / "no folder/result.json").string() + "\"",
            "there is no folder");
    refused("--json " + std::string(300, 'b'), "json: cannot write");
    refused("--json " + std::string(250, 'b'), "json: cannot write");
    BOOST_TEST(run_lesson_1("--help", folder).exit_code == 0);
}

BOOST_AUTO_TEST_SUITE_END()
