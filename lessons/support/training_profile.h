#pragma once

#include "autograd/profiler.h"

#include <optional>
#include <string>

namespace stepgrad::lessons {

/// What --profile adds to a training: a table of where its time went. Without the option it does
/// nothing.
class TrainingProfile {
public:
    /// Starts to profile this thread, if that is wanted.
    explicit TrainingProfile(bool is_wanted);

    /// What is between these two does not count.
    void pause();
    void resume();

    /// Stops, and prints the table if one is wanted.
    ///
    /// name  what was trained
    void print(const std::string& name);

private:
    bool is_wanted_;
    Profiler profiler_;
    std::optional<ProfilerGuard> guard_;
};

}  // namespace stepgrad::lessons
