// Lesson 11: Is global average pooling easier to interpret?
//
// Behind global average pooling a logit is the mean of a map plus a bias, and the map says where in
// the picture the evidence for the class is: a class activation map (Zhou et al. 2016). A map of
// that kind can be had for any head, from the slope of the logit: is GAP's the better one? Networks
// that have learned garments in one half of a picture are shown two, and asked where either is.
//
// First breakpoint: the line with loss.backward(); then the one with backward() in evidence_for, in
// lessons/support/evidence.cpp.

#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/cross_entropy.h"
#include "lessons/support/class_activation_claims.h"
#include "lessons/support/class_activation_page.h"
#include "lessons/support/environment.h"
#include "lessons/support/half_pictures.h"
#include "lessons/support/lesson.h"
#include "lessons/support/open_data.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/training_record.h"
#include "lessons/support/write_results.h"

#include <algorithm>
#include <iostream>
#include <memory>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 11: Is global average pooling easier to interpret?";
constexpr const char* kIdea =
    "Behind global average pooling each logit is the mean of a map. Does that map point at the "
    "garment it speaks of, and does it do so better than what other heads have to offer?";

constexpr double kMomentum = 0.9;  // as in lesson 6, like the next one
constexpr double kWeightDecay = 5e-4;
constexpr std::int64_t kPairs = 1000;

Run train(Candidate& candidate, const TrainingData& data, const TrainingOptions& options) {
    set_seed(options.seed);
    candidate.model = small_cnn(candidate.head, candidate.sizes);
    Sequential& model = candidate.model;
    DataLoader batches = data.train_batches();
    SGD optimizer(model.parameters(), {.learning_rate = options.learning_rate,
                                       .momentum = kMomentum,
                                       .nesterov = true,
                                       .weight_decay = kWeightDecay});
    const OneCycleSchedule schedule(options.learning_rate, options.epochs * batches.batch_count());
    TrainingRecord record(candidate.name, data, options);
    std::int64_t step = 0;

    for (int epoch = 1; epoch <= options.epochs; ++epoch) {
        model.train();
        for (const Batch& batch : batches.epoch(epoch)) {
            const Variable images(batch.images);                        // [64, 28, 56, 1]
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
    TrainingOptions options;
    options.epochs = 3;
    int exit_code = 0;
    CommandLine line(kTitle);
    add_training_options(line, options);
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }
    print_title(kTitle);
    std::cout << wrapped(kIdea) << "\n";

    print_section("1. One garment in one half");
    const TrainingData data(in_one_half(open_data(options), options.seed), options);
    data.print();

    print_section("2. Training");
    std::cout << environment_text() << "\nSettings as in lesson 6.\n";
    std::vector<Candidate> candidates;
    std::vector<Run> runs;
    for (const Head head : {Head::kFlatten, Head::kGlobalAverage, Head::kGlobalMax}) {
        candidates.emplace_back(head_name(head), head, data.network_options());
        runs.push_back(train(candidates.back(), data, options));
    }
    print_runs(runs, "head");

    print_section("3. Two garments: where is either?");
    const auto pairs = std::make_shared<SideBySide>(open_data(options).test, kPairs);
    const DataLoader shown = data.in_order(pairs);
    std::vector<Pointing> pointing;
    for (Candidate& candidate : candidates) {
        pointing.push_back(point_at_halves(candidate.model, candidate.name, *pairs, shown,
                                           candidate.head == Head::kGlobalAverage));
    }
    print_pointing(pointing);

    print_section("What an answer claimed, and what this run says");
    const std::vector<Claim> claims = class_activation_claims(runs, pointing, data.class_count());
    print_claims(claims, data.what_it_is_worth(options));
    JsonReport results = training_results("11_class_activation_maps", data, options, runs, claims);
    results.measurements = measurements_of(pointing);
    write_results(
        training_page(kTitle, kIdea,
                      "that a map explains a network: it says where the evidence is, not what it "
                      "is, nor whether the network is right.",
                      data, options,
                      {pointing_section(pointing), overlays_section(candidates, *pairs, shown),
                       learning_section("What the networks learned", runs)}),
        results, options);
    return std::ranges::all_of(pointing, adds_up) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
