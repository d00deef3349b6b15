// Puts together what several rounds of the other programs have measured: prints medians, and for
// training steps how many times as fast stepgrad is as each peer, round by round.

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

using Json = nlohmann::ordered_json;

namespace {

/// The same measurement in every round.
struct Series {
    std::string name;
    std::vector<Json> rounds;

    std::vector<double> values(const char* key) const {
        std::vector<double> result;
        for (const Json& round : rounds) {
            result.push_back(round.at(key).get<double>());
        }
        return result;
    }
};

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// The series of this name; a new one at the end if there is none.
Series& series_named(std::vector<Series>& all, const std::string& name) {
    for (Series& series : all) {
        if (series.name == name) {
            return series;
        }
    }
    return all.emplace_back(Series{name, {}});
}

std::ifstream opened(const std::string& path) {
    std::ifstream file(path);
    if (!file) {
        throw std::runtime_error("cannot read " + path);
    }
    return file;
}

std::vector<Series> read_steps(const std::string& path) {
    std::vector<Series> all;
    std::ifstream file = opened(path);
    for (std::string line; std::getline(file, line);) {
        const Json step = Json::parse(line);
        const std::string name =
            step.at("net").get<std::string>() + "/" + step.at("library").get<std::string>();
        series_named(all, name).rounds.push_back(step);
    }
    // By net; within a net in the order in which they ran.
    std::ranges::stable_sort(all, {}, [](const Series& series) { return series.name.front(); });
    return all;
}

// Prints a row and returns what the JSON file says of it. `own` is stepgrad on the same net.
Json report_step(const Series& series, const Series& own) {
    const std::vector<double> times = series.values("ms_per_step");
    const std::vector<double> own_times = own.values("ms_per_step");
    std::vector<double> ratios;
    for (std::size_t round = 0; round < std::min(times.size(), own_times.size()); ++round) {
        ratios.push_back(times[round] / own_times[round]);
    }
    Json step = series.rounds.front();
    step["ms_per_step"] = median(times);
    step["images_per_second"] = median(series.values("images_per_second"));
    std::printf("%-3s  %-40s %9.3f %9.0f   %5.2f  %5.2f to %.2f\n",
                step.at("net").get<std::string>().c_str(),
                step.at("library").get<std::string>().c_str(), median(times),
                step.at("images_per_second").get<double>(), median(ratios),
                std::ranges::min(ratios), std::ranges::max(ratios));
    return step;
}

Json report_steps(std::vector<Series>& all) {
    std::printf(
        "\nratio: how many times as long as stepgrad's a step takes, median of the rounds\n");
    std::printf("%-3s  %-40s %9s %9s   %5s  %s\n", "net", "library", "ms/step", "images/s", "ratio",
                "its spread");
    Json steps = Json::array();
    for (const Series& series : all) {
        const Series& own = series_named(all, series.name.substr(0, 2) + "stepgrad");
        steps.push_back(report_step(series, own));
    }
    return steps;
}

// Files as Google Benchmark writes them, one for each round.
std::vector<Series> read_kernels(const std::vector<std::string>& paths, Json& context) {
    std::vector<Series> all;
    for (const std::string& path : paths) {
        std::ifstream file = opened(path);
        const Json round = Json::parse(file);
        context = round.at("context");
        for (const Json& benchmark : round.at("benchmarks")) {
            series_named(all, benchmark.at("name").get<std::string>()).rounds.push_back(benchmark);
        }
    }
    return all;
}

/// The parts of a benchmark's name: "nets/C.conv4/forward/real_time".
std::vector<std::string> parts_of(const std::string& name) {
    std::vector<std::string> parts(1);
    for (const char letter : name) {
        if (letter == '/') {
            parts.emplace_back();
        } else {
            parts.back() += letter;
        }
    }
    return parts;
}

// Prints the rows and adds them to the report, as "kernels" and "memory_bound".
void report_kernels(const std::vector<Series>& all, Json& report) {
    std::printf("\n%-30s %-18s %10s %10s\n", "shape", "pass", "GFLOP/s", "of peak");
    for (const Series& series : all) {
        const std::vector<std::string> parts = parts_of(series.name);
        const bool is_product = parts.at(0) != "memory_bound";
        const double speed = median(series.values(is_product ? "gflops" : "gb_per_second"));
        const double fraction =
            median(series.values(is_product ? "peak_fraction" : "triad_fraction"));
        std::printf("%-30s %-18s %10.1f %9.0f%%\n", parts.at(1).c_str(),
                    is_product ? parts.at(2).c_str() : "GB/s, of triad", speed, 100 * fraction);
        if (is_product) {
            report["kernels"].push_back({{"shape", parts.at(1)},
                                         {"pass", parts.at(2)},
                                         {"gflops", speed},
                                         {"peak_fraction", fraction}});
        } else {
            report["memory_bound"].push_back({{"operation", parts.at(1)},
                                              {"gb_per_second", speed},
                                              {"triad_fraction", fraction}});
        }
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

void summarize(const std::string& steps, const std::vector<std::string>& kernels,
               const std::string& json) {
    Json report;
    Json context;
    std::vector<Series> step_series = read_steps(steps);
    const std::vector<Series> kernel_series = read_kernels(kernels, context);
    report["environment"] = environment_of(context);
    report["steps"] = report_steps(step_series);
    report_kernels(kernel_series, report);
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
    std::string steps;
    std::string json;
    std::vector<std::string> kernels;
    CLI::App app("Puts together what several rounds have measured.");
    app.add_option("steps", steps, "lines of JSON, as train_step writes them")->required();
    app.add_option("kernels", kernels, "what kernels wrote with --benchmark_out")->required();
    app.add_option("--json", json, "write the medians to this file")->type_name("FILE");
    CLI11_PARSE(app, argc, argv);
    try {
        summarize(steps, kernels, json);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "summarize: %s\n", error.what());
        return 1;
    }
    return 0;
}
