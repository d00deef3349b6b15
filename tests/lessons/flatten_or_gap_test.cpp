// precision: float
#include "tests/support/cifar10_files.h"
#include "tests/support/environment_variable.h"
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(flatten_or_gap_test)

BOOST_AUTO_TEST_CASE(a_quick_run_trains_prints_and_writes_json) {
    const TemporaryFolder folder;
    const std::filesystem::path json_file = folder.path() / "result.json";
    const Outcome outcome = run_flatten_or_gap(
        "--quick --heads all --bodies both --predict 3 --json \"" + json_file.string() +
            "\" --report \"" + (folder.path() / "page.html").string() + "\"",
        folder.path());
    BOOST_TEST(std::filesystem::file_size(folder.path() / "page.html") > 10000u);
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    BOOST_TEST(contains(outcome.output, "gap_dense128  epoch 3/3"));
    BOOST_TEST(contains(outcome.output, "Test image 3"));
    BOOST_TEST(contains(outcome.output, "verdict   "));
    const std::string last = "\nReport: " + (folder.path() / "page.html").string() + "\n";
    BOOST_TEST(outcome.output.ends_with(last), outcome.output);

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
        int trainable, head, statistics;
    };
    const Expected expected[] = {
        {"flatten", 66394, 31370, 320}, {"flatten_dense128", 437850, 402826, 320},
        {"gap", 35674, 650, 320},       {"gap_dense128", 44634, 9610, 320},
        {"gmp", 35674, 650, 320},       {"flatten_small", 14386, 7850, 128},
        {"gap_small", 6706, 170, 128}};
    BOOST_TEST_REQUIRE(json["runs"].size() == std::size(expected));
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        const auto& run = json["runs"][i];
        BOOST_TEST(run["name"] == expected[i].name);
        BOOST_TEST(run["trainable_parameters"] == expected[i].trainable);
        BOOST_TEST(run["head_parameters"] == expected[i].head);
        BOOST_TEST(run["parameters"] == expected[i].trainable + expected[i].statistics);
        BOOST_TEST(run["epochs"] == 3);
        // Guessing gives 0.1: three epochs on 2,000 images are enough to do much better.
        BOOST_TEST(run["test_accuracy"].get<double>() > 0.4);
        BOOST_TEST(run["train_accuracy"].get<double>() <= 1.0);
        BOOST_TEST(run["train_seconds"].get<double>() > 0);
        BOOST_TEST(run["images_per_second"].get<double>() > 0);
        BOOST_TEST_REQUIRE(run["curve"].size() == 3u);
        BOOST_TEST(run["curve"][2]["test_accuracy"] == run["test_accuracy"]);
        BOOST_TEST(run["curve"][2]["train_loss"] < run["curve"][0]["train_loss"]);
    }
    for (const auto& claim : json["claims"]) {
        for (const char* key : {"id", "claim", "source", "measured", "verdict"}) {
            BOOST_TEST(!claim[key].get<std::string>().empty());
        }
    }
    BOOST_TEST(json["claims"].size() == 4u);
}

BOOST_AUTO_TEST_CASE(colour_images_of_another_size_are_trained_on_and_predicted) {
    const TemporaryFolder folder;
    const std::filesystem::path json_file = folder.path() / "result.json";
    write_cifar10(folder.path() / "cifar10");
    const EnvironmentVariable variable("STEPGRAD_DATA_DIR", folder.path().string());
    const Outcome outcome = run_flatten_or_gap(
        "--data cifar10 --epochs 1 --predict 1 --json \"" + json_file.string() + "\"",
        folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    BOOST_TEST(contains(outcome.output, "10 classes, 32x32 pixels, 3 channels"), outcome.output);
    BOOST_TEST(contains(outcome.output, "6. Test image 1"), outcome.output);
    const bool is_judged =
        contains(outcome.output, "  gap: right\n") || contains(outcome.output, "  gap: wrong\n");
    BOOST_TEST(is_judged, outcome.output);
    const auto json = nlohmann::json::parse(std::ifstream(json_file));
    BOOST_TEST(json["data"]["name"] == "cifar10");
    BOOST_TEST(json["data"]["train"] == 9);
    // Two more input channels than grey images have: 3 * 3 * 2 * 16 weights.
    BOOST_TEST(json["runs"][1]["trainable_parameters"] == 35674 + 288);
    // The last feature maps are 8x8.
    BOOST_TEST(json["runs"][0]["head_parameters"] == 8 * 8 * 64 * 10 + 10);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_network_with_any_number_of_threads) {
    const TemporaryFolder folder;
    const auto accuracies = [&](const std::string& options) {
        const std::filesystem::path json_file = folder.path() / "result.json";
        const Outcome outcome = run_flatten_or_gap(
            "--quick --epochs 1 --bodies large --json \"" + json_file.string() + "\" " + options,
            folder.path());
        BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
        const auto json = nlohmann::json::parse(std::ifstream(json_file));
        return json["runs"][0]["train_accuracy"].dump() + " " +
               json["runs"][1]["train_accuracy"].dump();
    };
    const std::string one = accuracies("--threads 1");
    BOOST_TEST(accuracies("--threads 3") == one);
    BOOST_TEST(accuracies("--threads 1 --seed 2") != one);
}

BOOST_AUTO_TEST_SUITE_END()
