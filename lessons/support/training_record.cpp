#include "lessons/support/training_record.h"

#include "autograd/optim/metrics.h"
#include "layers/summary.h"
#include "lessons/support/evaluate.h"

#include <chrono>

namespace stepgrad::lessons {

TrainingRecord::TrainingRecord(const std::string& name, const TrainingData& data,
                               const TrainingOptions& options)
    : name_(name),
      data_(data),
      epochs_(options.epochs),
      progress_(name, options.epochs, data.train_batches().sample_count()),
      profile_(options.profile) {}

void TrainingRecord::add(const Variable& loss, const Variable& logits,
                         const std::vector<std::int32_t>& labels) {
    progress_.add(loss.item(), correct_count(logits, labels), std::ssize(labels));
}

void TrainingRecord::end_epoch(Module& model) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point start = Clock::now();
    profile_.pause();
    const Measured test = measure(model, data_.test_in_order());
    profile_.resume();
    progress_.leave_out(std::chrono::duration<double>(Clock::now() - start).count());
    curve_.push_back({.train_loss = progress_.loss(),
                      .train_accuracy = progress_.accuracy(),
                      .test_loss = test.loss,
                      .test_accuracy = test.accuracy});
}

Run TrainingRecord::finish(Sequential& model) {
    profile_.print(name_);
    return {.name = name_,
            .parameters = summarize(model, data_.one_image()).total_parameters(),
            .trainable_parameters = model.trainable_parameter_count(),
            .head_parameters = model[1].parameter_count(),  // model[0] is the body
            .epochs = epochs_,
            .train_accuracy = accuracy_on(model, data_.train_in_order()),
            .test_accuracy = curve_.back().test_accuracy,
            .train_seconds = progress_.seconds(),
            .images_per_second = progress_.images_per_second(),
            .curve = curve_};
}

}  // namespace stepgrad::lessons
