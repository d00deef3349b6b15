#pragma once

#include "layers/models/small_cnn.h"
#include "lessons/support/measurements.h"
#include "lessons/support/results.h"
#include "lessons/support/training_data.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

// What lesson 8 compares: heads, with and without dense layers, on few and on many images.
namespace stepgrad::lessons {

/// A head and what is done against overfitting.
struct Contestant {
    std::string name;     // "gap_dense128x2"
    Head head;            // what stands before the last dense layers
    int more_hidden = 0;  // dense layers of 128 units besides those of the head
    double dropout = 0;   // rate, in front of the last layer
    double weight_decay = 5e-4;
};

/// Six heads: Flatten and GAP with no hidden layer and with one of 128 units, GAP with two as in
/// the question's first example, and global max pooling.
std::vector<Contestant> heads_to_compare();

/// Flatten and 128 units again, with what else is used against overfitting: dropout, and ten times
/// the weight decay.
std::vector<Contestant> rivals_of_gap();

/// A body of the lessons' network: "large" or "small".
struct Body {
    std::string name;
    std::array<std::int64_t, 5> widths;
};
inline const std::array<Body, 2> kBodies{Body{"large", {16, 16, 32, 32, 64}},
                                         Body{"small", {8, 8, 16, 16, 16}}};

/// [body, head], from the global generator.
Sequential network_of(const Contestant& contestant, const SmallCnnOptions& sizes);

/// One network on one training set.
struct Trial {
    std::string body;
    std::int64_t images = 0;  // to train on
    Run run;

    double gap() const { return run.train_accuracy - run.test_accuracy; }
};

/// Measures a trained network on the training and the test images, and prints a line.
Trial judge(const Contestant& contestant, const Body& body, const TrainingData& data,
            Sequential& model, int epochs, double seconds);

/// The trial of this body, number of images and contestant.
///
/// throws  std::invalid_argument if there is none
const Trial& trial_of(const std::vector<Trial>& trials, const std::string& body,
                      std::int64_t images, const std::string& name);

/// How many images to train on: 250, 500, 1,000 and 5,000, or 100 and 250 for a quick run. None is
/// larger than what there is.
///
/// input   with_all: all images, too
///         all: how many there are
std::vector<std::int64_t> training_set_sizes(bool is_quick, bool with_all, std::int64_t all);

/// How often the training images are shown: often where there are few, so that each network has
/// seen enough of them to fit them.
int epochs_for(std::int64_t images);

/// A table for each body: a line for each head, a pair of columns, train and test, for each number
/// of images.
void print_trials(const std::vector<Trial>& trials);

/// The numbers of training images, in order; the trials of one body; the names of what was
/// compared, in the order of the trials.
std::vector<std::int64_t> image_counts(const std::vector<Trial>& trials);
std::vector<Trial> on_body(const std::vector<Trial>& trials, const std::string& body);
std::vector<std::string> names_in(const std::vector<Trial>& trials);

/// The runs alone, named "large/250/gap", as the JSON file has them.
std::vector<Run> named_runs(const std::vector<Trial>& trials);

/// Means over all bodies and training sets: what the claims are weighed by.
std::vector<Measurement> measurements_of(const std::vector<Trial>& trials,
                                         std::int64_t class_count);

/// Weighs C8, C10 and C13 against all trials. The verdicts follow from the figures by the bounds
/// named in overfitting_claims.cpp.
///
/// throws  std::invalid_argument if there are none, or a head is missing somewhere
std::vector<Claim> overfitting_claims(const std::vector<Trial>& trials, std::int64_t class_count);

}  // namespace stepgrad::lessons
