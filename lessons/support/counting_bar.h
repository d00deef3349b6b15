#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace stepgrad::lessons {

/// One line of a terminal that shows how many of many are done, and is gone in the end. Nothing is
/// shown where the output is a file or a pipe.
///
///     reading photos [#####---------------] 1000 of 4000
class CountingBar {
public:
    /// what  stands in front of the bar
    explicit CountingBar(std::string what);
    CountingBar(const CountingBar&) = delete;
    CountingBar& operator=(const CountingBar&) = delete;
    ~CountingBar();

    /// Draws it again, ten times a second at most.
    void show(std::int64_t done, std::int64_t total);

private:
    std::string what_;
    std::chrono::steady_clock::time_point last_shown_ = std::chrono::steady_clock::now();
    bool is_drawn_ = false;
};

}  // namespace stepgrad::lessons
