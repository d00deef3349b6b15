#include "lessons/support/overfitting.h"

#include "autograd/text_table.h"
#include "layers/dropout.h"
#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/global_max_pool2d.h"
#include "layers/linear.h"
#include "layers/relu.h"
#include "layers/summary.h"
#include "lessons/support/evaluate.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kHidden = 128;
constexpr std::int64_t kImagesToSee = 20000;  // of each training set, over all epochs
constexpr int kFewestEpochs = 4;
constexpr int kMostEpochs = 40;

std::int64_t features_of(Head head, const SmallCnnOptions& sizes) {
    const bool flattens = head == Head::kFlatten || head == Head::kFlattenDense;
    return sizes.widths.back() *
           (flattens ? (sizes.image_height / 4) * (sizes.image_width / 4) : 1);
}

void print_trial(const Trial& trial) {
    std::printf("%-6s %7s images  %-16s train %8s  test %8s %7.1f s\n", trial.body.c_str(),
                with_separators(trial.images).c_str(), trial.run.name.c_str(),
                percent(trial.run.train_accuracy, 2).c_str(),
                percent(trial.run.test_accuracy, 2).c_str(), trial.run.train_seconds);
    std::fflush(stdout);
}

}  // namespace

std::vector<Contestant> heads_to_compare() {
    return {{"flatten", Head::kFlatten},
            {"flatten_dense128", Head::kFlattenDense, 1},
            {"gap", Head::kGlobalAverage},
            {"gap_dense128", Head::kGlobalAverageDense, 1},
            {"gap_dense128x2", Head::kGlobalAverageDense, 2},
            {"gmp", Head::kGlobalMax}};
}

std::vector<Contestant> rivals_of_gap() {
    return {{"dropout", Head::kFlattenDense, 1, 0.5},
            {"weight decay", Head::kFlattenDense, 1, 0, 5e-3}};
}

Sequential network_of(const Contestant& contestant, const SmallCnnOptions& sizes) {
    Sequential model = small_cnn(contestant.head, sizes);
    Sequential body = std::move(static_cast<Sequential&>(model[0]));
    Sequential head;
    switch (contestant.head) {
        case Head::kFlatten:
        case Head::kFlattenDense:
            head.add("flatten", Flatten());
            break;
        case Head::kGlobalMax:
            head.add("pool", GlobalMaxPool2d());
            break;
        case Head::kGlobalAverage:
        case Head::kGlobalAverageDense:
            head.add("pool", GlobalAveragePool2d());
            break;
    }
    std::int64_t features = features_of(contestant.head, sizes);
    for (int i = 0; i < contestant.more_hidden; ++i) {
        head.add("hidden" + std::to_string(i), Linear(features, kHidden));
        head.add("relu" + std::to_string(i), ReLU());
        features = kHidden;
    }
    if (contestant.dropout > 0) {
        head.add("dropout", Dropout(static_cast<Scalar>(contestant.dropout)));
    }
    head.add("classes", Linear(features, sizes.class_count));
    Sequential network;
    network.add("body", std::move(body));
    network.add("head", std::move(head));
    return network;
}

Trial judge(const Contestant& contestant, const Body& body, const TrainingData& data,
            Sequential& model, int epochs, double seconds) {
    const Trial trial{.body = body.name,
                      .images = data.train_count(),
                      .run = {.name = contestant.name,
                              .parameters = summarize(model, data.one_image()).total_parameters(),
                              .trainable_parameters = model.trainable_parameter_count(),
                              .head_parameters = model[1].parameter_count(),
                              .epochs = epochs,
                              .train_accuracy = accuracy_on(model, data.train_in_order()),
                              .test_accuracy = accuracy_on(model, data.test_in_order()),
                              .train_seconds = seconds}};
    print_trial(trial);
    return trial;
}

const Trial& trial_of(const std::vector<Trial>& trials, const std::string& body,
                      std::int64_t images, const std::string& name) {
    for (const Trial& trial : trials) {
        if (trial.body == body && trial.images == images && trial.run.name == name) {
            return trial;
        }
    }
    throw std::invalid_argument("claims: " + name + " was not trained on " +
                                std::to_string(images) + " images with the " + body + " body");
}

std::vector<std::int64_t> image_counts(const std::vector<Trial>& trials) {
    std::vector<std::int64_t> counts;
    for (const Trial& trial : trials) {
        if (std::ranges::find(counts, trial.images) == counts.end()) {
            counts.push_back(trial.images);
        }
    }
    std::ranges::sort(counts);
    return counts;
}

std::vector<Trial> on_body(const std::vector<Trial>& trials, const std::string& body) {
    std::vector<Trial> chosen;
    std::ranges::copy_if(trials, std::back_inserter(chosen),
                         [&](const Trial& trial) { return trial.body == body; });
    return chosen;
}

std::vector<std::string> names_in(const std::vector<Trial>& trials) {
    std::vector<std::string> names;
    for (const Trial& trial : trials) {
        if (std::ranges::find(names, trial.run.name) == names.end()) {
            names.push_back(trial.run.name);
        }
    }
    return names;
}

std::vector<std::int64_t> training_set_sizes(bool is_quick, bool with_all, std::int64_t all) {
    std::vector<std::int64_t> sizes{250, 500, 1000, 5000};
    if (is_quick) {
        sizes = {100, 250};
    } else if (with_all) {
        sizes.push_back(all);
    }
    for (std::int64_t& size : sizes) {
        size = std::min(size, all);
    }
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
    return sizes;
}

int epochs_for(std::int64_t images) {
    return static_cast<int>(
        std::clamp<std::int64_t>(kImagesToSee / images, kFewestEpochs, kMostEpochs));
}

void print_trials(const std::vector<Trial>& trials) {
    for (const Body& body : kBodies) {
        const std::vector<Trial> own = on_body(trials, body.name);
        const std::vector<std::int64_t> counts = image_counts(own);
        std::printf("%-16s", (body.name + " body").c_str());
        for (const std::int64_t count : counts) {
            std::printf("  %15s", (with_separators(count) + " images").c_str());
        }
        std::printf("\n%-16s", "train, test in %");
        for (std::size_t i = 0; i < counts.size(); ++i) {
            std::printf("  %7s %7s", "train", "test");
        }
        std::printf("\n");
        for (const std::string& name : names_in(own)) {
            std::printf("%-16s", name.c_str());
            for (const std::int64_t count : counts) {
                const Run& run = trial_of(own, body.name, count, name).run;
                std::printf("  %7.2f %7.2f", 100 * run.train_accuracy, 100 * run.test_accuracy);
            }
            std::printf("\n");
        }
        std::printf("\n");
    }
    std::fflush(stdout);
}

std::vector<Run> named_runs(const std::vector<Trial>& trials) {
    std::vector<Run> runs;
    for (const Trial& trial : trials) {
        runs.push_back(trial.run);
        runs.back().name = trial.body + "/" + std::to_string(trial.images) + "/" + trial.run.name;
    }
    return runs;
}

}  // namespace stepgrad::lessons
