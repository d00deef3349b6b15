#include "lessons/support/seed_summary.h"
#include "lessons/support/training_data.h"

#include <cstddef>
#include <string_view>

namespace stepgrad::lessons {
namespace {

constexpr std::size_t kMostLines = 6;  // for which there are colours and marks

// A line for each network over the seeds: how far apart are seeds, and how far networks?
Chart test_accuracies(const JsonReport& results) {
    constexpr std::string_view kEnding = ": test accuracy";
    Chart chart{.title = "Test accuracy, seed by seed",
                .kind = ChartKind::kLines,
                .x_title = "seed",
                .y_title = "accuracy (%)",
                .labels = {},
                .series = {}};
    for (const std::uint64_t seed : results.seeds) {
        chart.labels.push_back(std::to_string(seed));
    }
    for (const Figure& figure : results.figures) {
        if (figure.name.ends_with(kEnding)) {
            ChartSeries network{figure.name.substr(0, figure.name.size() - kEnding.size()), {}};
            for (const double value : figure.values) {
                network.values.push_back(100 * value);
            }
            chart.series.push_back(network);
        }
    }
    return chart;
}

Table figures_table(const JsonReport& results) {
    Table table{.caption =
                    "Mean and standard deviation over the seeds; deviations of shares, and "
                    "differences, are in points",
                .columns = {"figure", "mean", "deviation"},
                .rows = {}};
    for (const std::uint64_t seed : results.seeds) {
        table.columns.push_back("seed " + std::to_string(seed));
    }
    for (const Figure& figure : results.figures) {
        std::vector<Cell> row{
            {figure.name}, {figure.text_of(figure.mean())}, {figure.deviation_text()}};
        for (const double value : figure.values) {
            row.push_back({figure.text_of(value)});
        }
        table.rows.push_back(row);
    }
    return table;
}

}  // namespace

Report seeds_page(const JsonReport& results, const std::vector<Link>& links) {
    Report page{.lesson = results.lesson,
                .title = results.title,
                .idea = "The same lesson with " + std::to_string(results.seeds.size()) +
                        " seeds, which draw the first weights and the order of the images: what "
                        "differs between them is chance.",
                .data = results.data_name.empty()
                            ? ""
                            : image_counts_text(results.data_name, results.train_count,
                                                results.test_count, "test images"),
                .caution = results.caution,
                .claims = results.claims,
                .do_not_conclude =
                    "that a difference is real because it is there: compare it with "
                    "the deviation beside it."};
    ReportSection figures{.heading = "Over all seeds"};
    figures.tables = {figures_table(results)};
    const Chart chart = test_accuracies(results);
    if (!chart.series.empty() && chart.series.size() <= kMostLines) {
        figures.charts = {chart};
    }
    page.sections = {figures, {.heading = "Seed by seed", .links = links}};
    return page;
}

}  // namespace stepgrad::lessons
