// Lesson 10: One network for all image sizes?
//
// A convolution does not ask how large an image is, nor does a mean; a dense layer does. So a
// network with global average pooling (GAP) should take any image, one with Flatten one size only.
// Does it know what it takes? And what does the dense layer say at each place, before the mean?
//
// First breakpoint: the line with loss.backward(), then the one with classes(maps).

#include "autograd/grad_mode.h"
#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/cross_entropy.h"
#include "layers/global_average_pool2d.h"
#include "layers/models/small_cnn.h"
#include "lessons/support/any_size_claims.h"
#include "lessons/support/any_size_page.h"
#include "lessons/support/differences.h"
#include "lessons/support/environment.h"
#include "lessons/support/lesson.h"
#include "lessons/support/other_sizes.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/score_map.h"
#include "lessons/support/side_by_side.h"
#include "lessons/support/training_record.h"
#include "lessons/support/write_results.h"

#include <iostream>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 10: One network for all image sizes?";
constexpr const char* kIdea =
    "Two networks learn images of one size and are then shown others. One of them accepts any "
    "size: what is that worth, and what else can it do?";

constexpr double kMomentum = 0.9;  // as in lesson 6, like the next one
constexpr double kWeightDecay = 5e-4;

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

// The dense layer in front of the mean, not behind it: both are linear and may change places.
ScoreMapFindings apply_everywhere(Sequential& gap, const TrainingData& data) {
    const NoGradGuard no_grad;
    const auto pairs = std::make_shared<SideBySide>(data.test_images());
    Conv2d classes = dense_as_convolution(gap);  // 1x1, with the weights of the dense layer
    ScoreMapFindings found;
    for (const Batch& batch : data.in_order(pairs).epoch(0)) {
        const Variable pictures(batch.images);                 // [250, 28, 56, 1]
        const Variable maps = gap[0](pictures);                // [250, 7, 14, 64]
        const Variable scores = classes(maps);                 // [250, 7, 14, 10]
        const Variable means = global_average_pool2d(scores);  // [250, 10]
        const Variable logits = gap(pictures);                 // [250, 10]: the same?
        std::cout << (batch.index == 0 ? first_score_map_text(scores.value(), *pairs) : "");
        found.mean = compared(found.mean, means.value(), logits.value());
        found.side_by_side = add_score_maps(found.side_by_side, scores.value(), *pairs);
    }
    std::cout << equality_text(found.mean) << "\n";
    return found;
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

    print_section("1. The images");
    const TrainingData data(options);
    data.print();

    print_section("2. Training, at one size");
    std::cout << environment_text() << ", the settings of lesson 6\n";
    AnySizeFindings found;
    set_seed(options.seed);
    Sequential gap = small_cnn(Head::kGlobalAverage, data.network_options());
    found.runs.push_back(train(gap, "gap", data, options));
    set_seed(options.seed);  // the same start for both bodies
    Sequential flatten = small_cnn(Head::kFlatten, data.network_options());
    found.runs.push_back(train(flatten, "flatten", data, options));
    print_runs(found.runs, "head");

    print_section("3. The same test images at other sizes");
    found.sizes = try_other_sizes({{"gap", &gap}, {"flatten", &flatten}}, data);
    print_sizes(found.sizes);

    print_section("4. The dense layer at every place of the map");
    found.score_map = apply_everywhere(gap, data);

    print_section("What this lesson claims, and what this run says");
    const std::vector<Claim> claims = any_size_claims(found, data.class_count());
    print_claims(claims, data.what_it_is_worth(options));
    JsonReport results = training_results("10_any_size", data, options, found.runs, claims);
    results.sizes = found.sizes;
    results.equalities = {found.score_map.mean};
    results.side_by_side = found.score_map.side_by_side;
    write_results(
        training_page(kTitle, kIdea, "that a network which accepts any size knows any size.", data,
                      options, any_size_sections(found)),
        results, options);
    return is_equal(found.score_map.mean) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
