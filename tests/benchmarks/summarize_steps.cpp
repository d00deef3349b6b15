#include "tests/benchmarks/summarize_steps.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace stepgrad::benchmarks {
namespace {

// The text in the first round.
std::string text_of(const Series& series, const char* key) {
    return series.rounds.front().at(key).get<std::string>();
}

const Series& stepgrad_beside(const Series& peer, const std::vector<Series>& steps) {
    const Series* own = find_series(steps, text_of(peer, "net") + "/stepgrad");
    if (own == nullptr) {
        throw std::runtime_error("no step of stepgrad beside " + peer.name);
    }
    return *own;
}

// What the peak of the resident set has grown by since before the first step.
double growth_of(const Series& series) {
    return median(series.values("resident_mb")) - median(series.values("resident_mb_before"));
}

}  // namespace

void report_steps(const std::vector<Series>& steps, Json& report) {
    std::printf(
        "\nratio: how many times as long as stepgrad's a step takes, median of the rounds\n");
    std::printf("%-3s  %-40s %9s %9s   %5s  %s\n", "net", "library", "ms/step", "images/s", "ratio",
                "its spread");
    report["steps"] = Json::array();
    for (const Series& series : steps) {
        Json step = series.rounds.front();
        for (auto& [key, value] : step.items()) {
            if (value.is_number_float()) {
                value = median(series.values(key.c_str()));
            }
        }
        const std::vector<double> by_round = ratios(
            series.values("ms_per_step"), stepgrad_beside(series, steps).values("ms_per_step"));
        std::printf("%-3s  %-40s %9.3f %9.0f   %5.2f  %5.2f to %.2f\n",
                    text_of(series, "net").c_str(), text_of(series, "library").c_str(),
                    step.at("ms_per_step").get<double>(),
                    step.at("images_per_second").get<double>(), median(by_round),
                    std::ranges::min(by_round), std::ranges::max(by_round));
        report["steps"].push_back(step);
    }
}

void report_memory(const std::vector<Series>& steps) {
    std::printf(
        "\nMB of the resident set before the first step, at its peak, and what lies between\n"
        "%-3s  %-40s %7s %7s %7s   %5s %11s\n",
        "net", "library", "before", "peak", "growth", "ratio", "faults/step");
    for (const Series& series : steps) {
        if (!series.rounds.front().contains("resident_mb")) {
            continue;
        }
        std::printf("%-3s  %-40s %7.1f %7.1f %7.1f   %5.2f %11.1f\n",
                    text_of(series, "net").c_str(), text_of(series, "library").c_str(),
                    median(series.values("resident_mb_before")),
                    median(series.values("resident_mb")), growth_of(series),
                    growth_of(series) / growth_of(stepgrad_beside(series, steps)),
                    median(series.values("page_faults_per_step")));
    }
    std::printf("\n%-3s  %-40s %22s %14s\n", "net", "library", "system allocations/step",
                "calls of new");
    for (const Series& series : steps) {
        if (series.rounds.front().contains("system_allocations_per_step")) {
            std::printf("%-3s  %-40s %23.1f %14.1f\n", text_of(series, "net").c_str(),
                        text_of(series, "library").c_str(),
                        median(series.values("system_allocations_per_step")),
                        median(series.values("calls_of_new_per_step")));
        }
    }
}

void report_two_threads(const std::vector<Series>& steps, Json& report) {
    if (steps.empty()) {
        return;
    }
    std::printf("\nstepgrad with one thread and with two\n%-3s  %9s %9s   %5s  %s\n", "net",
                "ms with 1", "with 2", "ratio", "its spread");
    for (const char* net : {"A", "B", "C", "D"}) {
        const Series* one = find_series(steps, net + std::string("/1"));
        const Series* two = find_series(steps, net + std::string("/2"));
        if (one == nullptr || two == nullptr) {
            continue;
        }
        const std::vector<double> ones = one->values("ms_per_step");
        const std::vector<double> twos = two->values("ms_per_step");
        const std::vector<double> by_round = ratios(ones, twos);
        std::printf("%-3s  %9.3f %9.3f   %5.2f  %.2f to %.2f\n", net, median(ones), median(twos),
                    median(by_round), std::ranges::min(by_round), std::ranges::max(by_round));
        report["one_to_two_threads"].push_back({{"net", net},
                                                {"ms_with_1", median(ones)},
                                                {"ms_with_2", median(twos)},
                                                {"ratio", median(by_round)}});
    }
}

void report_latency(const std::vector<Series>& answers, Json& report) {
    std::vector<const Series*> best;  // of each library
    for (const Series& series : answers) {
        const auto same_library = [&](const Series* other) {
            return text_of(*other, "library") == text_of(series, "library");
        };
        const auto found = std::ranges::find_if(best, same_library);
        if (found == best.end()) {
            best.push_back(&series);
        } else if (median(series.values("microseconds")) <
                   median((*found)->values("microseconds"))) {
            *found = &series;
        }
    }
    if (best.empty()) {
        return;
    }
    std::printf("\nnet B, the answer for one image\n%-28s %8s %10s\n", "library", "threads", "us");
    for (const Series* series : best) {
        const int threads = series->rounds.front().at("threads").get<int>();
        const double microseconds = median(series->values("microseconds"));
        std::printf("%-28s %8d %10.1f\n", text_of(*series, "library").c_str(), threads,
                    microseconds);
        report["latency"].push_back({{"net", "B"},
                                     {"library", text_of(*series, "library")},
                                     {"threads", threads},
                                     {"microseconds", microseconds}});
    }
}

}  // namespace stepgrad::benchmarks
