#include "tests/benchmarks/step_timing.h"

#include "tests/benchmarks/net_sizes.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace stepgrad::benchmarks {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kFewestTimes = 5;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

void add_step_options(CLI::App& app, StepOptions& options, const std::vector<std::string>& nets) {
    options.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    app.add_option("net", options.net, "the network to train")
        ->required()
        ->check(CLI::IsMember(nets));
    app.add_option("--threads", options.threads, "threads to compute with")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--seconds", options.seconds, "how long to measure")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--json", options.json, "append the result to this file, as a line of JSON")
        ->type_name("FILE");
}

double median_milliseconds(const std::function<void()>& step, double seconds) {
    const Clock::time_point warm_up = Clock::now();
    do {
        step();
    } while (seconds_since(warm_up) < seconds / 5);

    std::vector<double> times;
    const Clock::time_point start = Clock::now();
    while (times.size() < kFewestTimes || seconds_since(start) < seconds * 4 / 5) {
        const Clock::time_point begin = Clock::now();
        step();
        times.push_back(seconds_since(begin) * 1e3);
    }
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

void report_step(const StepOptions& options, const std::string& library, double milliseconds) {
    const NetSizes sizes = net_sizes(options.net);
    const double images_per_second = static_cast<double>(sizes.batch) / milliseconds * 1e3;
    std::printf("net %s, %s, threads %d, batch %d: %.3f ms per step, %.0f images/s\n",
                options.net.c_str(), library.c_str(), options.threads,
                static_cast<int>(sizes.batch), milliseconds, images_per_second);
    if (options.json.empty()) {
        return;
    }
    std::ofstream file(options.json, std::ios::app);
    file << nlohmann::json{{"net", options.net},          {"library", library},
                           {"threads", options.threads},  {"batch", sizes.batch},
                           {"ms_per_step", milliseconds}, {"images_per_second", images_per_second}}
         << std::endl;
    if (!file) {
        throw std::runtime_error("report_step: cannot write " + options.json);
    }
}

}  // namespace stepgrad::benchmarks
