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

    /// Stops, and prints the table if one is wanted.
    ///
    /// name  what was trained
    void print(const std::string& name);

private:
    Profiler profiler_;
    std::optional<ProfilerGuard> guard_;
};

}  // namespace stepgrad::lessons
