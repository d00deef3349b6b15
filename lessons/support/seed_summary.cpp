#include "lessons/support/seed_summary.h"

#include "autograd/error.h"
#include "lessons/support/judge.h"
#include "lessons/support/results_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

namespace stepgrad::lessons {
namespace {

using Json = nlohmann::json;

std::string name_of(const Json& size) {
    return size.at("run").get<std::string>() + " at " +
           std::to_string(size.at("height").get<std::int64_t>()) + "x" +
           std::to_string(size.at("width").get<std::int64_t>());
}

// Every figure of one file that a seed may change.
std::vector<Figure> figures_in(const Json& results) {
    std::vector<Figure> figures;
    for (const Json& run : results.at("runs")) {
        const std::string name = run.at("name");
        const double train = run.at("train_accuracy");
        const double test = run.at("test_accuracy");
        figures.push_back({name + ": train accuracy", Unit::kShare, {train}});
        figures.push_back({name + ": test accuracy", Unit::kShare, {test}});
        figures.push_back({name + ": train - test", Unit::kPoints, {train - test}});
    }
    for (const Json& size : results.value("sizes", Json::array())) {
        if (size.contains("accuracy")) {
            figures.push_back(
                {name_of(size) + ": test accuracy", Unit::kShare, {size.at("accuracy")}});
        }
    }
    for (const Json& measurement : results.value("measurements", Json::array())) {
        const Json& value = measurement.at("value");
        const double number = value.is_null() ? std::nan("") : value.get<double>();
        figures.push_back(
            {measurement.at("name"), unit_named(measurement.value("unit", "")), {number}});
    }
    if (results.contains("side_by_side")) {
        const Json& pairs = results.at("side_by_side");
        const double count = pairs.at("pictures");
        figures.push_back({"both halves named right",
                           Unit::kShare,
                           {pairs.at("left_right").get<double>() / count}});
        figures.push_back({"the whole names one of two",
                           Unit::kShare,
                           {pairs.at("either").get<double>() / count}});
    }
    return figures;
}

// What one file says.
JsonReport results_in(const std::string& path) {
    JsonReport report;
    read_results(path, [&](const Json& results) {
        report.lesson = results.at("lesson");
        report.title = results.at("title");
        if (results.contains("data")) {
            const Json& data = results.at("data");
            report.data_name = data.at("name");
            report.train_count = data.at("train");
            report.test_count = data.at("test");
        }
        report.caution = results.value("caution", "");
        report.seeds = {results.at("environment").at("seed")};
        report.figures = figures_in(results);
        report.claims = claims_in(results);
    });
    return report;
}

bool is_same_figure(const Figure& a, const Figure& b) {
    return a.name == b.name;
}

bool is_same_claim(const Claim& a, const Claim& b) {
    return a.id == b.id;
}

void require_same(const JsonReport& first, const JsonReport& other, const std::string& files) {
    const bool is_same = first.lesson == other.lesson && first.data_name == other.data_name &&
                         std::equal(first.figures.begin(), first.figures.end(),
                                    other.figures.begin(), other.figures.end(), is_same_figure) &&
                         std::equal(first.claims.begin(), first.claims.end(), other.claims.begin(),
                                    other.claims.end(), is_same_claim);
    if (!is_same) {
        throw DataError("seeds: " + files + " do not hold the same lesson, figures and claims");
    }
}

// '"depends" with 2, "holds" with 3 of 5 seeds. Seed 1: 91.2 % ...'
Claim over_seeds(const std::vector<Claim>& of_seeds, std::uint64_t first_seed) {
    std::map<std::string, int> counts;
    int judged = 0;
    for (const Claim& claim : of_seeds) {
        if (!claim.verdict.starts_with(kNoVerdict)) {
            ++counts[claim.verdict];
            ++judged;
        }
    }
    std::string agreement = "the same verdict with all " + std::to_string(judged) + " seeds";
    if (counts.size() > 1) {
        agreement.clear();
        for (const auto& [verdict, count] : counts) {
            agreement +=
                (agreement.empty() ? "\"" : ", \"") + verdict + "\" with " + std::to_string(count);
        }
        agreement += " of " + std::to_string(judged) + " seeds";
    }
    if (judged < std::ssize(of_seeds)) {
        agreement = std::to_string(judged) + " of " + std::to_string(of_seeds.size()) +
                    " seeds can be judged" + (judged > 0 ? ": " + agreement : "");
    }
    Claim claim = of_seeds.front();
    claim.measured = agreement + ". Seed " + std::to_string(first_seed) + ": " + claim.measured;
    if (!counts.empty()) {
        claim.verdict = counts.size() == 1 ? counts.begin()->first : "depends";
    }
    return claim;
}

}  // namespace

JsonReport results_over_seeds(const std::vector<std::string>& files) {
    JsonReport all = results_in(files.at(0));
    std::vector<std::vector<Claim>> claims;  // of each seed
    claims.push_back(all.claims);
    for (std::size_t i = 1; i < files.size(); ++i) {
        const JsonReport one = results_in(files[i]);
        require_same(all, one, files[0] + " and " + files[i]);
        if (std::ranges::count(all.seeds, one.seeds[0]) > 0) {
            throw DataError("seeds: " + files[i] + " has a seed that another file has, too: " +
                            std::to_string(one.seeds[0]));
        }
        all.seeds.push_back(one.seeds[0]);
        claims.push_back(one.claims);
        for (std::size_t k = 0; k < all.figures.size(); ++k) {
            all.figures[k].values.push_back(one.figures[k].values[0]);
        }
    }
    for (std::size_t k = 0; k < all.claims.size(); ++k) {
        std::vector<Claim> of_seeds;
        for (const std::vector<Claim>& of_seed : claims) {
            of_seeds.push_back(of_seed[k]);
        }
        all.claims[k] = over_seeds(of_seeds, all.seeds[0]);
    }
    return all;
}

}  // namespace stepgrad::lessons
