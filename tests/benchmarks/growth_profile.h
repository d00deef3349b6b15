#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace stepgrad::benchmarks {

/// Which operation takes how long as something grows: a line for each operation, a column for each
/// size. An operation whose numbers fall has a price that is paid once a call; one whose numbers rise
/// grows faster than the arithmetic.
class GrowthProfile {
public:
    /// unit  what the numbers are divided by, in words: "image"
    explicit GrowthProfile(std::string unit) : unit_(std::move(unit)) {}

    /// Profiles a training step of this size.
    void add(std::int64_t size, double units, const std::function<void()>& step);

    std::string to_string() const;

private:
    std::string unit_;
    std::vector<std::int64_t> sizes_;
    std::vector<std::string> operations_;  // in the order in which they first came up
    std::map<std::string, std::vector<double>>
        nanoseconds_;  // for each unit, by operation and size
};

}  // namespace stepgrad::benchmarks
