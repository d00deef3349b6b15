#include "lessons/support/recipe.h"

#include "autograd/error.h"
#include "autograd/text_table.h"
#include "datasets/random_crop.h"
#include "datasets/random_horizontal_flip.h"
#include "datasets/random_rotation.h"
#include "layers/global_average_pool2d.h"
#include "layers/linear.h"
#include "layers/max_pool2d.h"
#include "layers/models/convolution_block.h"
#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"

#include <CLI/CLI.hpp>

#include <cstddef>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace stepgrad::lessons {
namespace {

constexpr int kMostSeeds = 100;
constexpr int kSeedsOfFull = 5;

// Digits may lean and stand a little aside, but a mirrored 2 is no 2.
Recipe mnist_recipe() {
    return {.data = "mnist",
            .stages = {{8, 8, 8}, {16, 16}, {16, 16}},
            .augmentation = {std::make_shared<RandomRotation>(Scalar(-10), Scalar(10)),
                             std::make_shared<RandomCrop>(2)},
            .augmentation_text = "turned by up to 10 degrees and moved by up to 2 pixels",
            .epochs = 40,
            .learning_rate = 0.1,
            .weight_decay = 1e-4,
            .most_parameters = 9'999,
            .least_accuracy = 0.994};
}

Recipe fashion_mnist_recipe() {
    return {
        .data = "fashion-mnist",
        .stages = {{16, 16}, {32, 32}, {64, 64}},
        .augmentation = {std::make_shared<RandomHorizontalFlip>(), std::make_shared<RandomCrop>(2)},
        .augmentation_text = "mirrored half of the time and moved by up to 2 pixels",
        .epochs = 30,
        .learning_rate = 0.1,
        .weight_decay = 5e-4,
        .most_parameters = 99'999,
        .least_accuracy = 0.93};
}

Recipe cifar10_recipe() {
    return {.data = "cifar10",
            .stages = {{16, 16}, {32, 32}, {48, 48, 48}},
            .augmentation = {std::make_shared<RandomHorizontalFlip>(),
                             std::make_shared<RandomCrop>(4, CropBorder::kReflect)},
            .augmentation_text = "mirrored half of the time and moved by up to 4 pixels",
            .epochs = 30,
            .learning_rate = 0.1,
            .weight_decay = 5e-4,
            .most_parameters = 73'000,
            .least_accuracy = 0.84};
}

}  // namespace

Recipe recipe_for(const std::string& data) {
    if (data == "mnist") {
        return mnist_recipe();
    }
    if (data == "fashion-mnist" || data == "fashion-mnist-subset") {
        return fashion_mnist_recipe();
    }
    if (data == "cifar10") {
        return cifar10_recipe();
    }
    throw DataError("recipes: there are recipes for mnist, fashion-mnist and cifar10; \"" + data +
                    "\" was given");
}

void add_recipe_options(CommandLine& line, RecipeOptions& options) {
    add_training_options(line, options);
    line.app().footer("");  // the seeds are the program's own
    line.describe_default("--epochs", "the recipe's");
    line.describe_default("--learning-rate", "the recipe's");
    line.add_number("--seeds", options.seed_count, 1, kMostSeeds,
                    "train so often, with seeds from --seed on");
    line.app().add_flag("--full", options.is_full, "as --seeds 5")->excludes("--seeds");
}

void fill_in(RecipeOptions& options, const Recipe& recipe, const CommandLine& line) {
    if (!line.was_given("--epochs") && !options.quick) {
        options.epochs = recipe.epochs;
    }
    if (!line.was_given("--learning-rate")) {
        options.learning_rate = recipe.learning_rate;
    }
    if (options.is_full) {
        options.seed_count = kSeedsOfFull;
    }
}

std::vector<std::uint64_t> seeds_of(const RecipeOptions& options) {
    std::vector<std::uint64_t> seeds(static_cast<std::size_t>(options.seed_count));
    std::iota(seeds.begin(), seeds.end(), options.seed);
    return seeds;
}

std::vector<TrainingOptions> options_for_each_seed(const RecipeOptions& options) {
    std::vector<TrainingOptions> all;
    for (const std::uint64_t seed : seeds_of(options)) {
        all.push_back(options);
        all.back().seed = seed;
    }
    return all;
}

std::string recipe_text(const Recipe& recipe, const RecipeOptions& options) {
    std::ostringstream text;
    text << "Training images are " << recipe.augmentation_text << ".\n"
         << options.epochs << (options.epochs == 1 ? " epoch" : " epochs") << " in batches of "
         << options.batch_size << ", SGD with Nesterov momentum, weight decay "
         << recipe.weight_decay << ",\none cycle to learning rate " << options.learning_rate
         << ". The recipe's settings were chosen on held-out\ntraining images (--validation).\n";
    return text.str();
}

Sequential recipe_network(const Recipe& recipe, const TrainingData& data) {
    Sequential body;
    std::int64_t channels = data.image_shape()[2];
    int index = 0;
    for (const std::vector<std::int64_t>& stage : recipe.stages) {
        if (index > 0) {
            body.add("pool" + std::to_string(index - 1), MaxPool2d(2));
        }
        for (const std::int64_t width : stage) {
            add_convolution_block(body, index++, channels, width);
            channels = width;
        }
    }
    Sequential head;
    head.add("pool", GlobalAveragePool2d());
    head.add("classes", Linear(channels, data.class_count()));
    Sequential model;
    model.add("body", std::move(body));
    model.add("head", std::move(head));
    return model;
}

Figure test_accuracy_of(const std::vector<Run>& runs) {
    Figure figure{.name = "test accuracy", .unit = Unit::kShare, .values = {}};
    for (const Run& run : runs) {
        figure.values.push_back(run.test_accuracy);
    }
    return figure;
}

Claim recipe_claim(const Recipe& recipe, bool on_all_images, const std::vector<Run>& runs) {
    if (runs.empty()) {
        throw std::invalid_argument("recipe_claim: there are no runs");
    }
    const std::int64_t parameters = runs[0].trainable_parameters;
    const double accuracy = median(test_accuracy_of(runs).values);
    const bool is_reached =
        parameters <= recipe.most_parameters && accuracy >= recipe.least_accuracy;
    return {"R1",
            "A network with GAP and at most " + with_separators(recipe.most_parameters) +
                " trainable parameters reaches " + percent(recipe.least_accuracy) + " on " +
                recipe.data,
            "this program",
            with_separators(parameters) + " trainable parameters; test accuracy " +
                percent(accuracy, 2) + ", the median of " + std::to_string(runs.size()) +
                (runs.size() == 1 ? " seed" : " seeds") + " after the last epoch",
            !on_all_images ? std::string(kNoVerdict) + ": these are a part of the images"
            : is_reached   ? "holds"
                           : "does not hold"};
}

}  // namespace stepgrad::lessons
