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

BOOST_AUTO_TEST_SUITE(dense_on_images_test)

BOOST_AUTO_TEST_CASE(a_quick_run_trains_prints_and_writes_json) {
    const TemporaryFolder folder;
    const std::filesystem::path json_file = folder.path() / "result.json";
    const Outcome outcome = run_lesson_program(
        "02_dense_on_images", "--quick --epochs 2 --json \"" + json_file.string() + "\"",
        folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    BOOST_TEST(contains(outcome.output, "cnn_shuffled  epoch 2/2"), outcome.output);
    BOOST_TEST(contains(outcome.output, "224x224x3         19,269,002"), outcome.output);
    BOOST_TEST(contains(outcome.output, "verdict   "), outcome.output);

    const auto json = nlohmann::json::parse(std::ifstream(json_file));
    BOOST_TEST(json["lesson"] == "02_dense_on_images");
    BOOST_TEST(json["data"]["name"] == "fashion-mnist-subset");
    BOOST_TEST(json["data"]["train"] == 2000);
    BOOST_TEST(json["data"]["test"] == 500);
    BOOST_TEST(json["environment"]["seed"] == 1);

    struct Expected {
        const char* name;
        int trainable, head, statistics;
    };
    const Expected expected[] = {{"dense", 101770, 1290, 0},
                                 {"dense_shuffled", 101770, 1290, 0},
                                 {"cnn", 35674, 650, 320},
                                 {"cnn_shuffled", 35674, 650, 320}};
    BOOST_TEST_REQUIRE(json["runs"].size() == std::size(expected));
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        const auto& run = json["runs"][i];
        BOOST_TEST(run["name"] == expected[i].name);
        BOOST_TEST(run["trainable_parameters"] == expected[i].trainable);
        BOOST_TEST(run["head_parameters"] == expected[i].head);
        BOOST_TEST(run["parameters"] == expected[i].trainable + expected[i].statistics);
        BOOST_TEST(run["epochs"] == 2);
        // Guessing gives 0.1: two epochs on 2,000 images are enough to do much better.
        BOOST_TEST(run["test_accuracy"].get<double>() > 0.3, run.dump());
        BOOST_TEST(run["train_accuracy"].get<double>() <= 1.0);
        BOOST_TEST(run["train_seconds"].get<double>() > 0);
        BOOST_TEST(run["images_per_second"].get<double>() > 0);
    }
    // The shuffled runs are runs of their own, on other images.
    BOOST_TEST(json["runs"][0]["train_accuracy"] != json["runs"][1]["train_accuracy"]);
    BOOST_TEST(json["runs"][2]["train_accuracy"] != json["runs"][3]["train_accuracy"]);
    BOOST_TEST(json["claims"].size() == 4u);
    for (const auto& claim : json["claims"]) {
        for (const char* key : {"id", "claim", "source", "measured", "verdict"}) {
            BOOST_TEST(!claim[key].get<std::string>().empty());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
