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

namespace stepgrad::lessons {
namespace {

constexpr int kMostThreads = 256;
constexpr int kMostEpochs = 10000;
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
    const std::string::size_type digits = program.find_first_not_of('0');
    std::string text = "lessons/run " + program.substr(digits, program.find('_') - digits);
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const bool is_plain = !word.empty() && word.find_first_of(" \t\n\"'\\$`*?[]{}()<>|&;!#~") ==
                                                   std::string::npos;
        text += " " + (is_plain ? word : quoted(word));
    }
    return text;
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

void add_output_options(CLI::App& app, OutputOptions& options) {
    app.add_option("--report", options.report,
                   "the page to look at afterwards; default: NAME_OF_THE_LESSON.html in the folder "
                   "reports")
        ->type_name("FILE");
    app.add_option("--json", options.json, "write all results to this file")->type_name("FILE");
}

std::string refuse_nan(const std::string& text) {
    const bool is_number = text.find_first_of("nN") == std::string::npos;
    return is_number ? std::string() : text + " is no number";
}

void add_training_options(CLI::App& app, TrainingOptions& options) {
    app.add_flag("--quick", options.quick,
                 "a run of seconds: " + std::to_string(kQuickEpochs) +
                     " epochs on the embedded subset, unless --epochs or --data says otherwise");
    app.add_option("--epochs", options.epochs, "passes over the training images")
        ->check(CLI::Range(1, kMostEpochs))
        ->capture_default_str();
    app.add_option("--batch-size", options.batch_size, "images in one training step")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 20))
        ->capture_default_str();
    app.add_option("--learning-rate", options.learning_rate, "the highest of the schedule")
        ->check(CLI::Range(kLowestRate, kHighestRate))
        ->check(refuse_nan)
        ->capture_default_str();
    app.add_option("--seed", options.seed, "of the weights and of the order of the images")
        ->check(CLI::Range(std::uint64_t{0}, kLargestSeed))
        ->capture_default_str();
    app.add_option("--threads", options.threads, "default: one for each core")
        ->check(CLI::Range(1, kMostThreads));
    app.add_option("--data", options.data, data_help())->type_name("NAME|FOLDER");
    app.add_option("--image-size", options.image_size,
                   "make photos of a folder so many pixels high and wide; default: the size of the "
                   "first one, at most 64")
        ->check(CLI::Range(kSmallestImage, kLargestImage))
        ->type_name("PIXELS");
    app.add_flag("--grey", options.grey, "take such photos without their colours");
    app.add_flag("--skip-unreadable", options.skip_unreadable,
                 "go on without photos that cannot be read, and count them");
    app.add_flag("--validation", options.validation,
                 "judge by validation images instead of the test images, for choosing settings: by "
                 "those of a folder \"val\", or a twelfth of the training images that is held out");
    app.add_option("--convolution", options.convolution,
                   "how convolutions multiply: automatic (what is fastest), direct, winograd2, "
                   "winograd4")
        ->check([](const std::string& name) {
            return kConvolutionAlgorithms.contains(name)
                       ? std::string()
                       : name + " is none of automatic, direct, winograd2, winograd4";
        })
        ->type_name("NAME")
        ->capture_default_str();
    app.add_flag("--profile", options.profile,
                 "after each training, print where its time went: layer by layer, forward and "
                 "backward");
    add_output_options(app, options);
    app.footer(
        "lessons/run LESSON --full runs a lesson with seeds 1 to 5: mean and standard deviation.");
}

bool parse(CLI::App& app, OutputOptions& options, int argc, char** argv, int& exit_code) {
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        exit_code = app.exit(error);
        return false;
    }
    const std::string program = std::filesystem::path(argv[0]).filename().string();
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

bool parse(CLI::App& app, TrainingOptions& options, int argc, char** argv, int& exit_code) {
    if (!parse(app, static_cast<OutputOptions&>(options), argc, argv, exit_code)) {
        return false;
    }
    if (options.quick && app.count("--epochs") == 0) {
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
