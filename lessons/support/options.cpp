#include "lessons/support/options.h"

#include "autograd/kernels/threads.h"
#include "datasets/open.h"
#include "layers/convolution_algorithm.h"
#include "lessons/support/json_report.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <system_error>
#include <vector>

namespace stepgrad::lessons {
namespace {

constexpr int kMostThreads = 256;
constexpr int kMostEpochs = 10000;
constexpr std::int64_t kLargestBatch = std::int64_t{1} << 20;
constexpr std::uint64_t kLargestSeed = std::numeric_limits<std::int64_t>::max();
constexpr double kLowestRate = 1e-6;
constexpr double kHighestRate = 10;
constexpr int kQuickEpochs = 3;
constexpr std::int64_t kSmallestImage = 8;  // the lessons' network halves it twice
constexpr std::int64_t kLargestImage = 1024;

const std::map<std::string, ConvolutionAlgorithm> kConvolutionAlgorithms = {
    {"automatic", ConvolutionAlgorithm::kAutomatic},
    {"direct", ConvolutionAlgorithm::kDirect},
    {"winograd2", ConvolutionAlgorithm::kWinograd2},
    {"winograd4", ConvolutionAlgorithm::kWinograd4}};

constexpr const char* kReportFolder = "reports";

// "lessons/run 6" for the program 06_flatten_or_gap, "lessons/run recipes" for recipes.
std::string typed_name(const std::string& program) {
    const std::string::size_type digits = program.find_first_not_of('0');
    const bool has_number = program.find_first_of("0123456789") == 0;
    return "lessons/run " +
           (has_number ? program.substr(digits, program.find('_') - digits) : program);
}

// As a shell takes it for one word: in quotes, and each quote within as '\\''.
std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char character : word) {
        text += character == '\'' ? std::string("'\\''") : std::string(1, character);
    }
    return text + "'";
}

// "lessons/run 6 --data 'my photos'" for the program 06_flatten_or_gap.
std::string command_text(const std::string& program, int argc, char** argv) {
    std::string text = typed_name(program);
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const bool is_plain = !word.empty() && word.find_first_of(" \t\n\"'\\$`*?[]{}()<>|&;!#~") ==
                                                   std::string::npos;
        text += " " + (is_plain ? word : quoted(word));
    }
    return text;
}

std::vector<std::string> convolution_names() {
    std::vector<std::string> names;
    for (const auto& [name, algorithm] : kConvolutionAlgorithms) {
        names.push_back(name);
    }
    return names;
}

std::string data_help() {
    std::string names;
    for (const std::string& name : data_names()) {
        names += name + ", ";
    }
    return names +
           "a folder with a sub-folder of photos for each class, or one with IDX files "
           "[fashion-mnist]; datasets/get fetches mnist and cifar10";
}

}  // namespace

void add_output_options(CommandLine& line, OutputOptions& options) {
    line.add_text("--report", options.report, "FILE",
                  "the page to look at afterwards; default: NAME_OF_THE_LESSON.html in the folder "
                  "reports");
    line.add_text("--json", options.json, "FILE", "write all results to this file");
}

void add_training_options(CommandLine& line, TrainingOptions& options) {
    line.add_flag("--quick", options.quick,
                  "a run of seconds: " + std::to_string(kQuickEpochs) +
                      " epochs on the embedded subset, unless --epochs or --data says otherwise");
    line.add_number("--epochs", options.epochs, 1, kMostEpochs, "passes over the training images");
    line.add_number("--batch-size", options.batch_size, 1, kLargestBatch,
                    "images in one training step");
    line.add_number("--learning-rate", options.learning_rate, kLowestRate, kHighestRate,
                    "the highest of the schedule");
    line.app()
        .add_option("--seed", options.seed, "of the weights and of the order of the images")
        ->check(CLI::Range(std::uint64_t{0}, kLargestSeed))
        ->capture_default_str();
    line.app()
        .add_option("--threads", options.threads, "default: one for each core")
        ->check(CLI::Range(1, kMostThreads));
    line.add_text("--data", options.data, "NAME|FOLDER", data_help());
    line.app()
        .add_option(
            "--image-size", options.image_size,
            "make photos of a folder so many pixels high and wide; default: the size of the "
            "first one, at most 64")
        ->check(CLI::Range(kSmallestImage, kLargestImage))
        ->type_name("PIXELS");
    line.add_flag("--grey", options.grey, "take such photos without their colours");
    line.add_flag("--skip-unreadable", options.skip_unreadable,
                  "go on without photos that cannot be read, and count them");
    line.add_flag("--validation", options.validation,
                  "judge by validation images instead of the test images, for choosing settings: "
                  "by those of a folder \"val\", or a twelfth of the training images that is held "
                  "out");
    line.add_choice("--convolution", options.convolution, convolution_names(),
                    "how convolutions multiply; automatic is what is fastest");
    line.add_flag("--profile", options.profile,
                  "after each training, print where its time went: layer by layer, forward and "
                  "backward");
    add_output_options(line, options);
    line.app().footer(
        "lessons/run LESSON --full: seeds 1 to 5, their mean and standard deviation.");
}

bool parse(CommandLine& line, OutputOptions& options, int argc, char** argv, int& exit_code) {
    const std::string program = std::filesystem::path(argv[0]).filename().string();
    if (!line.parse(typed_name(program), argc, argv, exit_code)) {
        return false;
    }
    options.command = command_text(program, argc, argv);
    if (options.report.empty()) {
        std::error_code ignored;  // if there is no folder afterwards, require_writable says so
        std::filesystem::create_directory(kReportFolder, ignored);
        options.report = std::string(kReportFolder) + "/" + program + ".html";
    }
    require_writable("report", options.report);
    if (!options.json.empty()) {
        require_writable("json", options.json);
    }
    return true;
}

bool parse(CommandLine& line, TrainingOptions& options, int argc, char** argv, int& exit_code) {
    if (!parse(line, static_cast<OutputOptions&>(options), argc, argv, exit_code)) {
        return false;
    }
    if (options.quick && !line.was_given("--epochs")) {
        options.epochs = kQuickEpochs;
    }
    if (options.data.empty()) {
        options.data = options.quick ? "fashion-mnist-subset" : "fashion-mnist";
    }
    if (options.threads > 0) {
        set_thread_count(options.threads);
    }
    set_convolution_algorithm(kConvolutionAlgorithms.at(options.convolution));
    return true;
}

}  // namespace stepgrad::lessons
