// Lesson 6: Flatten or global average pooling?
//
// A convolutional body turns a picture into feature maps. A head turns the maps into class scores.
// Flatten hands every pixel of every map to the head; global average pooling (GAP) hands over one
// number a map, its mean. Here both heads are trained on the same body, with the same seed, the
// same images in the same order and the same settings. What does each cost, and what does it give?
//
// First breakpoint: the line with loss.backward().

#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/metrics.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/cross_entropy.h"
#include "layers/models/small_cnn.h"
#include "layers/summary.h"
#include "lessons/support/environment.h"
#include "lessons/support/evaluate.h"
#include "lessons/support/flatten_or_gap_claims.h"
#include "lessons/support/json_report.h"
#include "lessons/support/lesson.h"
#include "lessons/support/options.h"
#include "lessons/support/predictions.h"
#include "lessons/support/progress.h"
#include "lessons/support/terminal.h"
#include "lessons/support/training_data.h"
#include "lessons/support/training_profile.h"

#include <CLI/CLI.hpp>

#include <iostream>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

struct Options : TrainingOptions {
    std::string heads = "two";
    std::string predict;
};

// The usual settings. --validation chose the default learning rate among 0.05, 0.1 and 0.2.
constexpr double kMomentum = 0.9;
constexpr double kWeightDecay = 5e-4;

// Trains one network and measures it on both sets.
Run train(Sequential& model, const std::string& name, const TrainingData& data,
          const Options& options) {
    DataLoader batches = data.train_batches();
    SGD optimizer(model.parameters(), {.learning_rate = options.learning_rate,
                                       .momentum = kMomentum,
                                       .nesterov = true,
                                       .weight_decay = kWeightDecay});
    const OneCycleSchedule schedule(options.learning_rate, options.epochs * batches.batch_count());
    Progress progress(name, options.epochs, batches.sample_count());
    TrainingProfile profile(options.profile);
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
            progress.add(loss.item(), correct_count(logits, batch.labels),
                         std::ssize(batch.labels));
        }
    }
    profile.print(name);
    return {.name = name,
            .parameters = summarize(model, data.one_image()).total_parameters(),
            .trainable_parameters = model.trainable_parameter_count(),
            .head_parameters = model[1].parameter_count(),  // model[0] is the body
            .epochs = options.epochs,
            .train_accuracy = accuracy_on(model, data.train_in_order()),
            .test_accuracy = accuracy_on(model, data.test_in_order()),
            .train_seconds = progress.seconds(),
            .images_per_second = progress.images_per_second()};
}

int lesson(int argc, char** argv) {
    Options options;
    CLI::App app("Lesson 6: Flatten or global average pooling?");
    add_training_options(app, options);
    app.add_option("--heads", options.heads, "two: flatten and gap; all: five heads")
        ->check(CLI::IsMember({"two", "all"}))
        ->capture_default_str();
    app.add_option("--predict", options.predict,
                   "classify this photo at the end, or this image of the test set")
        ->type_name("PHOTO|INDEX");
    int exit_code = 0;
    if (!parse(app, options, argc, argv, exit_code)) {
        return exit_code;
    }

    print_title("Lesson 6: Flatten or global average pooling?");
    std::cout << "Two heads on the same body: one sees every pixel of the last feature maps, the\n"
                 "other only the mean of each map. Which one does the work, and at what price?\n";

    print_section("1. The images");
    const TrainingData data(options);
    data.print();
    const bool predicts = app.count("--predict") > 0;
    const Sample sample = predicts ? data.sample(options.predict) : Sample{};

    print_section("2. The networks");
    const std::vector<Head> heads = options.heads == "all"
                                        ? std::vector<Head>(kAllHeads.begin(), kAllHeads.end())
                                        : std::vector<Head>{Head::kFlatten, Head::kGlobalAverage};
    std::vector<Sequential> models;
    for (const Head head : heads) {
        set_seed(options.seed);  // the same start for every body
        models.push_back(small_cnn(head, data.network_options()));
        std::cout << head_name(head) << "\n" << summary(models.back(), data.one_image()) << "\n";
    }

    print_section("3. Training");
    std::cout << environment_text() << "\nSGD, momentum " << kMomentum << ", weight decay "
              << kWeightDecay << ", one cycle to learning rate " << options.learning_rate
              << "\nThe default was chosen on held-out training images of Fashion-MNIST\n"
                 "(--validation), never on test images.\n";
    std::vector<Run> runs;
    for (std::size_t i = 0; i < models.size(); ++i) {
        runs.push_back(train(models[i], head_name(heads[i]), data, options));
    }

    print_section("4. What they learned");
    print_runs(runs, "head");
    if (predicts) {
        print_section("5. " + printable(sample.name));
        std::cout << predictions_text(models, heads, data.class_names(), sample,
                                      terminal_has_colours());
    }

    print_section("What the question's answers claimed, and what this run says");
    data.print_what_it_is_worth(options);
    const std::vector<Claim> claims = flatten_or_gap_claims(runs, data.class_count());
    print_claims(claims);
    if (!options.json.empty()) {
        write_json({"06_flatten_or_gap", data.name(), data.train_count(), data.test_count(),
                    options.seed, runs, claims},
                   options.json);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
