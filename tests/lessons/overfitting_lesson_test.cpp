// precision: float
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>

using namespace stepgrad::testing;

// Trains, which the sanitizers would take minutes for.
BOOST_AUTO_TEST_SUITE(overfitting_lesson_test)

BOOST_AUTO_TEST_CASE(a_short_run_trains_every_head_and_writes_both_files) {
    const TemporaryFolder folder;
    const std::string json_file = (folder.path() / "result.json").string();
    const Outcome outcome =
        run_lesson_program("08_overfitting",
                           "--quick --epochs 1 --json \"" + json_file + "\" --report \"" +
                               (folder.path() / "page.html").string() + "\"",
                           folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    std::ifstream file(json_file);
    const auto json = nlohmann::json::parse(file);
    BOOST_TEST(json["runs"].size() == 24u);
    BOOST_TEST(json["runs"][0]["name"] == "large/100/flatten");
    BOOST_TEST(json["runs"][0]["epochs"] == 1);
    BOOST_TEST(json["claims"].size() == 3u);
    BOOST_TEST(std::filesystem::exists(folder.path() / "page.html"));
}

BOOST_AUTO_TEST_SUITE_END()
