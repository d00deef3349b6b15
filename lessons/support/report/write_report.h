#pragma once

#include "lessons/support/report/report.h"

#include <string>

namespace stepgrad::lessons {

/// Where Chart.js was found when this program was configured; the file may be gone since.
std::string chart_library_path();

/// The report as one page of HTML that needs no other file: charts are drawn by Chart.js, which is
/// copied into the page, pictures are PNG. Everything that comes from outside is escaped.
///
/// input   chart_library: the file of Chart.js. Where there is none the page has its tables and
///         pictures, and says so.
std::string report_page(const Report& report, const std::string& chart_library);

/// Writes the page. It appears complete or not at all.
///
/// throws  DataError if it cannot be written
void write_report(const Report& report, const std::string& path);

}  // namespace stepgrad::lessons
