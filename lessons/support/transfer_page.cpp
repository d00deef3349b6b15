#include "lessons/support/transfer_page.h"

#include "autograd/text_table.h"
#include "lessons/support/lesson.h"
#include "lessons/support/report/training_sections.h"

namespace stepgrad::lessons {
namespace {

struct Way {
    Start start;
    const char* heading;
    const char* text;
};
constexpr Way kWays[] = {
    {Start::kFrozen, "On the frozen body", "Only the head is trained."},
    {Start::kContinued, "Trained on",
     "The same networks, all of whose weights are then trained at a tenth of the learning rate."},
    {Start::kScratch, "From scratch", "Nothing was learned before."}};

Chart chart_of(const std::vector<Transfer>& transfers, const Way& way) {
    Chart chart{.title = "Test accuracy: " + start_name(way.start),
                .kind = ChartKind::kLines,
                .x_title = "training images of each class",
                .y_title = "test accuracy (%)",
                .labels = {},
                .series = {}};
    for (const std::int64_t count : counts_in(transfers)) {
        chart.labels.push_back(with_separators(count));
    }
    for (const Head head : kHeadsOfTransfer) {
        ChartSeries series{head_name(head), {}};
        for (const std::int64_t count : counts_in(transfers)) {
            series.values.push_back(
                100 * transfer_of(transfers, way.start, head, count).run.test_accuracy);
        }
        chart.series.push_back(series);
    }
    return chart;
}

Table table_of(const std::vector<Transfer>& transfers, const Way& way) {
    Table table{
        .caption = "",
        .columns = {"head", "images of each class", "trainable", "train", "test", "train - test"},
        .rows = {}};
    for (const Transfer& transfer : transfers) {
        if (transfer.start == way.start) {
            const Run& run = transfer.run;
            table.rows.push_back({{run.name},
                                  {with_separators(transfer.per_class)},
                                  {with_separators(run.trainable_parameters)},
                                  {percent(run.train_accuracy, 2)},
                                  {percent(run.test_accuracy, 2)},
                                  {points(run.train_accuracy - run.test_accuracy)}});
        }
    }
    return table;
}

}  // namespace

Report transfer_page(const std::string& title, const std::string& idea, const TrainingData& data,
                     const TrainingOptions& options, const std::vector<Transfer>& transfers) {
    std::vector<ReportSection> sections;
    for (const Way& way : kWays) {
        sections.push_back({.heading = way.heading,
                            .text = way.text,
                            .charts = {chart_of(transfers, way)},
                            .tables = {table_of(transfers, way)}});
    }
    return training_page(
        title, idea,
        "that a body from other pictures helps as much: the classes here come from "
        "one data set and look alike.",
        data, options, sections);
}

}  // namespace stepgrad::lessons
