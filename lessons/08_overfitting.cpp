// Lesson 8: Does global average pooling overfit less?
//
// A head with fewer parameters has less to remember the training images with. So GAP should lose
// less between training and test images than Flatten, above all where there are few images to train
// on. Is it so, is the network then the better one, and what does a stack of dense layers add? Six
// heads, two bodies, and training sets from 250 images on; and two rivals of GAP: dropout and
// weight decay.
//
// First breakpoint: the line with loss.backward().

#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "datasets/subset.h"
#include "layers/cross_entropy.h"
#include "lessons/support/environment.h"
#include "lessons/support/lesson.h"
#include "lessons/support/open_data.h"
#include "lessons/support/overfitting_page.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/write_results.h"

#include <chrono>
#include <iostream>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 8: Does global average pooling overfit less?";
constexpr const char* kIdea =
    "Heads with many parameters and with few learn the same few images, until they know them. How "
    "much of it is true of images that they have not seen?";

constexpr double kMomentum = 0.9;  // as in lesson 6
constexpr std::int64_t kImagesForRivals = 1000;

// What is trained on: so many images of each class, always the same for a seed.
DataSource reduced(DataSource source, std::int64_t images, std::uint64_t seed) {
    source.train = split_dataset(source.train, images, seed).part;
    return source;
}

Trial train(const Contestant& contestant, const Body& body, const TrainingData& data,
            const TrainingOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    SmallCnnOptions sizes = data.network_options();
    sizes.widths = body.widths;
    set_seed(options.seed);
    Sequential model = network_of(contestant, sizes);
    const int epochs = options.epochs > 0 ? options.epochs : epochs_for(data.train_count());
    DataLoader batches = data.train_batches();
    SGD optimizer(model.parameters(), {.learning_rate = options.learning_rate,
                                       .momentum = kMomentum,
                                       .nesterov = true,
                                       .weight_decay = contestant.weight_decay});
    const OneCycleSchedule schedule(options.learning_rate, epochs * batches.batch_count());
    std::int64_t step = 0;

    for (int epoch = 1; epoch <= epochs; ++epoch) {
        model.train();
        for (const Batch& batch : batches.epoch(epoch)) {
            const Variable images(batch.images);                        // [32, 28, 28, 1]
            const Variable logits = model(images);                      // [32, 10]
            const Variable loss = cross_entropy(logits, batch.labels);  // one number

            optimizer.zero_grad();
            loss.backward();  // <-- step in here
            optimizer.set_learning_rate(schedule.at(step++));
            optimizer.step();
        }
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    return judge(contestant, body, data, model, epochs, seconds.count());
}

int lesson(int argc, char** argv) {
    TrainingOptions options;
    options.batch_size = 32;
    options.learning_rate = 0.05;
    bool with_all = false;
    int exit_code = 0;
    CommandLine line(kTitle);
    add_training_options(line, options);
    line.describe_default("--epochs", "as many as show 20,000 images, from 4 to 40");
    line.remove("--profile");
    line.add_flag("--all-images", with_all, "train on all images, too: ten minutes more");
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }
    options.epochs = line.was_given("--epochs") ? options.epochs : 0;
    print_title(kTitle);
    std::cout << wrapped(kIdea) << "\n";

    print_section("1. The images");
    const DataSource all = open_data(options);
    TrainingData(all, options).print();
    const std::vector<std::int64_t> counts =
        training_set_sizes(options.quick, with_all, all.train->size());

    print_section("2. Six heads on two bodies");
    std::cout << environment_text() << "\n";
    std::vector<Trial> trials;
    for (const Body& body : kBodies) {
        for (const std::int64_t count : counts) {
            const TrainingData data(reduced(all, count, options.seed), options);
            for (const Contestant& contestant : heads_to_compare()) {
                trials.push_back(train(contestant, body, data, options));
            }
        }
    }

    print_section("3. What else helps Flatten and 128 units");
    const std::int64_t count = std::min(kImagesForRivals, counts.back());
    const TrainingData data(reduced(all, count, options.seed), options);
    std::vector<Trial> rivals;
    for (const Contestant& contestant : rivals_of_gap()) {
        rivals.push_back(train(contestant, kBodies[0], data, options));
    }

    print_section("4. All of them");
    print_trials(trials);

    print_section("What the question's answers claimed, and what this run says");
    const std::vector<Claim> claims = overfitting_claims(trials, data.class_count());
    print_claims(claims, data.what_it_is_worth(options));
    JsonReport results =
        training_results("08_overfitting", data, options, named_runs(trials), claims);
    results.measurements = measurements_of(trials, data.class_count());
    write_results(overfitting_page(kTitle, kIdea, data, options, trials, rivals), results, options);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
