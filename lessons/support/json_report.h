#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lessons/support/results.h"

namespace stepgrad::lessons {

/// Everything a lesson found out, as `--json FILE` writes it.
struct JsonReport {
    std::string lesson;  // "06_flatten_or_gap"
    std::string data_name;
    std::int64_t train_count = 0;
    std::int64_t test_count = 0;
    std::uint64_t seed = 0;
    std::vector<Run> runs;
    std::vector<Claim> claims;
};

/// Writes {lesson, data {name, train, test}, environment {threads, seed, compiler, simd},
/// runs [...], claims [...]}. Threads, compiler and simd are those of this program.
///
/// The file appears complete or not at all: it is written under another name and renamed.
///
/// throws  DataError if it cannot be written
void write_json(const JsonReport& report, const std::string& path);

/// throws  DataError if there is no folder to put this file in, or no right to write there
void require_writable(const std::string& path);

}  // namespace stepgrad::lessons
