#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

// What the programs have measured, round by round, as summarize reads it.
namespace stepgrad::benchmarks {

using Json = nlohmann::ordered_json;

/// The same measurement in every round.
struct Series {
    std::string name;
    std::vector<Json> rounds;

    std::vector<double> values(const char* key) const;
};

double median(std::vector<double> values);

/// How many times as large the values of `first` are, round by round.
std::vector<double> ratios(const std::vector<double>& first, const std::vector<double>& second);

/// The series of this name; a new one at the end if there is none.
Series& series_named(std::vector<Series>& all, const std::string& name);

/// The series of this name, or nullptr.
const Series* find_series(const std::vector<Series>& all, const std::string& name);

/// Lines of JSON. A series is named by what its lines have under the keys: "B/stepgrad".
///
/// returns  the series in the order in which they came up first; none if there is no such file
std::vector<Series> read_lines(const std::string& path, const std::vector<const char*>& keys);

}  // namespace stepgrad::benchmarks
