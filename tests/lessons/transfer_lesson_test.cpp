// precision: float
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

using namespace stepgrad::testing;

// Trains, which the sanitizers would take minutes for.
BOOST_AUTO_TEST_SUITE(transfer_lesson_test)

BOOST_AUTO_TEST_CASE(a_quick_run_trains_every_head_three_ways_and_writes_both_files) {
    const TemporaryFolder folder;
    const std::string json_file = (folder.path() / "result.json").string();
    const Outcome outcome = run_lesson_program("12_transfer",
                                               "--quick --json \"" + json_file + "\" --report \"" +
                                                   (folder.path() / "page.html").string() + "\"",
                                               folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    const auto json = nlohmann::json::parse(content_of(json_file));
    BOOST_TEST(json["runs"].size() == 18u);
    BOOST_TEST(json["runs"][0]["name"] == "scratch/10/gap");
    BOOST_TEST(json["runs"][1]["name"] == "frozen/10/gap");
    // On a frozen body the head alone is trainable.
    BOOST_TEST(json["runs"][1]["trainable_parameters"] == json["runs"][1]["head_parameters"]);
    BOOST_TEST(json["runs"][2]["trainable_parameters"] > json["runs"][2]["head_parameters"]);
    BOOST_TEST(json["claims"].size() == 3u);
    BOOST_TEST(json["claims"][1]["verdict"] == "holds");
    BOOST_TEST(std::filesystem::exists(folder.path() / "page.safetensors"));
    BOOST_TEST(std::filesystem::exists(folder.path() / "page.html"));
}

BOOST_AUTO_TEST_SUITE_END()
