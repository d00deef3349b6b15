#pragma once

#include "lessons/support/figure.h"
#include "lessons/support/flatten_facts.h"
#include "lessons/support/gradients_by_hand.h"
#include "lessons/support/measurements.h"
#include "lessons/support/results.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// Everything a lesson found out, as `--json FILE` writes it.
struct JsonReport {
    std::string lesson = {};     // "06_flatten_or_gap"
    std::string title = {};      // "Lesson 6: Flatten or global average pooling?"
    std::string data_name = {};  // empty if the lesson uses no data
    std::string caution = {};    // what its figures are worth, if less than usual
    std::int64_t train_count = 0;
    std::int64_t test_count = 0;
    std::optional<std::uint64_t> seed = {};  // of a lesson that draws random numbers
    std::vector<std::uint64_t> seeds = {};   // of one that was run with several, instead
    std::vector<Run> runs = {};
    std::vector<Claim> claims = {};
    std::vector<Figure> figures = {};                   // over several seeds
    std::vector<Measurement> measurements = {};         // that fit none of the other lists
    std::vector<Derivative> derivatives = {};           // lesson 1
    std::vector<Traversal> traversals = {};             // lesson 1
    std::vector<LayerEffect> effects = {};              // lesson 5
    std::vector<Identity> identities = {};              // lesson 5
    std::vector<ParameterBudget> budgets = {};          // lesson 5
    std::vector<ShiftAccuracy> shifts = {};             // lesson 9
    std::vector<SizeAccuracy> sizes = {};               // lesson 10
    std::vector<Equality> equalities = {};              // lessons 9 and 10
    std::optional<SideBySideResult> side_by_side = {};  // lesson 10
};

/// Writes {lesson, title, data {name, train, test}, environment {threads, seed, compiler, simd},
/// runs [...], claims [...]}. Threads, compiler and simd are those of this program. `data`, `seed`
/// and the lists below `claims` are left out by lessons that have none. With several seeds there
/// are no runs; `environment` has the list `seeds`, and `figures` has name, mean, standard
/// deviation, median and values.
///
/// The file appears complete or not at all: it is written under another name and renamed.
///
/// throws  DataError if it cannot be written
void write_json(const JsonReport& report, const std::string& path);

/// what    the file's purpose, for the message: "json"
/// throws  DataError if there is no folder to put this file in, or no right to write there
void require_writable(const std::string& what, const std::string& path);

}  // namespace stepgrad::lessons
