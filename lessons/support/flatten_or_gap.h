#pragma once

#include "lessons/support/candidate.h"
#include "lessons/support/flatten_facts.h"
#include "lessons/support/options.h"
#include "lessons/support/report/report.h"
#include "lessons/support/results.h"
#include "lessons/support/shuffled_maps.h"
#include "lessons/support/training_data.h"

#include <string>
#include <vector>

// What lesson 6 is made of, besides its training.
namespace stepgrad::lessons {

struct FlattenOrGapOptions : TrainingOptions {
    std::string heads = "two";
    std::string bodies = "large";
    std::string predict;  // a photo, or the number of a test image
};

/// Adds --heads --bodies --predict.
void add_head_options(CommandLine& line, FlattenOrGapOptions& options);

/// The networks to compare, without their models: the heads that were asked for on the large body,
/// and, with --bodies both, Flatten and GAP on the small one, called "flatten_small" and
/// "gap_small".
std::vector<Candidate> candidates_of(const FlattenOrGapOptions& options,
                                     const SmallCnnOptions& large);

/// Where the parameters of each network are.
std::vector<ParameterBudget> budgets_of(std::vector<Candidate>& candidates);

/// shuffle_maps() for each network, on the test images.
std::vector<ShuffledMaps> shuffle_maps_of(std::vector<Candidate>& candidates,
                                          const TrainingData& data, std::uint64_t seed);

/// True if the shuffled maps changed no logit of a head with global average pooling, but for
/// rounding. Says so otherwise: then something is wrong with the layer.
bool averages_survived(const std::vector<Candidate>& candidates,
                       const std::vector<ShuffledMaps>& shuffled);

/// The page of lesson 6.
Report flatten_or_gap_page(const std::string& title, const std::string& idea,
                           std::vector<Candidate>& candidates, const std::vector<Run>& runs,
                           const std::vector<ShuffledMaps>& shuffled, const TrainingData& data,
                           const TrainingOptions& options);

}  // namespace stepgrad::lessons
