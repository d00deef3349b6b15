#include "lessons/support/measured_run.h"

#include "layers/summary.h"
#include "lessons/support/evaluate.h"

namespace stepgrad::lessons {

Run measured_run(const std::string& name, Sequential& model, const TrainingData& data, int epochs,
                 const Progress& progress) {
    return {.name = name,
            .parameters = summarize(model, data.one_image()).total_parameters(),
            .trainable_parameters = model.trainable_parameter_count(),
            .head_parameters = model[model.size() - 1].parameter_count(),
            .epochs = epochs,
            .train_accuracy = accuracy_on(model, data.train_in_order()),
            .test_accuracy = accuracy_on(model, data.test_in_order()),
            .train_seconds = progress.seconds(),
            .images_per_second = progress.images_per_second()};
}

JsonReport report_on(const std::string& lesson, const TrainingData& data,
                     const TrainingOptions& options, const std::vector<Run>& runs,
                     const std::vector<Claim>& claims) {
    return {.lesson = lesson,
            .data_name = data.name(),
            .train_count = data.train_count(),
            .test_count = data.test_count(),
            .seed = options.seed,
            .runs = runs,
            .claims = claims};
}

}  // namespace stepgrad::lessons
