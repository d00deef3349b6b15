#pragma once

// Files of this folder that are compiled into the program (lessons/CMakeLists.txt does it), so that
// it runs from anywhere.
namespace stepgrad::lessons {

extern const char* const kPageTemplate;   // page.mustache
extern const char* const kTableTemplate;  // table.mustache, part of it
extern const char* const kPageStyle;      // page.css
extern const char* const kChartScript;    // charts.js

}  // namespace stepgrad::lessons
