#pragma once

#include "autograd/optim/metrics.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace stepgrad::lessons {

/// Shows how training goes: a line with a bar that is drawn again a few times a second on a
/// terminal; one plain line an epoch where the output is a file or a pipe.
///
///     flatten 2/6 [#####---] loss 0.312  accuracy 88.9 %  5,210 images/s  48.0 s left
class Progress {
public:
    /// `name` stands in front of each line. `epochs` passes over `images_per_epoch` images.
    Progress(std::string name, int epochs, std::int64_t images_per_epoch);

    /// One training step is done: its mean loss, how many images were right, how many there were.
    void add(double loss, std::int64_t correct, std::int64_t count);

    /// Time that was spent on something else, measuring for instance, does not count.
    void leave_out(double seconds);

    /// Time since the first step, without what came after the last one.
    double seconds() const { return seconds_; }
    double images_per_second() const;

    /// Means over the epoch that is running, or the last one.
    double loss() const { return loss_.mean(); }
    double accuracy() const { return accuracy_.mean(); }

private:
    using Clock = std::chrono::steady_clock;

    std::string line() const;
    std::string bar(std::size_t other_characters) const;
    std::string numbers(bool is_short) const;
    void show(bool epoch_is_over);

    std::string name_;
    int epochs_;
    std::int64_t images_per_epoch_;
    bool is_terminal_;
    Clock::time_point start_;
    Clock::time_point last_shown_;
    double seconds_ = 0;
    int epoch_ = 1;
    std::int64_t images_in_epoch_ = 0;
    std::int64_t images_ = 0;
    RunningMean loss_;
    RunningMean accuracy_;
};

}  // namespace stepgrad::lessons
