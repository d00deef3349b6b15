#include "lessons/support/hand_filters.h"

#include "layers/conv2d.h"
#include "lessons/support/differences.h"
#include "lessons/support/figure.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace stepgrad::lessons {
namespace {

constexpr double kRounding =
    1e-5;  // of the largest number: single precision, and tiles of Winograd's
constexpr std::int64_t kTaps = 9;
constexpr int kKernelRuns = 21;

// "Look more like edges": the median likeness grows by a tenth; from a twentieth on it depends.
constexpr double kMoreAlike = 0.1;
constexpr double kHardlyMore = 0.05;

constexpr std::size_t kEdges = 4;  // the first of the hand filters

}  // namespace

std::vector<HandFilter> hand_filters() {
    return {{"upright edge", {-1, 0, 1, -2, 0, 2, -1, 0, 1}},
            {"level edge", {-1, -2, -1, 0, 0, 0, 1, 2, 1}},
            {"falling edge", {0, 1, 1, -1, 0, 1, -1, -1, 0}},
            {"rising edge", {1, 1, 0, 1, 0, -1, 0, -1, -1}},
            {"blur", {1, 2, 1, 2, 4, 2, 1, 2, 1}},
            {"point", {-1, -1, -1, -1, 8, -1, -1, -1, -1}}};
}

Tensor weight_of(const std::vector<HandFilter>& filters) {
    const std::int64_t count = std::ssize(filters);
    Tensor weight = Tensor::empty({3, 3, 1, count});
    for (std::int64_t o = 0; o < count; ++o) {
        for (std::int64_t tap = 0; tap < kTaps; ++tap) {
            weight.mutable_data()[tap * count + o] =
                filters[static_cast<std::size_t>(o)].weights[static_cast<std::size_t>(tap)];
        }
    }
    return weight;
}

std::vector<double> likeness_to_edges(const Tensor& weight) {
    const std::vector<HandFilter> hand = hand_filters();
    const std::int64_t count = weight.shape()[3];
    std::vector<double> likeness;
    for (std::int64_t o = 0; o < count; ++o) {
        double best = 0;
        for (std::size_t edge = 0; edge < kEdges; ++edge) {
            double product = 0, own_square = 0, edge_square = 0;
            for (std::int64_t tap = 0; tap < kTaps; ++tap) {
                const double own = weight.data()[tap * count + o];
                const double other = hand[edge].weights[static_cast<std::size_t>(tap)];
                product += own * other;
                own_square += own * own;
                edge_square += other * other;
            }
            const double size = std::sqrt(own_square * edge_square);
            best = std::max(best, size > 0 ? std::abs(product) / size : 0);
        }
        likeness.push_back(best);
    }
    return likeness;
}

TwoWays time_both(const Tensor& x, const Tensor& w, Convolution loop, Convolution kernel) {
    const auto timed = [&](Convolution convolution, Tensor& result) {
        const auto start = std::chrono::steady_clock::now();
        result = convolution(x, w);
        const std::chrono::duration<double, std::milli> time =
            std::chrono::steady_clock::now() - start;
        return time.count();
    };
    TwoWays ways{.sizes = std::to_string(x.shape()[0]) + " of 28x28, " +
                          std::to_string(x.shape()[3]) + " to " + std::to_string(w.shape()[3])};
    Tensor by_loop, by_kernel;
    ways.loop_milliseconds = timed(loop, by_loop);
    std::vector<double> times;
    for (int i = 0; i < kKernelRuns; ++i) {
        times.push_back(timed(kernel, by_kernel));
    }
    ways.kernel_milliseconds = median(times);
    ways.largest_number = largest_size(by_loop);
    ways.largest_difference = largest_difference(by_loop, by_kernel);
    return ways;
}

bool are_equal(const TwoWays& ways) {
    return ways.largest_difference <= kRounding * std::max(1.0, ways.largest_number);
}

void print_ways(const std::vector<TwoWays>& all) {
    std::printf("%-24s %12s %12s %9s %20s\n", "images, channels", "loop, ms", "kernel, ms", "ratio",
                "largest difference");
    for (const TwoWays& ways : all) {
        std::printf("%-24s %12.3f %12.3f %9.0f %20.1g\n", ways.sizes.c_str(),
                    ways.loop_milliseconds, ways.kernel_milliseconds,
                    ways.loop_milliseconds / ways.kernel_milliseconds, ways.largest_difference);
    }
    std::fflush(stdout);
}

std::vector<double> first_likeness(Sequential& model) {
    const Tensor weight = model.named_parameters().at(0).parameter.value();  // [3, 3, in, out]
    const std::int64_t in = weight.shape()[2];
    const std::int64_t out = weight.shape()[3];
    Tensor grey = Tensor::zeros({3, 3, 1, out});
    for (std::int64_t i = 0; i < weight.numel(); ++i) {
        const std::int64_t tap = i / (in * out);
        grey.mutable_data()[tap * out + i % out] += weight.data()[i] / static_cast<Scalar>(in);
    }
    return likeness_to_edges(grey);
}

void print_filters(const LearnedFilters& learned) {
    std::printf("%-26s %9s %9s %9s\n", "likeness to an edge filter", "least", "median", "greatest");
    for (const auto& [name, numbers] : {std::pair("before training", &learned.before),
                                        std::pair("after training", &learned.after)}) {
        std::printf("%-26s %9.2f %9.2f %9.2f\n", name, std::ranges::min(*numbers), median(*numbers),
                    std::ranges::max(*numbers));
    }
    std::fflush(stdout);
}

std::vector<Claim> filter_claims(const std::vector<TwoWays>& ways, const LearnedFilters& learned) {
    double largest = 0;
    for (const TwoWays& one : ways) {
        largest = larger(largest, one.largest_difference);
    }
    const double before = median(learned.before);
    const double after = median(learned.after);
    const double more = after - before;
    return {{"F1", "The fast kernel computes what the textbook's loop computes", "this lesson",
             "largest difference " + significant(largest),
             std::ranges::all_of(ways, are_equal) ? "holds" : "does not hold"},
            {"F2", "Filters that were learned look like edge filters", "this lesson",
             "likeness to the nearest of four edge filters, median of " +
                 std::to_string(learned.after.size()) + " filters: " + fixed(before, 2) +
                 " before training, " + fixed(after, 2) + " after it",
             more >= kMoreAlike    ? "holds"
             : more >= kHardlyMore ? "depends"
                                   : "does not hold"}};
}

std::vector<Measurement> measurements_of(const std::vector<TwoWays>& ways,
                                         const LearnedFilters& learned) {
    std::vector<Measurement> measurements;
    for (const TwoWays& one : ways) {
        measurements.push_back({one.sizes + ": loop, ms", one.loop_milliseconds});
        measurements.push_back({one.sizes + ": kernel, ms", one.kernel_milliseconds});
        measurements.push_back({one.sizes + ": largest difference", one.largest_difference});
    }
    measurements.push_back({"likeness to edges, median before training", median(learned.before)});
    measurements.push_back({"likeness to edges, median after training", median(learned.after)});
    return measurements;
}

}  // namespace stepgrad::lessons
