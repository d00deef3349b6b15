// precision: float
// Runs lesson 5 as a user does.
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>

using namespace stepgrad::testing;

namespace {

Outcome run_lesson_5(const std::string& options, const TemporaryFolder& folder) {
    return run_lesson_program("05_flatten", options, folder.path());
}

nlohmann::json json_of_lesson_5(const std::string& options, int exit_code) {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "result.json").string();
    const Outcome outcome = run_lesson_5("--json \"" + file + "\" " + options, folder);
    BOOST_TEST_REQUIRE(outcome.exit_code == exit_code, outcome.output);
    return nlohmann::json::parse(std::ifstream(file));
}

std::map<std::string, bool> identities_of(const nlohmann::json& json) {
    std::map<std::string, bool> found;
    for (const auto& identity : json["identities"]) {
        found[identity["name"].get<std::string>()] = identity["holds"].get<bool>();
    }
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(flatten_lesson_test)

BOOST_AUTO_TEST_CASE(gap_leaves_30_numbers_and_flatten_moves_none) {
    const auto json = json_of_lesson_5("", 0);
    BOOST_TEST(json["lesson"] == "05_flatten");
    BOOST_TEST(json["environment"]["seed"] == 1);
    BOOST_TEST(!json.contains("data"));
    BOOST_TEST(json["runs"].empty());
    BOOST_TEST_REQUIRE(json["effects"].size() == 2u);
    const auto& gap = json["effects"][0];
    BOOST_TEST(gap["name"] == "GAP");
    BOOST_TEST(gap["numbers_in"] == 220 * 220 * 30);
    BOOST_TEST(gap["numbers_out"] == 30);
    BOOST_TEST(gap["largest_difference"].get<double>() < 1e-5);
    BOOST_TEST(gap["shares_memory"] == false);
    const auto& flatten = json["effects"][1];
    BOOST_TEST(flatten["name"] == "Flatten");
    BOOST_TEST(flatten["numbers_in"] == flatten["numbers_out"]);
    BOOST_TEST(flatten["largest_difference"] == 0);
    BOOST_TEST(flatten["shares_memory"] == true);
}

BOOST_AUTO_TEST_CASE(the_three_identities_hold) {
    const auto json = json_of_lesson_5("", 0);
    const std::map<std::string, bool> expected{
        {"GAP + dense = Flatten + dense with tied weights", true},
        {"GAP + dense = 1x1 convolution + GAP", true},
        {"GAP = Flatten on maps of 1x1", true}};
    BOOST_TEST(bool(identities_of(json) == expected), json["identities"].dump());
}

BOOST_AUTO_TEST_CASE(a_wrong_divisor_breaks_one_identity_and_the_lesson_says_so_and_fails) {
    const auto json = json_of_lesson_5("--divisor 48", 1);
    const std::map<std::string, bool> expected{
        {"GAP + dense = Flatten + dense with tied weights", false},
        {"GAP + dense = 1x1 convolution + GAP", true},
        {"GAP = Flatten on maps of 1x1", true}};
    BOOST_TEST(bool(identities_of(json) == expected), json["identities"].dump());
    const TemporaryFolder folder;
    const Outcome outcome = run_lesson_5("--divisor 48", folder);
    BOOST_TEST(outcome.exit_code == 1);
    BOOST_TEST(contains(outcome.output, "DIFFERENT"), outcome.output);
    BOOST_TEST(contains(outcome.output,
                        "This does not hold: GAP + dense = Flatten + dense with tied weights."),
               outcome.output);
}

BOOST_AUTO_TEST_CASE(the_networks_have_the_known_counts) {
    const std::map<std::string, std::pair<int, int>> expected{
        {"AlexNet", {2'334'080, 58'631'144}},
        {"VGG16", {14'714'688, 123'642'856}},
        {"VGG16, GAP", {14'714'688, 513'000}},
        {"GoogLeNet", {5'973'552, 1'025'000}},
        {"GoogLeNet, Flatten", {5'973'552, 50'177'000}}};
    const auto json = json_of_lesson_5("", 0);
    BOOST_TEST(json["budgets"].size() == expected.size());
    for (const auto& budget : json["budgets"]) {
        const auto& [body, dense] = expected.at(budget["name"].get<std::string>());
        BOOST_TEST(budget["body"] == body, budget.dump());
        BOOST_TEST(budget["dense"] == dense, budget.dump());
        BOOST_TEST(budget["dense_layers"].get<int>() >= 1, budget.dump());
    }
}

BOOST_AUTO_TEST_CASE(the_claims_have_verdicts) {
    const auto json = json_of_lesson_5("", 0);
    std::map<std::string, std::string> verdicts;
    for (const auto& claim : json["claims"]) {
        verdicts[claim["id"].get<std::string>()] = claim["verdict"].get<std::string>();
    }
    const std::map<std::string, std::string> expected{
        {"C1", "holds"}, {"C2", "holds"}, {"C8", "depends"}};
    BOOST_TEST(bool(verdicts == expected), json["claims"].dump());
}

BOOST_AUTO_TEST_CASE(lines_fit_79_columns_and_the_end_says_what_not_to_conclude) {
    const TemporaryFolder folder;
    const Outcome outcome = run_lesson_5("", folder);
    BOOST_TEST(outcome.exit_code == 0);
    BOOST_TEST(contains(outcome.output, "All 3 identities hold"), outcome.output);
    BOOST_TEST(contains(outcome.output, "What not to conclude: that"), outcome.output);
    std::istringstream lines(outcome.output);
    std::string line;
    while (std::getline(lines, line)) {
        BOOST_TEST(line.size() <= 79u, line);
    }
}

BOOST_AUTO_TEST_CASE(wrong_options_end_with_a_message) {
    const TemporaryFolder folder;
    for (const std::string options : {"--divisor 0", "--divisor x", "--quick"}) {
        const Outcome outcome = run_lesson_5(options, folder);
        BOOST_TEST(outcome.exit_code != 0, options);
        BOOST_TEST(contains(outcome.output, options.substr(0, options.find(' '))), options);
    }
    BOOST_TEST(run_lesson_5("--help", folder).exit_code == 0);
}

BOOST_AUTO_TEST_SUITE_END()
