// Lesson 4: How small and how poor do deep maps get?
//
// If little is left in the maps, then global average pooling (GAP), which keeps their means, drops
// little. The maps of three large networks are measured. Then a body is trained, frozen and cut at
// five places, and a dense layer learns from its maps: from all pixels (Flatten), or the means.
//
// First breakpoint: the line with loss.backward() in train_probe().

#include "autograd/optim/adamw.h"
#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/cross_entropy.h"
#include "layers/flatten.h"
#include "layers/linear.h"
#include "lessons/support/environment.h"
#include "lessons/support/lesson.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/shrinking_map_claims.h"
#include "lessons/support/shrinking_map_page.h"
#include "lessons/support/training_record.h"
#include "lessons/support/write_results.h"

#include <cmath>
#include <iostream>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 4: How small and how poor do deep maps get?";
constexpr const char* kIdea =
    "Each pooling halves the maps. How small do they get, and when does it no longer matter where "
    "in a map something is?";

constexpr int kProbeEpochs = 10;
constexpr double kProbeRate = 0.1;  // divided by the root of how many numbers a probe sees
constexpr std::int64_t kProbeImages = 10000, kTestImages = 5000;  // at most

Run train_body(Sequential& model, const TrainingData& data, const TrainingOptions& options) {
    DataLoader batches = data.train_batches();
    SGD optimizer(model.parameters(), {.learning_rate = options.learning_rate,
                                       .momentum = 0.9,  // as in lesson 6
                                       .nesterov = true,
                                       .weight_decay = 5e-4});
    const OneCycleSchedule schedule(options.learning_rate, options.epochs * batches.batch_count());
    TrainingRecord record("body", data, options);
    std::int64_t step = 0;
    for (int epoch = 1; epoch <= options.epochs; ++epoch) {
        model.train();
        for (const Batch& batch : batches.epoch(epoch)) {
            const Variable logits = model(Variable(batch.images));      // [64, 10]
            const Variable loss = cross_entropy(logits, batch.labels);  // one number
            optimizer.zero_grad();
            loss.backward();
            optimizer.set_learning_rate(schedule.at(step++));
            optimizer.step();
            record.add(loss, logits, batch.labels);
        }
        record.end_epoch(model);
    }
    return record.finish(model);
}

// One dense layer on the numbers of frozen maps.
Run train_probe(const std::string& name, const TrainingData& data, const TrainingOptions& options) {
    set_seed(options.seed);
    Sequential model{Flatten(), Linear(data.image_shape()[2], data.class_count())};
    const DataLoader batches = data.train_batches();
    const double rate = kProbeRate / std::sqrt(data.image_shape()[2]);
    AdamW optimizer(model.parameters());
    const OneCycleSchedule schedule(rate, kProbeEpochs * batches.batch_count());
    std::int64_t step = 0;
    for (int epoch = 1; epoch <= kProbeEpochs; ++epoch) {
        for (const Batch& batch : batches.epoch(epoch)) {
            const Variable logits = model(Variable(batch.images));      // [64, 1, 1, n] to [64, 10]
            const Variable loss = cross_entropy(logits, batch.labels);  // one number
            optimizer.zero_grad();
            loss.backward();  // <-- step in here
            optimizer.set_learning_rate(schedule.at(step++));
            optimizer.step();
        }
    }
    return judge_probe(name, model, data, kProbeEpochs);
}

int lesson(int argc, char** argv) {
    TrainingOptions options;
    options.epochs = 3;
    CommandLine line(kTitle);
    add_training_options(line, options);
    int exit_code = 0;
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }
    print_title(kTitle);
    std::cout << wrapped(kIdea) << "\n";

    print_section("1. How small maps get");
    const std::vector<NetworkSizes> networks = sizes_of_large_networks();
    std::cout << sizes_text(networks);

    print_section("2. A body of four poolings");
    const TrainingData data(options);
    data.print();
    std::cout << environment_text() << "\n";
    set_seed(options.seed);
    Sequential model = shrinking_network(data);
    const Run trained = train_body(model, data, options);
    print_runs({trained}, "network");

    print_section("3. Frozen, cut, and asked again");
    auto& body = static_cast<Sequential&>(model[0]);
    body.freeze();
    std::vector<Cut> cuts;
    for (std::int64_t poolings = 0; poolings <= kPoolings; ++poolings) {
        const MapsOfData maps = maps_of_data(body, poolings, data, kProbeImages, kTestImages);
        cuts.push_back(cut_of(maps));
        for (const Taken taken : {Taken::kPixels, Taken::kMeans}) {
            const TrainingData numbers = numbers_of(taken, maps, data, options);
            cuts.back().probe(taken) = train_probe(cuts.back().name(taken), numbers, options);
        }
    }
    std::cout << probes_text(cuts);

    print_section("4. Where the numbers vary");
    std::cout << spreads_text(cuts);

    print_section("What the question's answers claimed, and what this run says");
    const auto claims = shrinking_map_claims(networks, cuts, trained, data.class_count());
    print_claims(claims, data.what_it_is_worth(options));
    JsonReport results =
        training_results("04_shrinking_map", data, options, runs_of(trained, cuts), claims);
    results.measurements = measurements_of(networks, cuts);
    write_results(training_page(kTitle, kIdea, kShrinkingMapCaution, data, options,
                                shrinking_map_sections(networks, cuts)),
                  results, options);
    return agree_on_one_pixel(cuts) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
