// Puts together what several rounds of the other programs have measured: prints medians, and beside
// each peer how many times as fast stepgrad is, round by round.

#include "tests/benchmarks/series.h"
#include "tests/benchmarks/summarize_kernels.h"
#include "tests/benchmarks/summarize_steps.h"

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
    const std::vector<Series> steps = read_steps(folder + "/steps.jsonl");
    const std::vector<Series> kernels = read_kernels(kernel_files, context);
    report["environment"] = environment_of(context);
    report_steps(steps, report);
    report_memory(steps);
    report_two_threads(read_lines(folder + "/two_threads.jsonl", {"net", "threads"}), report);
    report_latency(read_lines(folder + "/latency.jsonl", {"library", "threads"}), report);
    report_convolution_sums(kernels, steps, report);
    report_kernels(kernels, report);
    report_passes(kernels, read_lines(folder + "/passes.jsonl", {"shape", "pass", "format"}), report);
    for (const Series& row : read_lines(folder + "/growth.jsonl", {"curve", "size"})) {
        report["growth"].push_back(row.rounds.front());
    }
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
