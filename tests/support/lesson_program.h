#pragma once

#include <filesystem>
#include <string>

namespace stepgrad::testing {

struct Outcome {
    int exit_code;
    std::string output;  // of both streams
};

/// Runs a lesson, "06_flatten_or_gap" and its like, as a user does, with its output in a file in
/// `folder`.
Outcome run_lesson_program(const std::string& lesson, const std::string& options,
                           const std::filesystem::path& folder);

/// The same on a terminal of its own, as script(1) makes one.
Outcome run_lesson_on_a_terminal(const std::string& lesson, const std::string& options,
                                 const std::filesystem::path& folder);

/// The same with an output that takes nothing, as a file on a full disk.
Outcome run_lesson_on_a_full_disk(const std::string& lesson, const std::filesystem::path& folder);

/// The first two for lesson 6.
Outcome run_flatten_or_gap(const std::string& options, const std::filesystem::path& folder);
Outcome run_flatten_or_gap_on_a_terminal(const std::string& options,
                                         const std::filesystem::path& folder);

bool contains(const std::string& text, const std::string& part);

}  // namespace stepgrad::testing
