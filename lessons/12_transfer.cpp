// Lesson 12: What is special about transfer learning?
//
// The question was asked about a network that had been trained by others: its body is frozen, and a
// new head learns new classes from few images. Here the body is our own. It learns five classes, and
// then new heads, with Flatten or with global average pooling, learn the other five from 10, 50 and
// 250 images each: on the frozen body, then together with it, and without what it had learned. Do
// the heads differ in another way than without transfer? And what is it, if not training that goes
// on?
//
// First breakpoint: the line with loss.backward().

#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/cross_entropy.h"
#include "layers/models/small_cnn.h"
#include "layers/weights/safetensors.h"
#include "lessons/support/environment.h"
#include "lessons/support/lesson.h"
#include "lessons/support/open_data.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/transfer.h"
#include "lessons/support/transfer_page.h"
#include "lessons/support/write_results.h"

#include <filesystem>
#include <iostream>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 12: What is special about transfer learning?";
constexpr const char* kIdea =
    "A body that has learned other classes, frozen, with a new head; the same, trained on; and the "
    "same network from random weights.";

constexpr double kMomentum = 0.9;  // as in lesson 6
constexpr double kWeightDecay = 5e-4;

// Trains what is not frozen: the head alone, or all of it.
void train(Sequential& model, const TrainingData& data, int epochs, double learning_rate) {
    DataLoader batches = data.train_batches();
    SGD optimizer(model.parameters(), {.learning_rate = learning_rate,
                                       .momentum = kMomentum,
                                       .nesterov = true,
                                       .weight_decay = kWeightDecay});
    const OneCycleSchedule schedule(learning_rate, epochs * batches.batch_count());
    std::int64_t step = 0;

    for (int epoch = 1; epoch <= epochs; ++epoch) {
        model.train();
        for (const Batch& batch : batches.epoch(epoch)) {
            const Variable images(batch.images);                        // [32, 28, 28, 1]
            const Variable logits = model(images);                      // [32, 5]
            const Variable loss = cross_entropy(logits, batch.labels);  // one number

            optimizer.zero_grad();
            loss.backward();  // <-- step in here: on a frozen body it ends at the head
            optimizer.set_learning_rate(schedule.at(step++));
            optimizer.step();
        }
    }
}

// One head, three ways to train it on so many images of each class.
void compare_starts(Head head, std::int64_t per_class, const TrainingData& few,
                    const TrainingOptions& options, const std::filesystem::path& body_file,
                    std::vector<Transfer>& transfers) {
    const int epochs = epochs_for_transfer(few.train_count());
    set_seed(options.seed);
    Sequential scratch = small_cnn(head, few.network_options());
    train(scratch, few, epochs, options.learning_rate);
    transfers.push_back(judge_transfer(Start::kScratch, head, per_class, scratch, few, epochs));

    set_seed(options.seed);
    Sequential model = small_cnn(head, few.network_options());
    load_weights(model[0], body_file);
    model[0].freeze();
    train(model, few, epochs, options.learning_rate);
    transfers.push_back(judge_transfer(Start::kFrozen, head, per_class, model, few, epochs));

    model[0].unfreeze();
    train(model, few, epochs, options.learning_rate * kShareOfRate);
    transfers.push_back(judge_transfer(Start::kContinued, head, per_class, model, few, epochs));
}

int lesson(int argc, char** argv) {
    TrainingOptions options;
    options.batch_size = 32;
    options.learning_rate = 0.05;
    options.epochs = 4;
    int exit_code = 0;
    CommandLine line(kTitle);
    add_training_options(line, options);
    line.remove("--profile");
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }
    print_title(kTitle);
    std::cout << wrapped(kIdea) << "\n";

    print_section("1. The images");
    const Halves halves = halves_of(open_data(options));
    const TrainingData first(halves.first, options);
    std::cout << halves_text(halves) << environment_text() << "\n";

    print_section("2. A body learns the first classes");
    set_seed(options.seed);
    Sequential pretrained = small_cnn(Head::kGlobalAverage, first.network_options());
    train(pretrained, first, options.epochs, options.learning_rate);
    const std::filesystem::path body_file =
        std::filesystem::path(options.report).replace_extension(".safetensors");
    save_weights(pretrained[0], body_file);
    std::cout << pretraining_text(pretrained, first) << "Its body: " << body_file.string() << "\n";

    print_section("3. New heads learn the other classes");
    std::vector<Transfer> transfers;
    for (const std::int64_t per_class : images_per_class(options.quick)) {
        const TrainingData few =
            first.treated_alike(reduced(halves.second, per_class, options.seed));
        for (const Head head : kHeadsOfTransfer) {
            compare_starts(head, per_class, few, options, body_file, transfers);
        }
    }
    print_transfers(transfers);

    print_section("4. Is it more than training that goes on?");
    const Continuation continuation = continue_from_file(first, options, body_file);
    std::cout << continuation_text(continuation);

    print_section("What the question's answers claimed, and what this run says");
    const std::vector<Claim> claims = transfer_claims(transfers, continuation, first.class_count());
    print_claims(claims, first.what_it_is_worth(options));
    JsonReport results =
        training_results("12_transfer", first, options, named_runs(transfers), claims);
    results.measurements = measurements_of(transfers);
    write_results(transfer_page(kTitle, kIdea, first, options, transfers), results, options);
    return continuation.different_numbers == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
