#pragma once

#include "lessons/support/results.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>
#include <vector>

// Reading back what write_json() (json_report.h) has written.
namespace stepgrad::lessons {

/// Reads a lesson's JSON file and hands it over.
///
/// input   use: what to take from it; a name that is missing may throw what the JSON library throws
/// throws  DataError, which names the file, if it cannot be read or does not hold what use() asks
///         for
void read_results(const std::string& path, const std::function<void(const nlohmann::json&)>& use);

/// The claims and their verdicts.
///
/// throws  what the JSON library throws if one is not complete
std::vector<Claim> claims_in(const nlohmann::json& results);

}  // namespace stepgrad::lessons
