// Recipes: How accurate can a small network with global average pooling get?
//
// The other lessons keep their network plain, so that two heads can be compared in a minute. Here
// one network with GAP is trained as well as we know how: deeper, longer, and on images that are
// shown a little differently every time. One recipe for each data set says how.
//
// First breakpoint: the line with loss.backward().

#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/cross_entropy.h"
#include "layers/summary.h"
#include "lessons/support/environment.h"
#include "lessons/support/lesson.h"
#include "lessons/support/recipe.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/training_record.h"
#include "lessons/support/write_results.h"

#include <iostream>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Recipes: How accurate can a small network with GAP get?";
constexpr const char* kIdea =
    "A head of global average pooling and one dense layer, on a body of 10,000 to 73,000 weights: "
    "no stack of dense layers, and no Flatten. Trained well, how far does it come?";

constexpr double kMomentum = 0.9;

// Trains one network and measures it on both sets.
Run train(Sequential& model, const Recipe& recipe, const TrainingData& data,
          const TrainingOptions& options) {
    DataLoader batches = data.train_batches();
    SGD optimizer(model.parameters(), {.learning_rate = options.learning_rate,
                                       .momentum = kMomentum,
                                       .nesterov = true,
                                       .weight_decay = recipe.weight_decay});
    const OneCycleSchedule schedule(options.learning_rate, options.epochs * batches.batch_count());
    TrainingRecord record("seed_" + std::to_string(options.seed), data, options);
    std::int64_t step = 0;

    for (int epoch = 1; epoch <= options.epochs; ++epoch) {
        model.train();
        for (const Batch& batch : batches.epoch(epoch)) {
            const Variable images(batch.images);                        // [64, 28, 28, 1] for MNIST
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
    RecipeOptions options;
    int exit_code = 0;
    CommandLine line(kTitle);
    add_recipe_options(line, options);
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }
    const Recipe recipe = recipe_for(options.data);
    fill_in(options, recipe, line);
    print_title(kTitle);
    std::cout << wrapped(kIdea) << "\n";

    print_section("1. The images");
    const TrainingData images(options);
    images.print();

    print_section("2. The recipe");
    Sequential first = recipe_network(recipe, images);
    std::cout << recipe_text(recipe, options) << "\n" << summary(first, images.one_image());

    print_section("3. Training, " + std::to_string(options.seed_count) + " times");
    std::cout << environment_text() << "\n";
    std::vector<Run> runs;
    for (const TrainingOptions& with_seed : options_for_each_seed(options)) {
        const TrainingData data = TrainingData(with_seed).augmented(recipe.augmentation);
        set_seed(with_seed.seed);
        Sequential model = recipe_network(recipe, data);
        runs.push_back(train(model, recipe, data, with_seed));
    }

    print_section("4. How far it comes");
    print_runs(runs, "network");
    const Figure accuracy = test_accuracy_of(runs);
    std::cout << "\n" << figures_text({accuracy});

    print_section("What was to be reached, and what this run says");
    const bool is_all = images.name() == recipe.data && !options.validation;
    const std::vector<Claim> claims = {recipe_claim(recipe, is_all, runs)};
    print_claims(claims, images.what_it_is_worth(options));
    JsonReport results = training_results("recipes", images, options, runs, claims);
    results.seed.reset();
    results.seeds = seeds_of(options);
    results.figures = {accuracy};
    write_results(training_page(kTitle, kIdea,
                                "that GAP made it accurate: convolutions, batch normalisation, "
                                "patience and moved images did their part.",
                                images, options, {learning_section("What they learned", runs)}),
                  results, options);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
