#include "lessons/support/overfitting_page.h"

#include "autograd/text_table.h"
#include "lessons/support/lesson.h"
#include "lessons/support/report/training_sections.h"

namespace stepgrad::lessons {
namespace {

Chart chart_of(const std::vector<Trial>& trials, const std::string& body) {
    Chart chart{.title = "Test accuracy on the " + body + " body",
                .kind = ChartKind::kLines,
                .x_title = "training images",
                .y_title = "test accuracy (%)",
                .labels = {},
                .series = {}};
    const std::vector<std::int64_t> counts = image_counts(trials);
    for (const std::int64_t count : counts) {
        chart.labels.push_back(with_separators(count));
    }
    for (const std::string& name : names_in(trials)) {
        ChartSeries series{name, {}};
        for (const std::int64_t count : counts) {
            series.values.push_back(100 * trial_of(trials, body, count, name).run.test_accuracy);
        }
        chart.series.push_back(series);
    }
    return chart;
}

Table table_of(const std::vector<Trial>& trials) {
    Table table{
        .caption = "",
        .columns = {"head", "training images", "in the head", "train", "test", "train - test"},
        .rows = {}};
    for (const Trial& trial : trials) {
        table.rows.push_back({{trial.run.name},
                              {with_separators(trial.images)},
                              {with_separators(trial.run.head_parameters)},
                              {percent(trial.run.train_accuracy, 2)},
                              {percent(trial.run.test_accuracy, 2)},
                              {points(trial.gap())}});
    }
    return table;
}

std::vector<ReportSection> trial_sections(const std::vector<Trial>& trials,
                                          const std::vector<Trial>& rivals) {
    std::vector<ReportSection> sections;
    for (const Body& body : kBodies) {
        const std::vector<Trial> own = on_body(trials, body.name);
        if (!own.empty()) {
            sections.push_back({.heading = "Heads on the " + body.name + " body",
                                .charts = {chart_of(own, body.name)},
                                .tables = {table_of(own)}});
        }
    }
    if (!rivals.empty()) {
        sections.push_back({.heading = "What else helps Flatten and 128 units",
                            .text = "Dropout of half the units, or ten times the weight decay.",
                            .tables = {table_of(rivals)}});
    }
    return sections;
}

}  // namespace

Report overfitting_page(const std::string& title, const std::string& idea, const TrainingData& data,
                        const TrainingOptions& options, const std::vector<Trial>& trials,
                        const std::vector<Trial>& rivals) {
    Report page = training_page(title, idea,
                                "that few parameters are a cure: a network that has learned "
                                "less also loses less between "
                                "training and test images. Look at the test accuracy first.",
                                data, options, trial_sections(trials, rivals));
    page.data = data.name();  // the number of training images is each trial's own
    return page;
}

}  // namespace stepgrad::lessons
