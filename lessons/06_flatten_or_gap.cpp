// Lesson 6: Flatten or global average pooling?
//
// A convolutional body turns a picture into feature maps. A head turns the maps into class scores.
// Flatten hands every pixel of every map to the head; global average pooling (GAP) hands over one
// number a map, its mean. Here both heads are trained on the same body, with the same seed, the
// same images in the same order and the same settings. What does each cost, and what does it give?
//
// First breakpoint: the line with loss.backward().

#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/cross_entropy.h"
#include "layers/models/small_cnn.h"
#include "layers/summary.h"
#include "lessons/support/environment.h"
#include "lessons/support/flatten_or_gap.h"
#include "lessons/support/flatten_or_gap_claims.h"
#include "lessons/support/lesson.h"
#include "lessons/support/predictions.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/terminal.h"
#include "lessons/support/training_record.h"
#include "lessons/support/write_results.h"

#include <iostream>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 6: Flatten or global average pooling?";
constexpr const char* kIdea =
    "Two heads on the same body: one sees every pixel of the last feature maps, the other only the "
    "mean of each map. Which one does the work, and at what price?";

// The usual settings. --validation chose the default learning rate among 0.05, 0.1 and 0.2.
constexpr double kMomentum = 0.9;
constexpr double kWeightDecay = 5e-4;

// Trains one network and measures it on both sets.
Run train(Sequential& model, const std::string& name, const TrainingData& data,
          const TrainingOptions& options) {
    DataLoader batches = data.train_batches();
    SGD optimizer(model.parameters(), {.learning_rate = options.learning_rate,
                                       .momentum = kMomentum,
                                       .nesterov = true,
                                       .weight_decay = kWeightDecay});
    const OneCycleSchedule schedule(options.learning_rate, options.epochs * batches.batch_count());
    TrainingRecord record(name, data, options);
    std::int64_t step = 0;

    for (int epoch = 1; epoch <= options.epochs; ++epoch) {
        model.train();
        for (const Batch& batch : batches.epoch(epoch)) {
            const Variable images(batch.images);                        // [64, 28, 28, 1]
            const Variable logits = model(images);                      // [64, 10]
            const Variable loss = cross_entropy(logits, batch.labels);  // one number

            optimizer.zero_grad();
            loss.backward();  // <-- step in here
            optimizer.set_learning_rate(schedule.at(step++));
            optimizer.step();
            record.add(loss, logits, batch.labels);
        }
        record.end_epoch(model);
    }
    return record.finish(model);
}

int lesson(int argc, char** argv) {
    FlattenOrGapOptions options;
    int exit_code = 0;
    CommandLine line(kTitle);
    add_training_options(line, options);
    add_head_options(line, options);
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }
    print_title(kTitle);
    std::cout << wrapped(kIdea) << "\n";

    print_section("1. The images");
    const TrainingData data(options);
    data.print();
    const bool predicts = line.was_given("--predict");
    const Sample sample = predicts ? data.sample(options.predict) : Sample{};

    print_section("2. The networks");
    std::vector<Candidate> candidates = candidates_of(options, data.network_options());
    for (Candidate& candidate : candidates) {
        set_seed(options.seed);  // the same start for every body of a size
        candidate.model = small_cnn(candidate.head, candidate.sizes);
        std::cout << candidate.name << "\n" << summary(candidate.model, data.one_image()) << "\n";
    }
    std::cout << budgets_text(budgets_of(candidates));

    print_section("3. Training");
    std::cout << environment_text() << "\nSGD, momentum " << kMomentum << ", weight decay "
              << kWeightDecay << ", one cycle to learning rate " << options.learning_rate
              << "\nThe default was chosen on held-out training images of Fashion-MNIST\n"
                 "(--validation), never on test images.\n";
    std::vector<Run> runs;
    for (Candidate& candidate : candidates) {
        runs.push_back(train(candidate.model, candidate.name, data, options));
    }

    print_section("4. What they learned");
    print_runs(runs, "head");

    print_section("5. The pixels of the last maps change places");
    const std::vector<ShuffledMaps> shuffled = shuffle_maps_of(candidates, data, options.seed);
    print_shuffled_maps(shuffled);
    if (predicts) {
        print_section("6. " + printable(sample.name));
        std::cout << predictions_text(candidates, data.class_names(), sample,
                                      terminal_has_colours());
    }

    print_section("What the question's answers claimed, and what this run says");
    const std::vector<Claim> claims = flatten_or_gap_claims(runs, data.class_count());
    print_claims(claims, data.what_it_is_worth(options));
    JsonReport results = training_results("06_flatten_or_gap", data, options, runs, claims);
    results.measurements = measurements_of(shuffled);
    write_results(flatten_or_gap_page(kTitle, kIdea, candidates, runs, shuffled, data, options),
                  results, options);
    return averages_survived(candidates, shuffled) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
