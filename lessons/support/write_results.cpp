#include "lessons/support/write_results.h"

#include "lessons/support/lesson.h"
#include "lessons/support/report/write_report.h"

#include <iostream>
#include <utility>

namespace stepgrad::lessons {

void write_results(Report page, JsonReport results, const OutputOptions& options) {
    results.title = page.title;
    page.lesson = results.lesson;
    page.claims = results.claims;
    page.command = options.command;
    if (!options.json.empty()) {
        write_json(results, options.json);
    }
    write_report(page, options.report);
    std::cout << wrapped("What not to conclude: " + page.do_not_conclude) << "\n\n"
              << "Report: " << printable(options.report) << "\n";
}

}  // namespace stepgrad::lessons
