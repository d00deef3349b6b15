// Puts together what several rounds of the other programs have measured: prints medians, and beside
// each peer how many times as fast stepgrad is, round by round.

#include "tests/benchmarks/series.h"
#include "tests/benchmarks/summarize_kernels.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad::benchmarks;

namespace {

std::vector<Series> read_steps(const std::string& path) {
    std::vector<Series> all = read_lines(path, {"net", "library"});
    if (all.empty()) {
        throw std::runtime_error("no steps in " + path);
    }
    // By net; within a net in the order in which they ran.
    std::ranges::stable_sort(all, {}, [](const Series& series) { return series.name.front(); });
    return all;
}

// Prints a row and returns what the JSON file says of it. `own` is stepgrad on the same net.
Json report_step(const Series& series, const Series& own) {
    const std::vector<double> times = series.values("ms_per_step");
    const std::vector<double> by_round = ratios(times, own.values("ms_per_step"));
    Json step = series.rounds.front();
    step["ms_per_step"] = median(times);
    step["images_per_second"] = median(series.values("images_per_second"));
    std::printf("%-3s  %-40s %9.3f %9.0f   %5.2f  %5.2f to %.2f\n",
                step.at("net").get<std::string>().c_str(),
                step.at("library").get<std::string>().c_str(), median(times),
                step.at("images_per_second").get<double>(), median(by_round),
                std::ranges::min(by_round), std::ranges::max(by_round));
    return step;
}

void report_steps(std::vector<Series>& all, Json& report) {
    std::printf(
        "\nratio: how many times as long as stepgrad's a step takes, median of the rounds\n");
    std::printf("%-3s  %-40s %9s %9s   %5s  %s\n", "net", "library", "ms/step", "images/s", "ratio",
                "its spread");
    report["steps"] = Json::array();
    for (const Series& series : all) {
        const Series* own = find_series(all, series.name.substr(0, 2) + "stepgrad");
        if (own == nullptr) {
            throw std::runtime_error("no step of stepgrad beside " + series.name);
        }
        report["steps"].push_back(report_step(series, *own));
    }
}

// What was measured where. Google Benchmark keeps what a program adds to its context as text.
Json environment_of(const Json& context) {
    Json environment;
    for (const char* key : {"date", "num_cpus", "load_avg", "instruction_set", "compiler"}) {
        environment[key] = context.at(key);
    }
    for (const char* key : {"threads", "peak_gflops", "triad_gb_per_second"}) {
        environment[key] = Json::parse(context.at(key).get<std::string>());
    }
    return environment;
}

void summarize(const std::string& folder, const std::vector<std::string>& kernel_files,
               const std::string& json) {
    Json report;
    Json context;
    std::vector<Series> steps = read_steps(folder + "/steps.jsonl");
    const std::vector<Series> kernels = read_kernels(kernel_files, context);
    report["environment"] = environment_of(context);
    report_steps(steps, report);
    report_convolution_sums(kernels, steps, report);
    report_kernels(kernels, report);
    report_passes(kernels, read_lines(folder + "/passes.jsonl", {"shape", "pass"}), report);
    if (json.empty()) {
        return;
    }
    std::ofstream file(json);
    file << report.dump(2) << std::endl;
    if (!file) {
        throw std::runtime_error("cannot write " + json);
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::string folder;
    std::string json;
    std::vector<std::string> kernels;
    CLI::App app("Puts together what several rounds have measured.");
    app.add_option("folder", folder, "where the programs' lines of JSON are: steps.jsonl, ...")
        ->required();
    app.add_option("kernels", kernels, "what kernels wrote with --benchmark_out")->required();
    app.add_option("--json", json, "write the medians to this file")->type_name("FILE");
    CLI11_PARSE(app, argc, argv);
    try {
        summarize(folder, kernels, json);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "summarize: %s\n", error.what());
        return 1;
    }
    return 0;
}
