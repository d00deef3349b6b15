#include "lessons/support/any_size_page.h"

#include "autograd/text_table.h"
#include "lessons/support/differences.h"
#include "lessons/support/lesson.h"
#include "lessons/support/report/training_sections.h"

#include <algorithm>
#include <string>

namespace stepgrad::lessons {
namespace {

Table sizes_table(const std::vector<SizeAccuracy>& sizes) {
    Table table{.caption = "", .columns = {"network", "images", "test accuracy"}, .rows = {}};
    for (const SizeAccuracy& size : sizes) {
        table.rows.push_back({{size.run},
                              {std::to_string(size.height) + "x" + std::to_string(size.width)},
                              {size.error.empty() ? percent(size.accuracy, 2) : "refused"}});
    }
    return table;
}

// Of the sizes that were accepted; the one it was trained at is the run's own figure.
Chart sizes_chart(const AnySizeFindings& findings) {
    Chart chart{.title = "GAP at sizes it was not trained at",
                .kind = ChartKind::kBars,
                .x_title = "images",
                .y_title = "test accuracy (%)",
                .labels = {"as trained"},
                .series = {{"gap", {100 * findings.runs.front().test_accuracy}}}};
    for (const SizeAccuracy& size : findings.sizes) {
        if (size.run == findings.runs.front().name && size.error.empty()) {
            chart.labels.push_back(std::to_string(size.height) + "x" + std::to_string(size.width));
            chart.series[0].values.push_back(100 * size.accuracy);
        }
    }
    return chart;
}

Table scores_table(const ScoreMapFindings& found) {
    const SideBySideResult& result = found.side_by_side;
    const auto share = [&](std::int64_t count) {
        return percent(static_cast<double>(count) / static_cast<double>(result.pictures));
    };
    return {.caption = "",
            .columns = {"", ""},
            .rows = {{{"mean of the map against GAP and dense, largest difference"},
                      {significant(found.mean.difference)}},
                     {{"pictures of two garments"}, {with_separators(result.pictures)}},
                     {{"either half of the map names its own"}, {share(result.left_right)}},
                     {{"the mean of the map names one of the two"}, {share(result.either)}}}};
}

}  // namespace

std::vector<ReportSection> any_size_sections(const AnySizeFindings& findings) {
    const auto refused = std::ranges::find_if(
        findings.sizes, [](const SizeAccuracy& size) { return !size.error.empty(); });
    return {{.heading = "The same test images at other sizes",
             .text = refused == findings.sizes.end()
                         ? std::string()
                         : "What " + refused->run + " says: " + refused->error,
             .charts = {sizes_chart(findings)},
             .tables = {sizes_table(findings.sizes)}},
            {.heading = "The dense layer at every place of the map",
             .text = "A dense layer and a mean are both linear and may change places: a 1x1 "
                     "convolution gives a map of class scores.",
             .tables = {scores_table(findings.score_map)}},
            learning_section("What the networks learned, at one size", findings.runs)};
}

}  // namespace stepgrad::lessons
