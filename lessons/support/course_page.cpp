#include "lessons/support/course_page.h"

#include "autograd/error.h"
#include "lessons/support/results_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <tuple>

namespace stepgrad::lessons {
namespace {

LessonSummary summary_in(const std::string& path) {
    LessonSummary summary;
    read_results(path, [&](const nlohmann::json& results) {
        summary = {results.at("lesson"), results.at("title"), claims_in(results)};
    });
    return summary;
}

bool is_summary(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    return path.extension() == ".json" && name.size() > 2 &&
           std::isdigit(static_cast<unsigned char>(name[0])) != 0 &&
           std::isdigit(static_cast<unsigned char>(name[1])) != 0 && name[2] == '_';
}

// The question's claims first, and C9 before C10.
std::tuple<bool, std::size_t, std::string> rank(const Claim& claim) {
    return {!claim.id.starts_with("C"), claim.id.size(), claim.id};
}

}  // namespace

std::vector<LessonSummary> read_summaries(const std::string& folder) {
    std::error_code error;
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (is_summary(entry.path())) {
            paths.push_back(entry.path());
        }
    }
    if (error || paths.empty()) {
        throw DataError("course: " + folder + " holds no results of lessons" +
                        (error ? ": " + error.message() : std::string()));
    }
    std::sort(paths.begin(), paths.end());
    std::vector<LessonSummary> summaries;
    for (const std::filesystem::path& path : paths) {
        summaries.push_back(summary_in(path.string()));
    }
    return summaries;
}

Report course_page(const std::vector<LessonSummary>& lessons) {
    Report page{.lesson = "index",
                .title = "Is Flatten necessary? What this machine says",
                .idea =
                    "Each claim that the question's answers made, and the lessons' own, with what "
                    "was measured and the verdict that follows from it.",
                .command = "lessons/run --all"};
    ReportSection section{.heading = "The lessons"};
    for (const LessonSummary& lesson : lessons) {
        section.links.push_back({lesson.lesson + ".html", lesson.title});
        const std::string number = lesson.title.substr(0, lesson.title.find(':'));
        for (Claim claim : lesson.claims) {
            claim.measured = number + ": " + claim.measured;
            page.claims.push_back(claim);
        }
    }
    std::stable_sort(page.claims.begin(), page.claims.end(),
                     [](const Claim& a, const Claim& b) { return rank(a) < rank(b); });
    page.sections = {section};
    return page;
}

}  // namespace stepgrad::lessons
