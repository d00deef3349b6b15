// precision: float
#include "tests/support/idx_bytes.h"
#include "tests/support/lesson_program.h"
#include "tests/support/picture_files.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

using namespace stepgrad::testing;

namespace {

constexpr std::uint32_t kExtent = 28;
constexpr std::uint32_t kClasses = 4;
constexpr std::uint32_t kTrainCount = 90;  // not a multiple of the batch: the last one is short
constexpr std::uint32_t kTestCount = 30;

void write_images(const TemporaryFolder& folder, const std::string& set, std::uint32_t count) {
    std::string labels;
    for (std::uint32_t i = 0; i < count; ++i) {
        labels += static_cast<char>(i % kClasses);
    }
    folder.write("data/" + set + "-images-idx3-ubyte",
                 idx_file({count, kExtent, kExtent}, counting_bytes(count * kExtent * kExtent)));
    folder.write("data/" + set + "-labels-idx1-ubyte", idx_file({count}, labels));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(flatten_or_gap_own_data_test)

// A whole run of the lesson on so few images that the sanitizers can watch it to the end.
BOOST_AUTO_TEST_CASE(a_folder_of_own_images_is_trained_on_by_every_head) {
    const TemporaryFolder folder;
    write_images(folder, "train", kTrainCount);
    write_images(folder, "test", kTestCount);
    const std::filesystem::path json_file = folder.path() / "result.json";
    const Outcome outcome = run_flatten_or_gap(
        "--data \"" + (folder.path() / "data").string() +
            "\" --heads all --bodies large --epochs 2 --batch-size 20 --predict 3 --json \"" +
            json_file.string() + "\"",
        folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    BOOST_TEST(contains(outcome.output, "90 training images, 30 test images,\n4 classes"),
               outcome.output);
    BOOST_TEST(contains(outcome.output, "gmp  epoch 2/2"), outcome.output);
    BOOST_TEST(contains(outcome.output, "Test image 3"), outcome.output);

    const auto json = nlohmann::json::parse(std::ifstream(json_file));
    BOOST_TEST(json["data"]["train"] == kTrainCount);
    BOOST_TEST(json["data"]["test"] == kTestCount);
    BOOST_TEST_REQUIRE(json["runs"].size() == 5u);
    for (const auto& run : json["runs"]) {
        BOOST_TEST(run["epochs"] == 2);
        // A share of 30 images.
        const double right = run["test_accuracy"].get<double>() * kTestCount;
        BOOST_TEST(std::abs(right - std::round(right)) < 1e-6);
    }
}

BOOST_AUTO_TEST_CASE(a_folder_of_photos_of_two_classes_is_trained_on_and_a_photo_classified) {
    const TemporaryFolder folder;
    for (int i = 0; i < 10; ++i) {
        folder.write("my photos/dark/" + std::to_string(i) + ".png", grey_png(i, 20, 30));
        folder.write("my photos/bright/" + std::to_string(i) + ".png", grey_png(200 + i, 20, 30));
    }
    folder.write("my photos/dark/torn.png", grey_png(1).substr(0, 40));
    folder.write("night.png", grey_png(5, 50, 70));
    const std::string options =
        "--data \"" + (folder.path() / "my photos").string() +
        "\" --image-size 16 --grey --epochs 15 --batch-size 4 --predict \"" +
        (folder.path() / "night.png").string() + "\"";

    const Outcome stopped = run_flatten_or_gap(options, folder.path());
    BOOST_TEST(stopped.exit_code == 1);
    BOOST_TEST(contains(stopped.output, "dark/torn.png"), stopped.output);

    const Outcome outcome = run_flatten_or_gap(options + " --skip-unreadable", folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    BOOST_TEST(contains(outcome.output, "cannot be read: 1 ("), outcome.output);
    BOOST_TEST(contains(outcome.output,
                        "16 training images, 4 test images,\n2 classes, 16x16 pixels, 1 channel."),
               outcome.output);
    // The likeliest class comes first, below the network's name.
    BOOST_TEST(contains(outcome.output, "flatten\n"), outcome.output);
    const std::string answer = outcome.output.substr(outcome.output.rfind("flatten\n"));
    BOOST_TEST(answer.find("dark") < answer.find("bright"), outcome.output);
}

BOOST_AUTO_TEST_SUITE_END()
