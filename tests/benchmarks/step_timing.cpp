#include "tests/benchmarks/step_timing.h"

#include "tests/benchmarks/net_sizes.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <numeric>
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

std::vector<double> milliseconds_of_calls(const std::function<void()>& step, double seconds) {
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
    return times;
}

}  // namespace

CLI::Option* add_net_option(CLI::App& app, StepOptions& options,
                            const std::vector<std::string>& nets) {
    return app.add_option("net", options.net, "the network to train")->check(CLI::IsMember(nets));
}

void add_measuring_options(CLI::App& app, StepOptions& options) {
    options.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    app.add_option("--threads", options.threads, "threads to compute with")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--seconds", options.seconds, "how long to measure")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--json", options.json, "append the result to this file, as a line of JSON")
        ->type_name("FILE");
}

void add_step_options(CLI::App& app, StepOptions& options, const std::vector<std::string>& nets) {
    add_net_option(app, options, nets)->required();
    add_measuring_options(app, options);
}

double median_milliseconds(const std::function<void()>& step, double seconds) {
    std::vector<double> times = milliseconds_of_calls(step, seconds);
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

double mean_milliseconds(const std::function<void()>& step, double seconds) {
    const std::vector<double> times = milliseconds_of_calls(step, seconds);
    return std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(times.size());
}

void append_json(const std::string& path, const nlohmann::json& line) {
    if (path.empty()) {
        return;
    }
    std::ofstream file(path, std::ios::app);
    file << line << std::endl;
    if (!file) {
        throw std::runtime_error("append_json: cannot write " + path);
    }
}

void report_step(const StepOptions& options, const std::string& library, double milliseconds) {
    const NetSizes sizes = net_sizes(options.net);
    const double images_per_second = static_cast<double>(sizes.batch) / milliseconds * 1e3;
    std::printf("net %s, %s, threads %d, batch %d: %.3f ms per step, %.0f images/s\n",
                options.net.c_str(), library.c_str(), options.threads,
                static_cast<int>(sizes.batch), milliseconds, images_per_second);
    append_json(options.json, {{"net", options.net},
                               {"library", library},
                               {"threads", options.threads},
                               {"batch", sizes.batch},
                               {"ms_per_step", milliseconds},
                               {"images_per_second", images_per_second}});
}

}  // namespace stepgrad::benchmarks
