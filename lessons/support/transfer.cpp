#include "lessons/support/transfer.h"

#include "autograd/error.h"
#include "autograd/text_table.h"
#include "datasets/selected_classes.h"
#include "datasets/subset.h"
#include "layers/summary.h"
#include "lessons/support/evaluate.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kImagesToSee = 10000;  // of each training set, over all epochs
constexpr int kFewestEpochs = 8;
constexpr int kMostEpochs = 60;

constexpr std::array<Start, 3> kStarts{Start::kScratch, Start::kFrozen, Start::kContinued};

// Classes [from, end) of all.
DataSource classes_of(const DataSource& all, std::int32_t from, std::int32_t end) {
    std::vector<std::int32_t> classes(static_cast<std::size_t>(end - from));
    std::iota(classes.begin(), classes.end(), from);
    DataSource some = all;
    some.train = std::make_shared<SelectedClasses>(all.train, classes);
    some.test = std::make_shared<SelectedClasses>(all.test, classes);
    if (all.validation != nullptr) {
        some.validation = std::make_shared<SelectedClasses>(all.validation, classes);
    }
    return some;
}

std::string half_text(const DataSource& half) {
    return wrapped(with_separators(half.train->size()) + " training and " +
                   with_separators(half.test->size()) +
                   " test images: " + printable(joined(half.train->class_names()))) +
           "\n";
}

}  // namespace

Halves halves_of(const DataSource& all) {
    constexpr std::int32_t kFewest = 4;
    const auto count = static_cast<std::int32_t>(all.train->class_names().size());
    if (count < kFewest) {
        throw DataError(all.name + ": has " + std::to_string(count) +
                        " classes; to learn one half of them and then the other takes four");
    }
    return {.first = classes_of(all, 0, count / 2), .second = classes_of(all, count / 2, count)};
}

std::string halves_text(const Halves& halves) {
    return "First  " + half_text(halves.first) + "Then   " + half_text(halves.second);
}

DataSource reduced(DataSource source, std::int64_t per_class, std::uint64_t seed) {
    const auto classes = static_cast<std::int64_t>(source.train->class_names().size());
    if (source.train->size() < per_class * classes) {
        throw DataError(source.train->name() + ": holds " + std::to_string(source.train->size()) +
                        " images, " + std::to_string(per_class) + " of each of " +
                        std::to_string(classes) + " classes are needed");
    }
    source.train = split_dataset(source.train, per_class * classes, seed).part;
    return source;
}

std::vector<std::int64_t> images_per_class(bool is_quick) {
    return is_quick ? std::vector<std::int64_t>{10, 50} : std::vector<std::int64_t>{10, 50, 250};
}

int epochs_for_transfer(std::int64_t images) {
    return static_cast<int>(
        std::clamp<std::int64_t>(kImagesToSee / images, kFewestEpochs, kMostEpochs));
}

std::string start_name(Start start) {
    switch (start) {
        case Start::kScratch:
            return "scratch";
        case Start::kFrozen:
            return "frozen";
        case Start::kContinued:
            break;
    }
    return "continued";
}

Transfer judge_transfer(Start start, Head head, std::int64_t per_class, Sequential& model,
                        const TrainingData& data, int epochs) {
    const Transfer transfer{start, head, per_class,
                            Run{.name = head_name(head),
                                .parameters = summarize(model, data.one_image()).total_parameters(),
                                .trainable_parameters = model.trainable_parameter_count(),
                                .head_parameters = model[1].parameter_count(),
                                .epochs = epochs,
                                .train_accuracy = accuracy_on(model, data.train_in_order()),
                                .test_accuracy = accuracy_on(model, data.test_in_order())}};
    std::printf("%4lld images a class  %-16s %-9s %7s trainable  test %s\n",
                static_cast<long long>(per_class), transfer.run.name.c_str(),
                start_name(start).c_str(),
                with_separators(transfer.run.trainable_parameters).c_str(),
                percent(transfer.run.test_accuracy, 2).c_str());
    std::fflush(stdout);
    return transfer;
}

std::string pretraining_text(Sequential& model, const TrainingData& data) {
    return "Test accuracy on these classes: " +
           percent(accuracy_on(model, data.test_in_order()), 2) + "\n";
}

const Transfer& transfer_of(const std::vector<Transfer>& transfers, Start start, Head head,
                            std::int64_t per_class) {
    const auto found =
        std::find_if(transfers.begin(), transfers.end(), [&](const Transfer& transfer) {
            return transfer.start == start && transfer.head == head &&
                   transfer.per_class == per_class;
        });
    if (found == transfers.end()) {
        throw std::invalid_argument("claims: " + head_name(head) + " (" + start_name(start) +
                                    ") was not trained on " + std::to_string(per_class) +
                                    " images a class");
    }
    return *found;
}

std::vector<std::int64_t> counts_in(const std::vector<Transfer>& transfers) {
    std::vector<std::int64_t> counts;
    for (const Transfer& transfer : transfers) {
        counts.push_back(transfer.per_class);
    }
    std::sort(counts.begin(), counts.end());
    counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
    return counts;
}

void print_transfers(const std::vector<Transfer>& transfers) {
    TextTable table({{.is_number = true},
                     {},
                     {.is_number = true},
                     {.is_number = true},
                     {.is_number = true},
                     {.is_number = true}},
                    kTextWidth);
    table.add_row({"images a class", "head", "in the head", "scratch", "frozen", "continued"});
    table.add_rule();
    for (const std::int64_t count : counts_in(transfers)) {
        for (const Head head : kHeadsOfTransfer) {
            std::vector<std::string> cells{
                std::to_string(count), head_name(head),
                with_separators(
                    transfer_of(transfers, Start::kFrozen, head, count).run.head_parameters)};
            for (const Start start : kStarts) {
                cells.push_back(
                    percent(transfer_of(transfers, start, head, count).run.test_accuracy, 2));
            }
            table.add_row(std::move(cells));
        }
    }
    std::cout << "\nTest accuracy:\n" << table.to_string();
}

std::vector<Run> named_runs(const std::vector<Transfer>& transfers) {
    std::vector<Run> runs;
    for (const Transfer& transfer : transfers) {
        runs.push_back(transfer.run);
        runs.back().name = start_name(transfer.start) + "/" + std::to_string(transfer.per_class) +
                           "/" + transfer.run.name;
    }
    return runs;
}

}  // namespace stepgrad::lessons
