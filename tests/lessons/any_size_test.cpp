// precision: float
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>

using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(any_size_test)

BOOST_AUTO_TEST_CASE(a_quick_run_trains_prints_and_writes_json) {
    const TemporaryFolder folder;
    const std::filesystem::path json_file = folder.path() / "result.json";
    const Outcome outcome = run_lesson_program(
        "10_any_size", "--quick --epochs 2 --json \"" + json_file.string() + "\"", folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    BOOST_TEST(contains(outcome.output, "flatten  epoch 2/2"), outcome.output);
    // 5x5 places of 64 channels where 7x7 are expected.
    BOOST_TEST(contains(outcome.output,
                        "linear at head.classes: input has 1600 features, weight "
                        "expects 3136"),
               outcome.output);
    BOOST_TEST(contains(outcome.output, "equal to rounding"), outcome.output);
    BOOST_TEST(contains(outcome.output, "What not to conclude"), outcome.output);

    const auto json = nlohmann::json::parse(std::ifstream(json_file));
    BOOST_TEST(json["lesson"] == "10_any_size");
    BOOST_TEST(json["runs"][0]["name"] == "gap");
    BOOST_TEST(json["runs"][0]["trainable_parameters"] == 35674);
    BOOST_TEST(json["runs"][1]["name"] == "flatten");
    BOOST_TEST(json["runs"][1]["head_parameters"] == 31370);
    // Guessing gives 0.1: two epochs on 2,000 images are enough to do much better.
    BOOST_TEST(json["runs"][0]["test_accuracy"].get<double>() > 0.3, json["runs"].dump());
    BOOST_TEST_REQUIRE(json["sizes"].size() == 6u);
    for (const auto& size : json["sizes"]) {
        const bool is_gap = size["run"] == "gap";
        BOOST_TEST(size.contains("accuracy") == is_gap, size.dump());
        BOOST_TEST(size.contains("error") == !is_gap, size.dump());
    }
    BOOST_TEST(json["sizes"][0]["height"] == 20);
    BOOST_TEST(json["sizes"][2]["width"] == 56);
    BOOST_TEST(json["equalities"][0]["equal"] == true, json["equalities"].dump());
    BOOST_TEST(json["side_by_side"]["pictures"].get<int>() > 100);
    BOOST_TEST(json["side_by_side"]["left_right"] <= json["side_by_side"]["pictures"]);
    BOOST_TEST(json["claims"].size() == 5u);
    for (const auto& claim : json["claims"]) {
        for (const char* key : {"id", "claim", "source", "measured", "verdict"}) {
            BOOST_TEST(!claim[key].get<std::string>().empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(wrong_options_end_with_a_message_before_anything_is_trained) {
    const TemporaryFolder folder;
    const Outcome outcome = run_lesson_program("10_any_size", "--no-such-option", folder.path());
    BOOST_TEST(outcome.exit_code != 0);
    BOOST_TEST(contains(outcome.output, "--no-such-option"), outcome.output);
}

BOOST_AUTO_TEST_SUITE_END()
