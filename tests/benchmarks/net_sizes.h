#pragma once

#include <cstdint>
#include <string>

namespace stepgrad::benchmarks {

/// What a step of one of the nets A, B, C and D is fed with; the same for every library.
struct NetSizes {
    std::int64_t batch;
    std::int64_t extent;  // height and width of an image
    std::int64_t channels;
};

constexpr std::int64_t kClassCount = 10;
constexpr double kLearningRate = 0.01;
constexpr double kMomentum = 0.9;

/// throws  std::invalid_argument unless net is "A", "B", "C" or "D"
NetSizes net_sizes(const std::string& net);

}  // namespace stepgrad::benchmarks
