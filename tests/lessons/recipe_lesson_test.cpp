// precision: float
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <string>

using namespace stepgrad::testing;

// Trains, which the sanitizers would take minutes for.
BOOST_AUTO_TEST_SUITE(recipe_lesson_test)

BOOST_AUTO_TEST_CASE(a_short_run_trains_with_each_seed_and_writes_both_files) {
    const TemporaryFolder folder;
    const std::string json_file = (folder.path() / "result.json").string();
    const Outcome outcome =
        run_lesson_program("recipes",
                           "--quick --epochs 1 --seeds 2 --json \"" + json_file + "\" --report \"" +
                               (folder.path() / "page.html").string() + "\"",
                           folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    const auto json = nlohmann::json::parse(content_of(json_file));
    BOOST_TEST_REQUIRE(json["runs"].size() == 2u);
    BOOST_TEST(json["runs"][1]["name"] == "seed_2");
    BOOST_TEST(json["figures"][0]["values"].size() == 2u);
    BOOST_TEST(json["figures"][0]["values"][0] == json["runs"][0]["test_accuracy"]);
    const std::string verdict = json["claims"][0]["verdict"];
    BOOST_TEST(verdict.starts_with("cannot be judged"), verdict);  // on 2,000 images
    BOOST_TEST(!content_of(folder.path() / "page.html").empty());
}

BOOST_AUTO_TEST_SUITE_END()
