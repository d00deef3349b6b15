// precision: float
#include "tests/support/environment_variable.h"
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>

#include <regex>
#include <sstream>
#include <string>

using namespace stepgrad::testing;

// Nothing here trains, so that the sanitizers can run it: in their builds the kernels take minutes
// for what flatten_or_gap_test trains.
BOOST_AUTO_TEST_SUITE(flatten_or_gap_options_test)

BOOST_AUTO_TEST_CASE(wrong_options_end_with_a_message_before_anything_is_trained) {
    const TemporaryFolder folder;
    const auto refused = [&](const std::string& options, const std::string& message) {
        const Outcome outcome = run_flatten_or_gap(options, folder.path());
        BOOST_TEST(outcome.exit_code != 0, options);
        BOOST_TEST(contains(outcome.output, message), outcome.output);
        BOOST_TEST(!contains(outcome.output, "epoch 1"), options);
    };
    refused("--quick --epochs 0", "--epochs");
    refused("--quick --batch-size -3", "--batch-size");
    refused("--quick --threads 0", "--threads");
    refused("--quick --learning-rate -1", "--learning-rate");
    refused("--quick --learning-rate nan", "nan is no number");
    refused("--quick --seed -1", "--seed");
    refused("--quick --predict no/such.png", "no/such.png");
    refused("--quick --image-size 7", "--image-size");
    refused("--quick --skip-unreadable", "are for a folder of photos");
    refused("--quick --heads three", "--heads");
    refused("--no-such-option", "--no-such-option");
    refused("--data \"" + (folder.path() / "nothing here").string() + "\"", "nothing here");
    refused("--quick --predict 500", "--predict: there is no test image 500");
    refused("--quick --json \"" + (folder.path() / "no folder/result.json").string() + "\"",
            "there is no folder");
    BOOST_TEST(run_flatten_or_gap("--epochs 0", folder.path()).exit_code == 2);
}

BOOST_AUTO_TEST_CASE(help_names_all_options_in_lines_that_fit_on_a_terminal) {
    const TemporaryFolder folder;
    const Outcome help = run_flatten_or_gap("--help", folder.path());
    BOOST_TEST(help.exit_code == 0);
    BOOST_TEST(contains(help.output, "Usage: lessons/run 6 [OPTIONS]"), help.output);
    for (const std::string option : {"--quick", "--profile", "--bodies", "--predict", "--json"}) {
        BOOST_TEST(contains(help.output, option), help.output);
    }
    std::istringstream lines(help.output);
    for (std::string line; std::getline(lines, line);) {
        BOOST_TEST(line.size() <= 80U, line);
    }
}

BOOST_AUTO_TEST_CASE(help_names_the_data_sets_and_a_missing_one_says_how_to_fetch_it) {
    const TemporaryFolder folder;
    const EnvironmentVariable variable("STEPGRAD_DATA_DIR", folder.path().string());
    const Outcome help = run_flatten_or_gap("--help", folder.path());
    const std::string text = std::regex_replace(help.output, std::regex("\n +"), " ");
    for (const std::string name : {"mnist", "cifar10"}) {
        BOOST_TEST(contains(text, ", " + name + ","), help.output);
        const Outcome outcome = run_flatten_or_gap("--data " + name, folder.path());
        BOOST_TEST(outcome.exit_code == 1);
        BOOST_TEST(contains(outcome.output, (folder.path() / name).string()), outcome.output);
        BOOST_TEST(contains(outcome.output, "\"datasets/get " + name + "\""), outcome.output);
    }
}

BOOST_AUTO_TEST_CASE(images_are_shown_on_a_terminal_and_nowhere_else) {
    const TemporaryFolder folder;
    const std::string options = "--quick --predict 500";  // ends behind the images
    const Outcome file = run_flatten_or_gap(options, folder.path());
    BOOST_TEST(contains(file.output, "10 classes"), file.output);
    BOOST_TEST(!contains(file.output, "Ankle boot"), file.output);
    const Outcome terminal = run_flatten_or_gap_on_a_terminal(options, folder.path());
    BOOST_TEST(terminal.exit_code == file.exit_code);
    BOOST_TEST(contains(terminal.output, "\u2580\x1b[0m  \x1b["), terminal.output);
    BOOST_TEST(contains(terminal.output, "Sandal"), terminal.output);
    BOOST_TEST(contains(terminal.output, "Ankle boot"), terminal.output);
}

BOOST_AUTO_TEST_SUITE_END()
