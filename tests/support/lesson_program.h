#pragma once

#include <filesystem>
#include <string>

namespace stepgrad::testing {

struct Outcome {
    int exit_code;
    std::string output;  // of both streams
};

/// Runs lesson 6 as a user does, with its output in a file in `folder`.
Outcome run_flatten_or_gap(const std::string& options, const std::filesystem::path& folder);

/// The same on a terminal of its own, as script(1) makes one.
Outcome run_flatten_or_gap_on_a_terminal(const std::string& options,
                                         const std::filesystem::path& folder);

bool contains(const std::string& text, const std::string& part);

}  // namespace stepgrad::testing
