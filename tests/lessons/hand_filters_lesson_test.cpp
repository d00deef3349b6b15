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
BOOST_AUTO_TEST_SUITE(hand_filters_lesson_test)

BOOST_AUTO_TEST_CASE(a_quick_run_finds_the_loop_and_the_kernel_equal) {
    const TemporaryFolder folder;
    const std::string json_file = (folder.path() / "result.json").string();
    const Outcome outcome =
        run_lesson_program("03_convolution_by_hand",
                           "--quick --epochs 1 --json \"" + json_file + "\" --report \"" +
                               (folder.path() / "page.html").string() + "\"",
                           folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    std::ifstream file(json_file);
    const auto json = nlohmann::json::parse(file);
    BOOST_TEST(json["claims"][0]["verdict"] == "holds");
    BOOST_TEST(json["measurements"].size() == 8u);
    BOOST_TEST(std::filesystem::file_size(folder.path() / "page.html") > 10000u);
}

BOOST_AUTO_TEST_SUITE_END()
