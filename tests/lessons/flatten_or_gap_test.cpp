// precision: float
#include <sys/wait.h>

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/temporary_folder.h"

using namespace stepgrad::testing;

namespace {

struct Outcome {
    int exit_code;
    std::string output;  // of both streams
};

// Runs lesson 6 as a user does, with its output in a file.
Outcome lesson(const std::string& options, const std::filesystem::path& folder) {
    const std::string program = std::string(STEPGRAD_BINARY_DIR) + "/lessons/06_flatten_or_gap";
    const std::filesystem::path log = folder / "log";
    const int status = std::system(
        ("\"" + program + "\" " + options + " > \"" + log.string() + "\" 2>&1").c_str());
    std::ifstream file(log);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            std::string(std::istreambuf_iterator<char>(file), {})};
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(flatten_or_gap_test)

BOOST_AUTO_TEST_CASE(a_quick_run_trains_prints_and_writes_json) {
    const TemporaryFolder folder;
    const std::filesystem::path json_file = folder.path() / "result.json";
    const Outcome outcome = lesson(
        "--quick --heads all --predict 3 --json \"" + json_file.string() + "\"", folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    BOOST_TEST(contains(outcome.output, "gap_dense128  epoch 3/3"));
    BOOST_TEST(contains(outcome.output, "Test image 3"));
    BOOST_TEST(contains(outcome.output, "verdict   "));

    const auto json = nlohmann::json::parse(std::ifstream(json_file));
    BOOST_TEST(json["lesson"] == "06_flatten_or_gap");
    BOOST_TEST(json["data"]["name"] == "fashion-mnist-subset");
    BOOST_TEST(json["data"]["train"] == 2000);
    BOOST_TEST(json["data"]["test"] == 500);
    BOOST_TEST(json["environment"]["threads"] >= 1);
    BOOST_TEST(json["environment"]["seed"] == 1);
    BOOST_TEST(!json["environment"]["compiler"].get<std::string>().empty());
    BOOST_TEST(!json["environment"]["simd"].get<std::string>().empty());

    struct Expected {
        const char* name;
        int trainable, head;
    };
    const Expected expected[] = {{"flatten", 66394, 31370},
                                 {"flatten_dense128", 437850, 402826},
                                 {"gap", 35674, 650},
                                 {"gap_dense128", 44634, 9610},
                                 {"gmp", 35674, 650}};
    BOOST_TEST_REQUIRE(json["runs"].size() == std::size(expected));
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        const auto& run = json["runs"][i];
        BOOST_TEST(run["name"] == expected[i].name);
        BOOST_TEST(run["trainable_parameters"] == expected[i].trainable);
        BOOST_TEST(run["head_parameters"] == expected[i].head);
        BOOST_TEST(run["parameters"] == expected[i].trainable + 320);
        BOOST_TEST(run["epochs"] == 3);
        // Guessing gives 0.1: three epochs on 2,000 images are enough to do much better.
        BOOST_TEST(run["test_accuracy"].get<double>() > 0.4);
        BOOST_TEST(run["train_accuracy"].get<double>() <= 1.0);
        BOOST_TEST(run["train_seconds"].get<double>() > 0);
        BOOST_TEST(run["images_per_second"].get<double>() > 0);
    }
    for (const auto& claim : json["claims"]) {
        for (const char* key : {"id", "claim", "source", "measured", "verdict"}) {
            BOOST_TEST(!claim[key].get<std::string>().empty());
        }
    }
    BOOST_TEST(json["claims"].size() == 4u);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_network_with_any_number_of_threads) {
    const TemporaryFolder folder;
    const auto accuracies = [&](const std::string& options) {
        const std::filesystem::path json_file = folder.path() / "result.json";
        const Outcome outcome = lesson(
            "--quick --epochs 1 --json \"" + json_file.string() + "\" " + options, folder.path());
        BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
        const auto json = nlohmann::json::parse(std::ifstream(json_file));
        return json["runs"][0]["train_accuracy"].dump() + " " +
               json["runs"][1]["train_accuracy"].dump();
    };
    const std::string one = accuracies("--threads 1");
    BOOST_TEST(accuracies("--threads 3") == one);
    BOOST_TEST(accuracies("--threads 1 --seed 2") != one);
}

BOOST_AUTO_TEST_CASE(wrong_options_end_with_a_message_before_anything_is_trained) {
    const TemporaryFolder folder;
    const auto refused = [&](const std::string& options, const std::string& message) {
        const Outcome outcome = lesson(options, folder.path());
        BOOST_TEST(outcome.exit_code != 0, options);
        BOOST_TEST(contains(outcome.output, message), outcome.output);
        BOOST_TEST(!contains(outcome.output, "epoch 1"), options);
    };
    refused("--quick --epochs 0", "--epochs");
    refused("--quick --batch-size -3", "--batch-size");
    refused("--quick --threads 0", "--threads");
    refused("--quick --learning-rate -1", "--learning-rate");
    refused("--quick --heads three", "--heads");
    refused("--no-such-option", "--no-such-option");
    refused("--data \"" + (folder.path() / "nothing here").string() + "\"", "nothing here");
    refused("--quick --predict 500", "--predict: there is no test image 500");
    refused("--quick --json \"" + (folder.path() / "no folder/result.json").string() + "\"",
            "there is no folder");
    BOOST_TEST(lesson("--help", folder.path()).exit_code == 0);
}

BOOST_AUTO_TEST_SUITE_END()
