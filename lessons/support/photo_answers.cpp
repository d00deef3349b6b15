#include "autograd/grad_mode.h"
#include "autograd/text_table.h"
#include "datasets/data_loader.h"
#include "datasets/heat_overlay.h"
#include "layers/softmax.h"
#include "lessons/support/evidence.h"
#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"
#include "lessons/support/photos.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/test_answers.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <stdexcept>
#include <utility>

namespace stepgrad::lessons {
namespace {

constexpr std::size_t kShownMistakes = 6;
constexpr std::int64_t kShownPhotos = 4;
constexpr std::int64_t kMostClasses = 3;  // of a prediction

// A dead network overfits nothing: here it takes both.
constexpr const char* kOneHasNotLearned =
    "cannot be judged: one of the heads has not learned its task";

// A smaller gap between training and test photos by so much, or the same.
constexpr double kSmallerGap = 0.01;

// "cat 98.1 %, dog 1.9 %"
std::string most_likely(const Tensor& probabilities, const std::vector<std::string>& names) {
    std::vector<std::int64_t> order(names.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        return probabilities.data()[a] > probabilities.data()[b];
    });
    std::string text;
    for (std::int64_t i = 0; i < std::min(kMostClasses, std::ssize(order)); ++i) {
        const std::int64_t which = order[static_cast<std::size_t>(i)];
        text += (text.empty() ? "" : ", ") + printable(names[static_cast<std::size_t>(which)]) +
                " " + percent(probabilities.data()[which], 1);
    }
    return text;
}

const Run& run_called(const std::vector<PhotoRun>& runs, const std::string& name) {
    for (const PhotoRun& one : runs) {
        if (one.run.name == name) {
            return one.run;
        }
    }
    throw std::invalid_argument("claims: " + name + " was not trained");
}

double gap_of(const Run& run) {
    return run.train_accuracy - run.test_accuracy;
}

// The evidence of a head for one class in the maps of one photo. The base is done with them, so that
// the network here is the head alone.
Tensor evidence_in(Sequential& head, const Tensor& maps, std::int32_t label) {
    Sequential network;
    network.add("body", Sequential());
    network.add("head", std::move(head));
    const Evidence evidence = evidence_for(network, maps, {label});
    head = std::move(static_cast<Sequential&>(network[1]));
    const Shape& shape = evidence.maps.shape();
    return evidence.maps.reshape({shape[1], shape[2]});
}

Picture picture_of(Sequential& head, const std::string& name, const Dataset& photos,
                   const Dataset& maps, std::int64_t index, std::int32_t guess) {
    const Shape& shape = maps.image_shape();
    const Tensor own = maps.image(index).reshape({1, shape[0], shape[1], shape[2]});
    const std::string said = photos.class_names()[static_cast<std::size_t>(guess)];
    const std::string is = photos.class_names()[static_cast<std::size_t>(photos.label(index))];
    return {.image = heat_overlay(photos.image(index), evidence_in(head, own, guess)),
            .caption = name + ": " + said + (said == is ? "" : ", is " + is),
            .alt = "where " + name + " sees evidence for " + said + " in a photo of " + is};
}

ReportSection pictures_of(Sequential& head, const std::string& name, const DataSource& photos,
                          const PhotoMaps& maps) {
    const auto all = static_cast<std::size_t>(photos.test->size());
    const TestAnswers answers =
        answers_on(head, DataLoader(maps.test, {.batch_size = 50, .shuffle = false}), all);
    ReportSection section{
        .heading = "What " + name + " looked at",
        .text =
            "First photos that it knew, then the mistakes it was surest of. Bright "
            "is evidence for its answer."};
    const auto is_mistake = [&](std::int64_t index) {
        return std::any_of(answers.surest_mistakes.begin(), answers.surest_mistakes.end(),
                           [&](const Mistake& mistake) { return mistake.index == index; });
    };
    for (std::int64_t i = 0; i < std::min(kShownPhotos, photos.test->size()); ++i) {
        if (!is_mistake(i)) {
            section.pictures.push_back(
                picture_of(head, name, *photos.test, *maps.test, i, photos.test->label(i)));
        }
    }
    const std::size_t count = std::min(kShownMistakes, answers.surest_mistakes.size());
    for (const Mistake& mistake : std::span(answers.surest_mistakes).first(count)) {
        section.pictures.push_back(
            picture_of(head, name, *photos.test, *maps.test, mistake.index, mistake.guess));
    }
    return section;
}

Table accuracies(const std::vector<PhotoRun>& runs) {
    Table table{.caption = "",
                .columns = {"head", "trainable parameters", "train", "validation", "test",
                            "train - test", "seconds"},
                .rows = {}};
    for (const PhotoRun& one : runs) {
        table.rows.push_back({{one.run.name},
                              {with_separators(one.run.trainable_parameters)},
                              {percent(one.run.train_accuracy, 1)},
                              {percent(one.validation_accuracy, 1)},
                              {percent(one.run.test_accuracy, 1)},
                              {points(gap_of(one.run))},
                              {duration(one.run.train_seconds)}});
    }
    return table;
}

}  // namespace

