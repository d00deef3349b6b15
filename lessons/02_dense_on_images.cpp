// Lesson 2: What do dense layers cost on images?
//
// A dense layer has a weight from every pixel to every unit: which pixels are neighbours, it has to
// find out. A convolution looks at 3x3 neighbours only, everywhere with the same weights. What does
// that save, and what is it worth? Both learn the images as they are, and then with the pixels of
// all images shuffled in one way. No number is lost there, only who was whose neighbour.
//
// First breakpoint: the line with loss.backward().

#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "datasets/shuffle_pixels.h"
#include "layers/cross_entropy.h"
#include "layers/flatten.h"
#include "layers/linear.h"
#include "layers/models/small_cnn.h"
#include "layers/relu.h"
#include "lessons/support/dense_on_images_claims.h"
#include "lessons/support/environment.h"
#include "lessons/support/examples.h"
#include "lessons/support/lesson.h"
#include "lessons/support/network_costs.h"
#include "lessons/support/options.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/training_data.h"
#include "lessons/support/training_record.h"
#include "lessons/support/write_results.h"

#include <iostream>
#include <memory>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 2: What do dense layers cost on images?";
constexpr const char* kIdea =
    "A dense network and a convolutional one learn the same images: as they are, and with the "
    "pixels of every image shuffled in the same way.";

constexpr double kMomentum = 0.9;  // as in lesson 6, like the next one
constexpr double kWeightDecay = 5e-4;
constexpr std::int64_t kHidden = 128;

Sequential dense_network(const SmallCnnOptions& sizes) {
    const std::int64_t pixels = sizes.image_height * sizes.image_width * sizes.image_channels;
    Sequential model;
    model.add("body", Sequential{Flatten(), Linear(pixels, kHidden), ReLU()});
    model.add("head", Linear(kHidden, sizes.class_count));
    return model;
}

Sequential convolutional_network(const SmallCnnOptions& sizes) {
    return small_cnn(Head::kGlobalAverage, sizes);  // the body of lesson 6
}

Run train(const std::string& name, MakeNetwork make_network, const TrainingData& data,
          const TrainingOptions& options) {
    set_seed(options.seed);  // the same start with and without shuffling
    Sequential model = make_network(data.network_options());
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
    const auto shuffle = std::make_shared<ShufflePixels>(data.image_shape(), options.seed);
    const TrainingData shuffled = data.with(shuffle);
    std::cout << "Shuffled, each image has the same pixels in another order, one for all.\n";
    print_examples(data.train_in_order().dataset(), *shuffle);

    print_section("2. The networks");
    print_networks({{"dense", dense_network}, {"cnn", convolutional_network}},
                   data.network_options());

    print_section("3. Training");
    std::cout
        << environment_text() << "\nSGD, momentum " << kMomentum << ", weight decay "
        << kWeightDecay << ", one cycle to learning rate " << options.learning_rate
        << ".\nThe default is lesson 6's, which was chosen on held-out images (--validation).\n";
    const std::vector<Run> runs = {train("dense", dense_network, data, options),
                                   train("dense_shuffled", dense_network, shuffled, options),
                                   train("cnn", convolutional_network, data, options),
                                   train("cnn_shuffled", convolutional_network, shuffled, options)};

    print_section("4. What they learned");
    print_runs(runs, "network");

    print_section("What this lesson claims, and what this run says");
    const std::vector<Claim> claims = dense_on_images_claims(runs, data.class_count());
    print_claims(claims, data.what_it_is_worth(options));
    write_results(
        training_page(kTitle, kIdea,
                      "that dense layers are useless: behind the convolutions they "
                      "see features, not pixels.",
                      data, options,
                      {learning_section("What they learned", runs), budget_section(runs)}),
        training_results("02_dense_on_images", data, options, runs, claims), options);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
