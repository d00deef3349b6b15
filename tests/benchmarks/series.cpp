#include "tests/benchmarks/series.h"

#include <algorithm>
#include <fstream>

namespace stepgrad::benchmarks {

std::vector<double> Series::values(const char* key) const {
    std::vector<double> result;
    for (const Json& round : rounds) {
        result.push_back(round.at(key).get<double>());
    }
    return result;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::vector<double> ratios(const std::vector<double>& first, const std::vector<double>& second) {
    std::vector<double> result;
    for (std::size_t round = 0; round < std::min(first.size(), second.size()); ++round) {
        result.push_back(first[round] / second[round]);
    }
    return result;
}

Series& series_named(std::vector<Series>& all, const std::string& name) {
    for (Series& series : all) {
        if (series.name == name) {
            return series;
        }
    }
    return all.emplace_back(Series{name, {}});
}

const Series* find_series(const std::vector<Series>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, &Series::name);
    return found == all.end() ? nullptr : &*found;
}

std::vector<Series> read_lines(const std::string& path, const std::vector<const char*>& keys) {
    std::vector<Series> all;
    std::ifstream file(path);
    for (std::string text; std::getline(file, text);) {
        const Json line = Json::parse(text);
        std::string name;
        for (const char* key : keys) {
            const Json& part = line.at(key);
            name += name.empty() ? "" : "/";
            name += part.is_string() ? part.get<std::string>() : part.dump();
        }
        series_named(all, name).rounds.push_back(line);
    }
    return all;
}

}  // namespace stepgrad::benchmarks
