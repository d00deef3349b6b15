#include "lessons/support/results_file.h"

#include "autograd/error.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace stepgrad::lessons {

void read_results(const std::string& path, const std::function<void(const nlohmann::json&)>& use) {
    std::ifstream file(path);
    if (!file) {
        throw DataError("results: cannot read " + path);
    }
    try {
        use(nlohmann::json::parse(file));
    } catch (const nlohmann::json::exception& error) {
        throw DataError("results: " + path + " is no lesson's JSON file: " + error.what());
    }
}

std::vector<Claim> claims_in(const nlohmann::json& results) {
    std::vector<Claim> claims;
    for (const nlohmann::json& claim : results.at("claims")) {
        claims.push_back({claim.at("id"), claim.at("claim"), claim.at("source"),
                          claim.at("measured"), claim.at("verdict")});
    }
    return claims;
}

}  // namespace stepgrad::lessons
