#include "lessons/support/flatten_or_gap.h"

#include "lessons/support/differences.h"
#include "lessons/support/lesson.h"
#include "lessons/support/report/training_sections.h"

#include <array>
#include <iostream>

namespace stepgrad::lessons {
namespace {

constexpr std::array<std::int64_t, 5> kSmallWidths{8, 8, 16, 16, 16};
constexpr std::size_t kShownMistakes = 12;

bool averages(Head head) {
    return head == Head::kGlobalAverage || head == Head::kGlobalAverageDense;
}

ReportSection shuffled_section(const std::vector<ShuffledMaps>& shuffled) {
    Table table{.caption = "",
                .columns = {"network", "test accuracy", "with shuffled maps",
                            "largest difference of a logit", "largest logit"},
                .rows = {}};
    for (const ShuffledMaps& maps : shuffled) {
        table.rows.push_back({{maps.head},
                              {percent(maps.accuracy, 2)},
                              {percent(maps.shuffled_accuracy, 2)},
                              {significant(maps.largest_difference)},
                              {significant(maps.largest_logit)}});
    }
    return {.heading = "The pixels of the last maps change places",
            .text =
                "In one random order, the same for all maps of all images. The mean of a map does "
                "not change; what Flatten sees does.",
            .tables = {table}};
}

}  // namespace

void add_head_options(CommandLine& line, FlattenOrGapOptions& options) {
    line.add_choice("--heads", options.heads, {"two", "all"},
                    "two: flatten and gap; all: five heads");
    line.add_choice("--bodies", options.bodies, {"large", "both"},
                    "large: channels 16-16-32-32-64; both: 8-8-16-16-16 besides, with two heads");
    line.add_text("--predict", options.predict, "PHOTO|INDEX",
                  "classify this photo at the end, or this image of the test set");
}

std::vector<Candidate> candidates_of(const FlattenOrGapOptions& options,
                                     const SmallCnnOptions& large) {
    std::vector<Candidate> candidates;
    for (const Head head : kAllHeads) {
        if (options.heads == "all" || head == Head::kFlatten || head == Head::kGlobalAverage) {
            candidates.emplace_back(head_name(head), head, large);
        }
    }
    if (options.bodies == "both") {
        SmallCnnOptions small = large;
        small.widths = kSmallWidths;
        for (const Head head : {Head::kFlatten, Head::kGlobalAverage}) {
            candidates.emplace_back(head_name(head) + "_small", head, small);
        }
    }
    return candidates;
}

std::vector<ParameterBudget> budgets_of(std::vector<Candidate>& candidates) {
    std::vector<ParameterBudget> budgets;
    for (Candidate& candidate : candidates) {
        budgets.push_back(budget_of(candidate.name, candidate.model));
    }
    return budgets;
}

std::vector<ShuffledMaps> shuffle_maps_of(std::vector<Candidate>& candidates,
                                          const TrainingData& data, std::uint64_t seed) {
    std::vector<ShuffledMaps> all;
    for (Candidate& candidate : candidates) {
        all.push_back(shuffle_maps(candidate.model, candidate.name, data.test_in_order(), seed));
    }
    return all;
}

bool averages_survived(const std::vector<Candidate>& candidates,
                       const std::vector<ShuffledMaps>& shuffled) {
    bool survived = true;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (averages(candidates[i].head) && !are_equal_to_rounding(shuffled.at(i))) {
            std::cout << candidates[i].name << ": the mean of a map has changed with the places of "
                      << "its pixels. It must not.\n";
            survived = false;
        }
    }
    return survived;
}

Report flatten_or_gap_page(const std::string& title, const std::string& idea,
                           std::vector<Candidate>& candidates, const std::vector<Run>& runs,
                           const std::vector<ShuffledMaps>& shuffled, const TrainingData& data,
                           const TrainingOptions& options) {
    std::vector<Run> large(runs);
    std::vector<Run> small;
    while (large.size() > 1 && large.back().name.ends_with("_small")) {
        small.insert(small.begin(), large.back());
        large.pop_back();
    }
    std::vector<ReportSection> sections{learning_section("What the heads learned", large)};
    if (!small.empty()) {
        sections.push_back(learning_section("The same on a body half as wide", small));
    }
    sections.push_back(budget_section(runs));
    sections.push_back(shuffled_section(shuffled));
    for (Candidate& candidate : candidates) {
        if (candidate.name == "flatten" || candidate.name == "gap") {
            const DataLoader images = data.test_in_order();
            sections.push_back(answers_section(candidate.name,
                                               answers_on(candidate.model, images, kShownMistakes),
                                               images.dataset()));
        }
    }
    return training_page(
        title, idea,
        "that one head is the better one everywhere: these maps still are 7x7 and the garments "
        "stand in the middle, which Flatten can use and GAP cannot.",
        data, options, sections);
}

}  // namespace stepgrad::lessons
