// Lesson 9: Where is it? Does place matter?
//
// Global average pooling (GAP) adds up a map and forgets where in it something was. Two questions
// on that. What it is: networks learn images in the middle of a canvas and are tested elsewhere on
// it. Where it is: the class of a drawn shape is the quadrant that it stands in. Can a network with
// GAP answer that, what tells it, and what helps?
//
// First breakpoint: the line with loss.backward().

#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/cross_entropy.h"
#include "layers/models/small_cnn.h"
#include "lessons/support/differences.h"
#include "lessons/support/environment.h"
#include "lessons/support/lesson.h"
#include "lessons/support/on_canvas.h"
#include "lessons/support/open_data.h"
#include "lessons/support/place_network.h"
#include "lessons/support/place_question.h"
#include "lessons/support/report/training_sections.h"
#include "lessons/support/shift_map.h"
#include "lessons/support/training_record.h"
#include "lessons/support/where_is_it_claims.h"
#include "lessons/support/where_is_it_page.h"
#include "lessons/support/write_results.h"

#include <iostream>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 9: Where is it? Does place matter?";
constexpr const char* kIdea =
    "Networks learn what stands in the middle and are tested elsewhere; others are asked where "
    "something stands. Which head can do what?";

constexpr double kMomentum = 0.9;  // as in lesson 6, like the next one
constexpr double kWeightDecay = 5e-4;
constexpr std::int64_t kBorder = 6;  // of canvas around an image: 28x28 becomes 40x40

constexpr PlaceCase kPlaceCases[] = {
    {"place_gap", Frame::kWide, {}},
    {"place_padded", Frame::kWide, {.has_padding = true}},
    {"place_coordconv", Frame::kWide, {.has_coordinates = true}},
    {"place_flatten", Frame::kWide, {.head = Head::kFlatten}},
    {"close_gap", Frame::kClose, {}},
    {"close_padded", Frame::kClose, {.has_padding = true}},
};

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
            const Variable images(batch.images);                        // [64, 40, 40, 1]
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
    options.epochs = 2;
    CommandLine line(kTitle);
    add_training_options(line, options);
    int exit_code = 0;
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }

    print_title(kTitle);
    std::cout << wrapped(kIdea) << "\n";

    print_section("1. What is it? Trained in the middle of a canvas");
    const TrainingData data(on_canvas(open_data(options), kBorder), options);
    data.print();
    std::cout << environment_text() << ", the settings of lesson 6\n";
    WhereFindings found;
    for (const Head head : {Head::kGlobalAverage, Head::kFlatten}) {
        set_seed(options.seed);  // the same start for both bodies
        Sequential model = small_cnn(head, data.network_options());
        found.runs.push_back(train(model, head_name(head), data, options));
        const auto map =
            shift_map(head_name(head), model, data, kBorder, options.quick ? 100 : 500);
        found.shifts.insert(found.shifts.end(), map.begin(), map.end());
    }

    print_section("2. Tested elsewhere: per cent right, by pixels down and to the right");
    print_shift_maps(found.shifts);

    print_section("3. Where is it? Drawn shapes in one of four quadrants");
    for (const PlaceCase& place : kPlaceCases) {
        const TrainingData places = place_question(place.frame, options);
        set_seed(options.seed);
        Sequential model = place_network(places.image_shape()[0], place.network);
        found.runs.push_back(train(model, place.name, places, options));
        found.moved.push_back(
            {{place.name, difference_when_moved(model, places, place.frame, kTotalStride)},
             difference_when_moved(model, places, place.frame, 1)});
    }

    print_section("4. What they learned, and what moving a shape does to their logits");
    print_runs(found.runs, "network");
    std::cout << "\n";
    print_moved(found);

    print_section("What the question's answers claimed, and what this run says");
    const std::vector<Claim> claims = where_is_it_claims(found, data.class_count());
    print_claims(claims, data.what_it_is_worth(options));
    JsonReport results = training_results("09_where_is_it", data, options, found.runs, claims);
    results.shifts = found.shifts;
    results.measurements = measurements_of(found.shifts);
    results.equalities = equalities_of(found.moved);
    write_results(
        training_page(kTitle, kIdea, "that GAP makes any network blind to places: edges tell.",
                      data, options, where_is_it_sections(found)),
        results, options);
    return is_equal(found.moved[0].by_stride) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
