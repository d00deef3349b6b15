#include "tests/benchmarks/summarize_kernels.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace stepgrad::benchmarks {
namespace {

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

// Of the convolutions of one net together, in milliseconds, round by round.
std::vector<double> sums_of(const std::vector<Series>& kernels, const std::string& net) {
    std::vector<double> sums;
    for (const Series& series : kernels) {
        if (!series.name.starts_with("nets/" + net + ".")) {
            continue;
        }
        const std::vector<double> times = series.values("real_time");
        sums.resize(times.size());
        for (std::size_t round = 0; round < times.size(); ++round) {
            sums[round] += times[round] / 1e3;
        }
    }
    return sums;
}

}  // namespace

std::vector<Series> read_kernels(const std::vector<std::string>& paths, Json& context) {
    std::vector<Series> all;
    for (const std::string& path : paths) {
        std::ifstream file(path);
        if (!file) {
            throw std::runtime_error("cannot read " + path);
        }
        const Json round = Json::parse(file);
        context = round.at("context");
        for (const Json& benchmark : round.at("benchmarks")) {
            series_named(all, benchmark.at("name").get<std::string>()).rounds.push_back(benchmark);
        }
    }
    return all;
}

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

void report_convolution_sums(const std::vector<Series>& kernels, const std::vector<Series>& steps,
                             Json& report) {
    bool has_heading = false;
    for (const char* net : {"B", "C", "D"}) {
        const Series* peer = find_series(steps, net + std::string("/oneDNN, convolutions alone"));
        if (peer == nullptr) {
            continue;
        }
        if (!has_heading) {
            std::printf("\nall convolutions of a step together\n%-3s  %12s %12s   %5s  %s\n", "net",
                        "stepgrad ms", "oneDNN ms", "ratio", "its spread");
            has_heading = true;
        }
        const std::vector<double> own = sums_of(kernels, net);
        const std::vector<double> other = peer->values("ms_per_step");
        const std::vector<double> by_round = ratios(own, other);
        std::printf("%-3s  %12.3f %12.3f   %5.2f  %.2f to %.2f\n", net, median(own), median(other),
                    median(by_round), std::ranges::min(by_round), std::ranges::max(by_round));
        report["convolution_sums"].push_back({{"net", net},
                                              {"stepgrad_ms", median(own)},
                                              {"onednn_ms", median(other)},
                                              {"ratio", median(by_round)}});
    }
}

void report_passes(const std::vector<Series>& kernels, const std::vector<Series>& passes,
                   Json& report) {
    if (passes.empty()) {
        return;
    }
    std::printf("\n%-30s %-18s %11s %10s %5s %10s %5s\n", "shape", "pass", "stepgrad us",
                "oneDNN us", "ratio", "NHWC us", "ratio");
    for (const Series& series : kernels) {
        const std::vector<std::string> parts = parts_of(series.name);
        if (parts.size() < 3) {
            continue;
        }
        const std::string name = parts[1] + "/" + parts[2];
        const Series* best = find_series(passes, name + "/best");
        const Series* channels_last = find_series(passes, name + "/channels_last");
        if (best == nullptr || channels_last == nullptr) {
            continue;
        }
        const std::vector<double> own = series.values("real_time");
        const std::vector<double> in_best = best->values("microseconds");
        const std::vector<double> in_nhwc = channels_last->values("microseconds");
        const double best_ratio = median(ratios(own, in_best));
        const double nhwc_ratio = median(ratios(own, in_nhwc));
        std::printf("%-30s %-18s %11.1f %10.1f %5.2f %10.1f %5.2f\n", parts[1].c_str(),
                    parts[2].c_str(), median(own), median(in_best), best_ratio, median(in_nhwc),
                    nhwc_ratio);
        report["passes"].push_back({{"shape", parts[1]},
                                    {"pass", parts[2]},
                                    {"stepgrad_us", median(own)},
                                    {"onednn_us", median(in_best)},
                                    {"ratio", best_ratio},
                                    {"onednn_channels_last_us", median(in_nhwc)},
                                    {"channels_last_ratio", nhwc_ratio}});
    }
}

}  // namespace stepgrad::benchmarks
