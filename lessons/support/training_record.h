#pragma once

#include "autograd/variable.h"
#include "layers/sequential.h"
#include "lessons/support/progress.h"
#include "lessons/support/results.h"
#include "lessons/support/training_data.h"
#include "lessons/support/training_profile.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// What happens beside a training loop: shows the progress, draws up the learning curve and, with
/// --profile, where the time went.
///
///     TrainingRecord record("gap", data, options);
///     for (int epoch = 1; epoch <= options.epochs; ++epoch) {
///         ...
///             record.add(loss, logits, batch.labels);
///         record.end_epoch(model);
///     }
///     return record.finish(model);
///
/// Shares the data, which must stay.
class TrainingRecord {
public:
    TrainingRecord(const std::string& name, const TrainingData& data,
                   const TrainingOptions& options);

    /// One training step is done.
    void add(const Variable& loss, const Variable& logits, const std::vector<std::int32_t>& labels);

    /// A point of the learning curve: what add() has summed up over the training images, and the
    /// network on the test images. To measure it does not count as training time. Leaves the model
    /// in evaluation mode.
    void end_epoch(Module& model);

    /// Measures the network on all training images and prints the profile.
    ///
    /// input   model: [body, head]
    Run finish(Sequential& model);

private:
    std::string name_;
    const TrainingData& data_;
    int epochs_;
    Progress progress_;
    TrainingProfile profile_;
    std::vector<EpochMetrics> curve_;
};

}  // namespace stepgrad::lessons
