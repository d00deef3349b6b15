#include "tests/benchmarks/step_timing.h"

#include "tests/benchmarks/net_sizes.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <numeric>
#include <stdexcept>
#include <sys/resource.h>
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

rusage used_resources() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used;
}

// The peak since the program began; Linux counts in units of 1024 bytes.
double resident_megabytes() {
    return static_cast<double>(used_resources().ru_maxrss) / 1024;
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

StepMeasurement measure_steps(const std::function<void()>& step, double seconds) {
    StepMeasurement measured;
    measured.others["resident_mb_before"] = resident_megabytes();
    measured.milliseconds = median_milliseconds(step, seconds);
    measured.others["resident_mb"] = resident_megabytes();
    const long before = used_resources().ru_minflt;
    for (int i = 0; i < kCountedSteps; ++i) {
        step();
    }
    measured.others["page_faults_per_step"] =
        static_cast<double>(used_resources().ru_minflt - before) / kCountedSteps;
    return measured;
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

void report_step(const StepOptions& options, const std::string& library,
                 const StepMeasurement& measured) {
    const NetSizes sizes = net_sizes(options.net);
    const double images_per_second = static_cast<double>(sizes.batch) / measured.milliseconds * 1e3;
    std::printf("net %s, %s, threads %d, batch %d: %.3f ms per step, %.0f images/s\n",
                options.net.c_str(), library.c_str(), options.threads,
                static_cast<int>(sizes.batch), measured.milliseconds, images_per_second);
    nlohmann::json line = {{"net", options.net},
                           {"library", library},
                           {"threads", options.threads},
                           {"batch", sizes.batch},
                           {"ms_per_step", measured.milliseconds},
                           {"images_per_second", images_per_second}};
    for (const auto& [name, number] : measured.others) {
        std::printf("    %-30s %10.2f\n", name.c_str(), number);
        line[name] = number;
    }
    append_json(options.json, line);
}

void report_latency(const StepOptions& options, const std::string& library, double milliseconds) {
    const double microseconds = 1e3 * milliseconds;
    std::printf("net %s, %s, threads %d, one image: %.1f us\n", options.net.c_str(),
                library.c_str(), options.threads, microseconds);
    append_json(options.json, {{"net", options.net},
                               {"library", library},
                               {"threads", options.threads},
                               {"microseconds", microseconds}});
}

}  // namespace stepgrad::benchmarks
