#pragma once

#include "datasets/data_source.h"
#include "layers/models/small_cnn.h"
#include "lessons/support/measurements.h"
#include "lessons/support/results.h"
#include "lessons/support/training_data.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

// What lesson 12 compares: heads on a body that has learned other classes, and from nothing.
namespace stepgrad::lessons {

/// The same images cut in two by their classes.
struct Halves {
    DataSource first;   // the first half of the classes, rounded down: to learn a body from
    DataSource second;  // the others, to transfer it to
};

/// throws  DataError if there are fewer than four classes
Halves halves_of(const DataSource& all);

/// Both halves: how many images, which classes.
std::string halves_text(const Halves& halves);

/// So many training images of each class, always the same for a seed, and all test images.
///
/// throws  DataError if there are not so many
DataSource reduced(DataSource source, std::int64_t per_class, std::uint64_t seed);

/// 10, 50 and 250; 10 and 50 for a quick run.
std::vector<std::int64_t> images_per_class(bool is_quick);

/// How often the images are shown: more often where they are few.
int epochs_for_transfer(std::int64_t images);

inline constexpr std::array<Head, 3> kHeadsOfTransfer{Head::kGlobalAverage, Head::kFlatten,
                                                      Head::kFlattenDense};

/// Of the learning rate, for weights that have learned something.
inline constexpr double kShareOfRate = 0.1;

/// What a network begins with.
enum class Start {
    kScratch,    // random weights
    kFrozen,     // a body that has learned other classes and does not change
    kContinued,  // the same, after the head has learned; then all of it
};

/// "scratch", "frozen", "continued"
std::string start_name(Start start);

/// One head, trained in one way on so many images of each class.
struct Transfer {
    Start start;
    Head head;
    std::int64_t per_class;
    Run run;
};

/// Measures a trained network, [body, head], on its training images and all test images, and prints
/// a line.
Transfer judge_transfer(Start start, Head head, std::int64_t per_class, Sequential& model,
                        const TrainingData& data, int epochs);

/// The accuracy of the network that the body is taken from, in a line.
std::string pretraining_text(Sequential& model, const TrainingData& data);

/// The one of these.
///
/// throws  std::invalid_argument if there is none
const Transfer& transfer_of(const std::vector<Transfer>& transfers, Start start, Head head,
                            std::int64_t per_class);

/// The numbers of images per class, in order.
std::vector<std::int64_t> counts_in(const std::vector<Transfer>& transfers);

/// A table: a line for each number of images and head, test accuracy for each start.
void print_transfers(const std::vector<Transfer>& transfers);

/// The runs alone, named "frozen/10/gap", as the JSON file has them.
std::vector<Run> named_runs(const std::vector<Transfer>& transfers);

/// Means over the numbers of images.
std::vector<Measurement> measurements_of(const std::vector<Transfer>& transfers);

/// Two epochs in one go, and two with a file between them.
struct Continuation {
    std::int64_t numbers = 0;            // weights and statistics that were compared
    std::int64_t different_numbers = 0;  // not the same to the last bit
};

/// Trains a network for an epoch, saves it, loads it into another one and trains that for the second
/// epoch: by SGD without momentum, which remembers nothing between steps. Compares the weights with
/// those of two epochs without a break.
///
/// input   body_file: where it is saved, in a file of its own beside this one
Continuation continue_from_file(const TrainingData& data, const TrainingOptions& options,
                                const std::filesystem::path& body_file);
std::string continuation_text(const Continuation& continuation);

/// Weighs C12, C14 and T1, that a trained body helps where images are few.
///
/// throws  std::invalid_argument if a network is missing
std::vector<Claim> transfer_claims(const std::vector<Transfer>& transfers,
                                   const Continuation& continuation, std::int64_t class_count);

}  // namespace stepgrad::lessons
