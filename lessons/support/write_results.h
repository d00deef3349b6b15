#pragma once

#include "lessons/support/json_report.h"
#include "lessons/support/options.h"
#include "lessons/support/report/report.h"

namespace stepgrad::lessons {

/// The end of every lesson: prints what not to conclude, writes the page and, if one is wanted, the
/// JSON file, and prints where the page lies.
///
/// page     its lesson, claims and command are filled in from the other two; results get its title
/// throws   DataError if a file cannot be written
void write_results(Report page, JsonReport results, const OutputOptions& options);

}  // namespace stepgrad::lessons
