// precision: float
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(where_is_it_test)

BOOST_AUTO_TEST_CASE(a_quick_run_trains_prints_and_writes_json) {
    const TemporaryFolder folder;
    const std::filesystem::path json_file = folder.path() / "result.json";
    const Outcome outcome = run_lesson_program(
        "09_where_is_it", "--quick --epochs 1 --json \"" + json_file.string() + "\"",
        folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    BOOST_TEST(contains(outcome.output, "10 classes, 40x40 pixels"), outcome.output);
    BOOST_TEST(contains(outcome.output, "close_padded  epoch 1/1"), outcome.output);
    BOOST_TEST(contains(outcome.output, "equal,"), outcome.output);
    BOOST_TEST(contains(outcome.output, "What not to conclude"), outcome.output);

    const auto json = nlohmann::json::parse(std::ifstream(json_file));
    BOOST_TEST(json["lesson"] == "09_where_is_it");
    const char* names[] = {"gap",          "flatten",         "place_gap",
                           "place_padded", "place_coordconv", "place_flatten",
                           "close_gap",    "close_padded"};
    BOOST_TEST_REQUIRE(json["runs"].size() == std::size(names));
    for (std::size_t i = 0; i < std::size(names); ++i) {
        BOOST_TEST(json["runs"][i]["name"] == names[i]);
        BOOST_TEST(json["runs"][i]["test_accuracy"].get<double>() > 0);
    }
    // 10x10 places of 64 channels, and the same body with GAP.
    BOOST_TEST(json["runs"][0]["trainable_parameters"] == 35674);
    BOOST_TEST(json["runs"][1]["head_parameters"] == 10 * 10 * 64 * 10 + 10);
    BOOST_TEST(json["shifts"].size() == 2u * 13u * 13u);
    BOOST_TEST(json["shifts"][0]["run"] == "gap");
    BOOST_TEST(json["shifts"][0]["down"] == -6);
    BOOST_TEST_REQUIRE(json["equalities"].size() == 6u);
    BOOST_TEST(json["equalities"][0]["name"] == "place_gap");
    BOOST_TEST(json["equalities"][0]["equal"] == true, json["equalities"].dump());
    BOOST_TEST(json["equalities"][3]["equal"] == false, json["equalities"].dump());
    BOOST_TEST(json["claims"].size() == 7u);
    for (const auto& claim : json["claims"]) {
        for (const char* key : {"id", "claim", "source", "measured", "verdict"}) {
            BOOST_TEST(!claim[key].get<std::string>().empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(wrong_options_end_with_a_message_before_anything_is_trained) {
    const TemporaryFolder folder;
    const Outcome outcome = run_lesson_program("09_where_is_it", "--no-such-option", folder.path());
    BOOST_TEST(outcome.exit_code != 0);
    BOOST_TEST(contains(outcome.output, "--no-such-option"), outcome.output);
}

BOOST_AUTO_TEST_SUITE_END()
