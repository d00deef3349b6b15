#include "lessons/support/where_is_it_page.h"

#include "lessons/support/differences.h"
#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/shift_map.h"

#include <cstddef>
#include <string>

namespace stepgrad::lessons {
namespace {

constexpr std::ptrdiff_t kAskedWhat = 2;  // the first runs, "gap" and "flatten"
constexpr double kDarkest = 0.65;  // of a cell's background: the text on it must stay readable

// A row for each shift downwards, a column for each to the right.
Table table_of(const std::vector<ShiftAccuracy>& map) {
    Table table{.caption = map.front().run + ": test accuracy (%), by pixels down and to the right",
                .columns = {"down"},
                .rows = {}};
    for (const ShiftAccuracy& shift : map) {
        const bool is_first_row = shift.down == map.front().down;
        if (is_first_row) {
            table.columns.push_back(std::to_string(shift.right));
        }
        if (shift.right == map.front().right) {
            table.rows.push_back({{std::to_string(shift.down)}});
        }
        table.rows.back().push_back({percent(shift.accuracy), kDarkest * shift.accuracy});
    }
    return table;
}

Table moved_table(const WhereFindings& findings) {
    Table table{.caption = "",
                .columns = {"network", "test accuracy", "logits, moved by the total stride",
                            "moved by 1 to 3 pixels"},
                .rows = {}};
    for (const MovedLogits& moved : findings.moved) {
        const Run& run = run_named(findings.runs, moved.by_stride.name);
        table.rows.push_back({{run.name},
                              {percent(run.test_accuracy, 2)},
                              {significant(moved.by_stride.difference)},
                              {significant(moved.by_less)}});
    }
    return table;
}

}  // namespace

std::vector<ReportSection> where_is_it_sections(const WhereFindings& findings) {
    ReportSection shifts{.heading = "Trained in the middle, tested elsewhere"};
    for (const char* head : {"gap", "flatten"}) {
        shifts.tables.push_back(table_of(map_of(head, findings.shifts)));
    }
    return {
        shifts,
        {.heading = "Asked where a shape is",
         .text = "How much the logits change when a shape is moved, relative to the largest one. "
                 "Guessing one of four quadrants gives 25 %.",
         .tables = {moved_table(findings)}},
        learning_section("What those learned that were asked what it is",
                         {findings.runs.begin(), findings.runs.begin() + kAskedWhat}),
        learning_section("What those learned that were asked where it is",
                         {findings.runs.begin() + kAskedWhat, findings.runs.end()})};
}

}  // namespace stepgrad::lessons
