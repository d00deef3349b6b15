// precision: float
#include "tests/support/idx_bytes.h"
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>

using namespace stepgrad::testing;

namespace {

// 30 training and 12 test images of a size, of three classes.
void write_images(const TemporaryFolder& folder, std::uint32_t height, std::uint32_t width) {
    for (const auto& [name, count] : {std::pair{"train", 30u}, std::pair{"t10k", 12u}}) {
        std::string labels;
        for (std::uint32_t i = 0; i < count; ++i) {
            labels += static_cast<char>(i % 3);
        }
        const std::string start(name);
        folder.write(start + "-images-idx3-ubyte",
                     idx_file({count, height, width}, counting_bytes(count * height * width)));
        folder.write(start + "-labels-idx1-ubyte", idx_file({count}, labels));
    }
}

Outcome run_lesson_2(const std::string& options, const TemporaryFolder& folder) {
    return run_lesson_program("02_dense_on_images", options, folder.path());
}

}  // namespace

// Little is trained here, so that the sanitizers can run it.
BOOST_AUTO_TEST_SUITE(dense_on_images_options_test)

BOOST_AUTO_TEST_CASE(takes_images_of_any_size_and_number_of_classes) {
    const TemporaryFolder folder;
    write_images(folder, 5, 9);
    const std::filesystem::path json_file = folder.path() / "result.json";
    const Outcome outcome = run_lesson_2("--epochs 1 --data \"" + folder.path().string() +
                                             "\" --json \"" + json_file.string() + "\"",
                                         folder);
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    const auto json = nlohmann::json::parse(std::ifstream(json_file));
    // 45 pixels to 128 units, and these to three classes.
    BOOST_TEST(json["runs"][0]["trainable_parameters"] == 45 * 128 + 128 + 128 * 3 + 3);
    BOOST_TEST(json["runs"][2]["trainable_parameters"] == 35674 - 650 + 64 * 3 + 3);
}

// Below each picture stands its class, "0", "1" or "2", in as many columns as the picture has.
BOOST_AUTO_TEST_CASE(shows_the_images_as_they_are_and_shuffled_on_a_terminal_only) {
    const TemporaryFolder folder;
    write_images(folder, 4, 4);
    const std::string options = "--epochs 1 --data \"" + folder.path().string() + "\"";
    const std::string labels = "0     1     2   ";
    const Outcome shown = run_lesson_on_a_terminal("02_dense_on_images", options, folder.path());
    const std::size_t first = shown.output.find(labels);
    BOOST_TEST_REQUIRE(first != std::string::npos, shown.output);
    const std::size_t second = shown.output.find(labels, first + 1);
    BOOST_TEST_REQUIRE(second != std::string::npos, shown.output);
    BOOST_TEST(shown.output.find(labels, second + 1) == std::string::npos);
    // The lines above the labels are the pictures.
    const auto picture_above = [&](std::size_t place) {
        return shown.output.substr(place - 40, 40);
    };
    BOOST_TEST(picture_above(first) != picture_above(second));
    BOOST_TEST(!contains(run_lesson_2(options, folder).output, labels));
}

BOOST_AUTO_TEST_CASE(each_training_is_profiled_if_asked_for) {
    const TemporaryFolder folder;
    write_images(folder, 4, 4);
    const std::string options = "--epochs 1 --data \"" + folder.path().string() + "\"";
    const Outcome profiled = run_lesson_2(options + " --profile", folder);
    BOOST_TEST_REQUIRE(profiled.exit_code == 0, profiled.output);
    for (const std::string name : {"dense", "dense_shuffled", "cnn", "cnn_shuffled"}) {
        BOOST_TEST(contains(profiled.output, "Where the time of " + name + " went"), name);
    }
    for (const std::string row : {"body.conv4 ", "run_backward ", "optimizer ", "(total)"}) {
        BOOST_TEST(contains(profiled.output, row), profiled.output);
    }
    BOOST_TEST(!contains(run_lesson_2(options, folder).output, "Where the time"));
}

BOOST_AUTO_TEST_CASE(images_that_are_too_small_to_halve_twice_are_refused) {
    const TemporaryFolder folder;
    write_images(folder, 3, 9);
    const Outcome outcome =
        run_lesson_2("--epochs 1 --data \"" + folder.path().string() + "\"", folder);
    BOOST_TEST(outcome.exit_code == 1);
    BOOST_TEST(contains(outcome.output, "images must be at least 4x4"), outcome.output);
    BOOST_TEST(!contains(outcome.output, "epoch 1"), outcome.output);
}

BOOST_AUTO_TEST_CASE(wrong_options_end_with_a_message_before_anything_is_trained) {
    const TemporaryFolder folder;
    const auto refused = [&](const std::string& options, const std::string& message) {
        const Outcome outcome = run_lesson_2(options, folder);
        BOOST_TEST(outcome.exit_code != 0, options);
        BOOST_TEST(contains(outcome.output, message), outcome.output);
        BOOST_TEST(!contains(outcome.output, "epoch 1"), options);
    };
    refused("--quick --epochs 0", "--epochs");
    refused("--no-such-option", "--no-such-option");
    refused("--data \"" + (folder.path() / "nothing here").string() + "\"", "nothing here");
    const Outcome help = run_lesson_2("--help", folder);
    BOOST_TEST(help.exit_code == 0);
    BOOST_TEST(contains(help.output, "INT:INT in [1 - 10000]=3"), help.output);
}

BOOST_AUTO_TEST_SUITE_END()