std::string photo_predictions(PhotoBase& base, std::vector<Sequential>& heads, const Tensor& photo,
                              const std::vector<std::string>& class_names) {
    const NoGradGuard no_grad;
    const Variable maps = base.model(Variable(preprocess(photo, base.preprocessing)));
    std::string text;
    for (Sequential& head : heads) {
        head.eval();
        const Tensor probabilities = softmax(head(maps)).value();
        text += (head[0].type_name() == "Flatten" ? "flatten  " : "gap      ") +
                most_likely(probabilities, class_names) + "\n";
    }
    return text;
}

std::vector<Claim> photo_claims(const std::vector<PhotoRun>& runs, std::int64_t class_count) {
    const Run& gap = run_called(runs, "gap");
    const Run& flatten = run_called(runs, "flatten");
    const bool both_have_learned =
        has_learned(gap, class_count) && has_learned(flatten, class_count);
    const double smaller = gap_of(flatten) - gap_of(gap);
    const double ahead = gap.test_accuracy - flatten.test_accuracy;
    return {
        {"C9", "Parameters drop considerably", "Géron, quoted in answer 1; a comment",
         "trainable " + with_separators(flatten.trainable_parameters) + " with Flatten, " +
             with_separators(gap.trainable_parameters) + " with GAP, " +
             times(ratio(flatten.trainable_parameters, gap.trainable_parameters)) + " fewer",
         flatten.trainable_parameters >= 2 * gap.trainable_parameters ? "holds" : "does not hold"},
        {"C10", "With the parameters drops the risk of overfitting",
         "Géron, quoted in answer 1; answer 2",
         "train minus test " + points(gap_of(gap)) + " with GAP, " + points(gap_of(flatten)) +
             " with Flatten. Test accuracy with GAP " + signed_points(ahead) + " against Flatten",
         !both_have_learned      ? kOneHasNotLearned
         : smaller < kSmallerGap ? "does not hold"
         : ahead >= 0            ? "holds"
                                 : "depends"}};
}

JsonReport photo_results(const DataSource& photos, std::uint64_t seed,
                         const std::vector<PhotoRun>& runs, const std::vector<Claim>& claims) {
    return {.lesson = "12b_photos",
            .data_name = photos.name,
            .train_count = photos.train->size(),
            .test_count = photos.test->size(),
            .seed = seed,
            .runs = runs_of(runs),
            .claims = claims};
}

Report photo_page(const std::string& title, const std::string& idea, const DataSource& photos,
                  const PhotoMaps& maps, std::vector<Sequential>& heads,
                  const std::vector<PhotoRun>& runs) {
    Report page{
        .title = title,
        .idea = idea,
        .data = photos.name + ": " + with_separators(photos.train->size()) +
                " photos to train on, " + with_separators(photos.test->size()) + " to be judged by",
        .do_not_conclude = "which head is better in general: these are two classes and one base."};
    page.sections.push_back({.heading = "What the heads learned", .tables = {accuracies(runs)}});
    page.sections.push_back(budget_section(runs_of(runs)));
    for (std::size_t i = 0; i < heads.size(); ++i) {
        page.sections.push_back(pictures_of(heads[i], runs[i].run.name, photos, maps));
    }
    return page;
}

}  // namespace stepgrad::lessons
