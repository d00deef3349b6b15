#pragma once

#include "datasets/transforms.h"
#include "layers/sequential.h"
#include "lessons/support/figure.h"
#include "lessons/support/options.h"
#include "lessons/support/results.h"
#include "lessons/support/training_data.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

// What the program recipes trains, and what it must reach.
namespace stepgrad::lessons {

/// A small network with global average pooling, and how to train it on one data set.
struct Recipe {
    std::string data;  // "mnist"
    /// Channels behind each convolution; a pooling stands between two stages.
    std::vector<std::vector<std::int64_t>> stages;
    std::vector<std::shared_ptr<const Transform>> augmentation;
    std::string augmentation_text;  // what they do to an image
    int epochs;
    double learning_rate;  // the highest of the cycle
    double weight_decay;
    std::int64_t most_parameters;  // trainable ones
    double least_accuracy;         // on the test images, as the median over seeds
};

struct RecipeOptions : TrainingOptions {
    int seed_count = 3;
    bool is_full = false;
};

/// Adds --seeds, --full and what every lesson that trains can be told.
void add_recipe_options(CommandLine& line, RecipeOptions& options);

/// The recipe for a data set, or for the small part of one.
///
/// throws  DataError for a data set that there is no recipe for
Recipe recipe_for(const std::string& data);

/// Takes from the recipe what was not said on the command line: --epochs and --learning-rate.
void fill_in(RecipeOptions& options, const Recipe& recipe, const CommandLine& line);

/// --seed and those that follow it.
std::vector<std::uint64_t> seeds_of(const RecipeOptions& options);

/// The same options with one seed after the other, from --seed on.
std::vector<TrainingOptions> options_for_each_seed(const RecipeOptions& options);

/// How it is trained, in a few lines.
std::string recipe_text(const Recipe& recipe, const RecipeOptions& options);

/// The network of a recipe, with random weights, for these images and classes:
///
///     body: stages of 3x3 convolutions with padding 1 and without bias, each followed by batch
///           normalisation and ReLU; max pooling between two stages
///     head: global average pooling, one dense layer
///
/// returns  a module with the children "body" and "head": [batch, height, width, channels] to
///          [batch, classes]
Sequential recipe_network(const Recipe& recipe, const TrainingData& data);

/// Of all runs, by the last epoch.
Figure test_accuracy_of(const std::vector<Run>& runs);

/// R1: the accuracy is reached with so few parameters. It holds or it does not; on a part of the
/// recipe's images it cannot be judged.
///
/// input   on_all_images: the runs were trained on all training images, and "test" means the test
///         images
/// throws  std::invalid_argument if there are no runs
Claim recipe_claim(const Recipe& recipe, bool on_all_images, const std::vector<Run>& runs);

}  // namespace stepgrad::lessons
