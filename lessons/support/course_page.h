#pragma once

#include "lessons/support/report/report.h"

#include <string>
#include <vector>

namespace stepgrad::lessons {

/// What one lesson of the course had to say, read back from its JSON file.
struct LessonSummary {
    std::string lesson;
    std::string title;
    std::vector<Claim> claims;
};

/// Reads NN_name.json for every lesson, in the order of their numbers. Other files are passed over.
///
/// throws  DataError if the folder or one of the files cannot be read, or there is none
std::vector<LessonSummary> read_summaries(const std::string& folder);

/// The page that links the lessons' pages and collects their verdicts, claim by claim: C1, C2, ...
/// of the question first, then those of the lessons themselves.
Report course_page(const std::vector<LessonSummary>& lessons);

}  // namespace stepgrad::lessons
