#pragma once

#include "lessons/support/command_line.h"

#include <cstdint>
#include <string>

namespace stepgrad::lessons {

/// What every lesson can be told: where its results go.
struct OutputOptions {
    std::string json;     // empty: no JSON is written
    std::string report;   // the page; empty until parse() has filled in the default
    std::string command;  // what was typed, as others would type it: "lessons/run 6 --quick"
};

/// What every lesson that trains can be told on the command line.
struct TrainingOptions : OutputOptions {
    bool quick = false;       // seconds instead of minutes: the embedded subset
    bool validation = false;  // judge by held-out training images: for choosing settings
    int epochs = 6;           // 3 with --quick
    std::int64_t batch_size = 64;
    double learning_rate = 0.1;    // the highest of the schedule
    std::uint64_t seed = 1;        // of the weights and of the order of the images
    int threads = 0;               // 0: as many as OpenMP finds
    std::string data;              // empty: Fashion-MNIST
    std::int64_t image_size = 0;   // of photos in a folder; 0: as the folder suggests
    bool grey = false;             // such photos without their colours
    bool skip_unreadable = false;  // leave out those that cannot be read
    bool profile = false;          // print where the time of each training went
    std::string convolution = "automatic";
};

/// Adds --report and --json, which every lesson takes.
void add_output_options(CommandLine& line, OutputOptions& options);

/// Reads the command line and checks that the files can be written, so that a long run does not end
/// in an error. Without --report the page goes to the folder reports, which is made.
///
/// options  what add_output_options was given
/// returns  true to go on; false if the program must end with `exit_code` (after --help, say)
/// throws   DataError if a file's folder cannot be written to
bool parse(CommandLine& line, OutputOptions& options, int argc, char** argv, int& exit_code);

/// Adds --quick --epochs --batch-size --learning-rate --seed --threads --data --image-size --grey
/// --skip-unreadable --validation --convolution --profile --report --json to a lesson's own
/// options.
void add_training_options(CommandLine& line, TrainingOptions& options);

/// The same for a lesson that trains: also fills in what --quick implies, and sets the number of
/// threads and how convolutions multiply.
bool parse(CommandLine& line, TrainingOptions& options, int argc, char** argv, int& exit_code);

}  // namespace stepgrad::lessons
