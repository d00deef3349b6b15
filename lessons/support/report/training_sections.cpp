#include "lessons/support/report/training_sections.h"

#include "autograd/text_table.h"
#include "lessons/support/lesson.h"

#include <algorithm>

namespace stepgrad::lessons {
namespace {

constexpr int kZoomOfMistakes = 3;
constexpr std::size_t kLongTraining = 10;  // epochs; the first ones hide what the last ones bring
constexpr double kDarkest = 0.65;  // of a cell's background: the text on it must stay readable

Table runs_table(const std::vector<Run>& runs) {
    Table table{.caption = "",
                .columns = {"network", "trainable parameters", "in the head", "train accuracy",
                            "test accuracy", "train - test", "seconds"},
                .rows = {}};
    for (const Run& run : runs) {
        table.rows.push_back({{run.name},
                              {with_separators(run.trainable_parameters)},
                              {with_separators(run.head_parameters)},
                              {percent(run.train_accuracy, 2)},
                              {percent(run.test_accuracy, 2)},
                              {points(run.train_accuracy - run.test_accuracy)},
                              {duration(run.train_seconds)}});
    }
    return table;
}

// One line a run for the training images and, dashed, one for the test images.
Chart curves(const std::string& title, const std::string& y_title, const std::vector<Run>& runs,
             double EpochMetrics::*train, double EpochMetrics::*test, double factor,
             std::size_t first_epoch = 1) {
    Chart chart{.title = title,
                .kind = ChartKind::kLines,
                .x_title = "epoch",
                .y_title = y_title,
                .labels = {},
                .series = {}};
    for (std::size_t epoch = first_epoch; epoch <= runs[0].curve.size(); ++epoch) {
        chart.labels.push_back(std::to_string(epoch));
    }
    for (const Run& run : runs) {
        ChartSeries of_train{run.name + ", train", {}, /*is_dashed=*/false};
        ChartSeries of_test{run.name + ", test", {}, /*is_dashed=*/true};
        for (std::size_t i = first_epoch - 1; i < run.curve.size(); ++i) {
            of_train.values.push_back(factor * run.curve[i].*train);
            of_test.values.push_back(factor * run.curve[i].*test);
        }
        chart.series.push_back(of_train);
        chart.series.push_back(of_test);
    }
    return chart;
}

std::string class_name(const Dataset& dataset, std::int32_t label) {
    return dataset.class_names().at(static_cast<std::size_t>(label));
}

Table confusion_table(const ConfusionMatrix& matrix, const Dataset& dataset) {
    Table table{.caption = "Each row is a class, each column what it was taken for (images)",
                .columns = {"is"},
                .rows = {}};
    for (std::int32_t label = 0; label < matrix.class_count(); ++label) {
        table.columns.push_back(class_name(dataset, label));
        std::vector<Cell> row{{class_name(dataset, label)}};
        std::int64_t images = 0;
        for (std::int32_t guess = 0; guess < matrix.class_count(); ++guess) {
            images += matrix.at(label, guess);
        }
        for (std::int32_t guess = 0; guess < matrix.class_count(); ++guess) {
            const double share = static_cast<double>(matrix.at(label, guess)) /
                                 static_cast<double>(std::max<std::int64_t>(images, 1));
            row.push_back({std::to_string(matrix.at(label, guess)), kDarkest * share});
        }
        table.rows.push_back(row);
    }
    return table;
}

}  // namespace

ReportSection learning_section(const std::string& heading, const std::vector<Run>& runs) {
    ReportSection section{
        .heading = heading,
        .text =
            "In the charts, train figures are means over an epoch, while the network still changed "
            "and batch normalisation used each batch's own statistics; test figures are those at "
            "its end."};
    section.tables = {runs_table(runs)};
    if (!runs.empty() && !runs[0].curve.empty()) {
        section.charts = {curves("Accuracy", "accuracy (%)", runs, &EpochMetrics::train_accuracy,
                                 &EpochMetrics::test_accuracy, 100),
                          curves("Loss", "cross entropy (nats)", runs, &EpochMetrics::train_loss,
                                 &EpochMetrics::test_loss, 1)};
    }
    if (!runs.empty() && runs[0].curve.size() >= kLongTraining) {
        section.charts.insert(section.charts.begin() + 1,
                              curves("Accuracy in the second half", "accuracy (%)", runs,
                                     &EpochMetrics::train_accuracy, &EpochMetrics::test_accuracy,
                                     100, runs[0].curve.size() / 2 + 1));
    }
    return section;
}

ReportSection budget_section(const std::vector<Run>& runs) {
    Chart chart{.title = "Trainable parameters",
                .kind = ChartKind::kStackedBars,
                .x_title = "network",
                .y_title = "parameters",
                .labels = {},
                .series = {{"body", {}}, {"head", {}}}};
    for (const Run& run : runs) {
        chart.labels.push_back(run.name);
        chart.series[0].values.push_back(
            static_cast<double>(run.trainable_parameters - run.head_parameters));
        chart.series[1].values.push_back(static_cast<double>(run.head_parameters));
    }
    return {.heading = "Where the parameters are", .charts = {chart}};
}

ReportSection answers_section(const std::string& name, const TestAnswers& answers,
                              const Dataset& dataset) {
    ReportSection section{.heading = "What " + name + " takes for what",
                          .text = "Below: the mistakes it was surest of."};
    section.tables = {confusion_table(answers.matrix, dataset)};
    for (const Mistake& mistake : answers.surest_mistakes) {
        const std::string is = class_name(dataset, mistake.label);
        const std::string guess = class_name(dataset, mistake.guess);
        section.pictures.push_back(
            {.image = dataset.image(mistake.index),
             .caption = is + ", taken for " + guess + " (" + percent(mistake.probability) + ")",
             .alt = "test image " + std::to_string(mistake.index) + ": " + is,
             .zoom = kZoomOfMistakes});
    }
    return section;
}

Report training_page(const std::string& title, const std::string& idea,
                     const std::string& do_not_conclude, const TrainingData& data,
                     const TrainingOptions& options, const std::vector<ReportSection>& sections) {
    return {.title = title,
            .idea = idea,
            .data = data.counts_text(),
            .caution = data.what_it_is_worth(options),
            .do_not_conclude = do_not_conclude,
            .sections = sections};
}

JsonReport training_results(const std::string& lesson, const TrainingData& data,
                            const TrainingOptions& options, const std::vector<Run>& runs,
                            const std::vector<Claim>& claims) {
    return {.lesson = lesson,
            .data_name = data.name(),
            .caution = data.what_it_is_worth(options),
            .train_count = data.train_count(),
            .test_count = data.test_count(),
            .seed = options.seed,
            .runs = runs,
            .claims = claims};
}

}  // namespace stepgrad::lessons
