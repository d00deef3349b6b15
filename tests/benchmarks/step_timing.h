#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

// What the programs that time training steps share: the options, the clock and the report. Knows
// nothing of stepgrad, so that the peers' programs use it too.
namespace stepgrad::benchmarks {

struct StepOptions {
    std::string net;
    int threads = 1;
    double seconds = 1;
    std::string json;  // empty: no file
};

/// Adds NET; `nets` are the names it may have.
CLI::Option* add_net_option(CLI::App& app, StepOptions& options,
                            const std::vector<std::string>& nets);

/// Adds --threads, --seconds and --json.
void add_measuring_options(CLI::App& app, StepOptions& options);

/// Adds NET, --threads, --seconds and --json.
void add_step_options(CLI::App& app, StepOptions& options, const std::vector<std::string>& nets);

/// Calls something again and again and returns the median of its times. A fifth of the time goes to
/// warming up, which is not counted.
///
/// seconds  how long; at least five calls are timed
/// returns  milliseconds
double median_milliseconds(const std::function<void()>& step, double seconds);

/// The same with the mean of the times, as Google Benchmark takes it.
double mean_milliseconds(const std::function<void()>& step, double seconds);

/// What a program says of a training step.
struct StepMeasurement {
    double milliseconds = 0;
    std::map<std::string, double> others;  // further numbers by their names
};

/// Takes the median of a step's times, and what the step takes from the system (by getrusage(2)):
///
///     resident_mb_before      the peak of the resident set before the first step: the program, its
///                             libraries, the weights and the images
///     resident_mb             the peak after the last step
///     page_faults_per_step    over kCountedSteps steps more, when all is warm
StepMeasurement measure_steps(const std::function<void()>& step, double seconds);

constexpr int kCountedSteps = 20;

/// Appends a line of JSON to the file of this name; does nothing if the name is empty.
///
/// throws  std::runtime_error if the file cannot be written
void append_json(const std::string& path, const nlohmann::json& line);

/// Prints what was measured of a training step, and appends it to options.json, if that is given, as
/// one line of JSON.
///
/// throws  std::runtime_error if the file cannot be written
void report_step(const StepOptions& options, const std::string& library,
                 const StepMeasurement& measured);

/// Prints the time of the answer for one image, and appends it to options.json as report_step() does.
void report_latency(const StepOptions& options, const std::string& library, double milliseconds);

}  // namespace stepgrad::benchmarks
