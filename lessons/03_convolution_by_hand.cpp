// Lesson 3: What does a filter see?
//
// A convolution lays a small filter over every place of a picture and adds up products. Here it is
// a loop that fits a screen. With filters made by hand it finds edges; then a network learns its
// own filters. What do those look like? And how much faster is the kernel that the library runs?
//
// First breakpoint: the innermost line of convolve(); then the line with loss.backward().

#include "autograd/grad_mode.h"
#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/conv2d.h"
#include "layers/cross_entropy.h"
#include "layers/init.h"
#include "lessons/support/environment.h"
#include "lessons/support/hand_filters.h"
#include "lessons/support/lesson.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/training_record.h"
#include "lessons/support/write_results.h"

#include <algorithm>
#include <iostream>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 3: What does a filter see?";
constexpr const char* kIdea =
    "A convolution lays a small filter over every place of a picture and adds up products: a loop "
    "that fits a screen. Filters made by hand find edges. What do learned ones look like?";

// y[n,i,j,o] = sum over r, s, c of x[n, i + r - 1, j + s - 1, c] * w[r,s,c,o], zero outside of x.
// input   x: [batch, height, width, in]; w: [3, 3, in, out]
Tensor convolve(const Tensor& x, const Tensor& w) {
    const Shape& in = x.shape();
    Tensor y = Tensor::zeros({in[0], in[1], in[2], w.shape()[3]});
    Scalar* sum = y.mutable_data();
    for (std::int64_t n = 0; n < in[0]; ++n) {
        for (std::int64_t i = 0; i < in[1]; ++i) {
            for (std::int64_t j = 0; j < in[2]; ++j) {
                for (std::int64_t o = 0; o < w.shape()[3]; ++o, ++sum) {
                    for (std::int64_t r = std::max<std::int64_t>(0, 1 - i);
                         r < std::min<std::int64_t>(3, in[1] + 1 - i); ++r) {
                        for (std::int64_t s = std::max<std::int64_t>(0, 1 - j);
                             s < std::min<std::int64_t>(3, in[2] + 1 - j); ++s) {
                            for (std::int64_t c = 0; c < in[3]; ++c) {
                                *sum += x.at({n, i + r - 1, j + s - 1, c}) * w.at({r, s, c, o});
                            }
                        }
                    }
                }
            }
        }
    }
    return y;
}

Tensor by_kernel(const Tensor& x, const Tensor& w) {
    const NoGradGuard no_grad;
    return conv2d(Variable(x), Variable(w), Variable(), {.padding = 1}).value();
}

// Trains the network of the other lessons for its first filters.
Run train(Sequential& model, const TrainingData& data, const TrainingOptions& options) {
    const DataLoader batches = data.train_batches();
    SGD optimizer(model.parameters(), {.learning_rate = options.learning_rate, .momentum = 0.9});
    const OneCycleSchedule schedule(options.learning_rate, options.epochs * batches.batch_count());
    TrainingRecord record("gap", data, options);
    std::int64_t step = 0;
    for (int epoch = 1; epoch <= options.epochs; ++epoch) {
        model.train();
        for (const Batch& batch : batches.epoch(epoch)) {
            const Variable logits = model(Variable(batch.images));      // [64, 10]
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
    options.epochs = 2;
    int exit_code = 0;
    CommandLine line(kTitle);
    add_training_options(line, options);
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }
    print_title(kTitle);
    std::cout << wrapped(kIdea) << "\n";

    print_section("1. Filters made by hand");
    const TrainingData data(options);
    data.print();
    const Tensor by_hand = convolve(grey_picture(data), weight_of(hand_filters()));
    print_maps(grey_picture(data), by_hand, hand_filters());

    print_section("2. The loop and the kernel");
    std::cout << environment_text() << "\n";
    std::vector<TwoWays> ways;
    for (const auto& [in, out] : {std::pair{1, 16}, std::pair{16, 32}}) {
        Random random(options.seed);
        const Tensor x = random_normal({8, 28, 28, in}, random);
        const Tensor w = random_normal({3, 3, in, out}, random);
        ways.push_back(time_both(x, w, convolve, by_kernel));
    }
    print_ways(ways);

    print_section("3. Filters that are learned");
    set_seed(options.seed);
    Sequential model = small_cnn(Head::kGlobalAverage, data.network_options());
    LearnedFilters filters{.before = first_likeness(model), .after = {}};
    const std::vector<Run> runs{train(model, data, options)};
    filters.after = first_likeness(model);
    print_filters(filters);

    print_section("What this lesson claims, and what this run says");
    const std::vector<Claim> claims = filter_claims(ways, filters);
    print_claims(claims, data.what_it_is_worth(options));
    JsonReport results = training_results("03_convolution_by_hand", data, options, runs, claims);
    results.measurements = measurements_of(ways, filters);
    write_results(training_page(kTitle, kIdea,
                                "that a network sees edges and nothing else: these are its first "
                                "filters, and four more layers see what those have made.",
                                data, options, filter_sections(model, data, by_hand, ways)),
                  results, options);
    return std::ranges::all_of(ways, are_equal) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
