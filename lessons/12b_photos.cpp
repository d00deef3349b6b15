// Lesson 12b: Flatten or GAP on photos and a trained base?
//
// The question's own case: a network that others have trained on a million photos is cut off below
// its top and frozen; a new head learns new classes from some hundred photos. What the frozen base
// makes of a photo never changes, so that it is computed once. Then two heads learn from the same
// maps: one sees every pixel of them (Flatten), the other their means (global average pooling).
//
//     lessons/run 12b --train FOLDER    your photos, a sub-folder for each class
//
// First breakpoint: the line with loss.backward().

#include "autograd/optim/lr_schedule.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "datasets/data_loader.h"
#include "layers/cross_entropy.h"
#include "lessons/support/classify_photo.h"
#include "lessons/support/environment.h"
#include "lessons/support/lesson.h"
#include "lessons/support/photos.h"
#include "lessons/support/write_results.h"

#include <chrono>
#include <iostream>
#include <memory>
#include <utility>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 12b: Flatten or GAP on photos and a trained base?";
constexpr const char* kIdea =
    "A base that has learned from a million photos is frozen; two heads learn new classes from "
    "what "
    "it makes of some hundred photos.";

constexpr std::int64_t kBatch = 16;
constexpr int kEpochsOfAll = 2;       // with --unfreeze
constexpr double kShareOfRate = 0.1;  // of the learning rate, for weights that have learned before

// Trains what is not frozen; returns the seconds that took.
double train(Sequential& model, const std::shared_ptr<const Dataset>& images,
             Preprocessing preprocessing, int epochs, double learning_rate, std::uint64_t seed) {
    const auto start = std::chrono::steady_clock::now();
    const DataLoader batches(images, {.batch_size = kBatch, .seed = seed});
    SGD optimizer(model.parameters(),
                  {.learning_rate = learning_rate, .momentum = 0.9, .weight_decay = 5e-4});
    const OneCycleSchedule schedule(learning_rate, epochs * batches.batch_count());
    std::int64_t step = 0;

    for (int epoch = 1; epoch <= epochs; ++epoch) {
        model.train();
        for (const Batch& batch : batches.epoch(epoch)) {
            const Variable maps(preprocess(batch.images, preprocessing));  // [16, 7, 7, 1280]
            const Variable logits = model(maps);                           // [16, 2]
            const Variable loss = cross_entropy(logits, batch.labels);     // one number

            optimizer.zero_grad();
            loss.backward();  // <-- step in here
            optimizer.set_learning_rate(schedule.at(step++));
            optimizer.step();
        }
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// The head and the last block of the base, on the photos themselves.
void train_together(PhotoBase& base, Sequential& head, const DataSource& photos,
                    const PhotoOptions& options, std::vector<PhotoRun>& runs) {
    const std::string block = unfreeze_last_block(base);
    std::cout << "\nNow " << block
              << " of the base learn with GAP's head, at a tenth of the rate.\n";
    Sequential network;
    network.add("body", std::move(base.model));
    network.add("head", std::move(head));
    const double seconds =
        train(network, photos.train, base.preprocessing, kEpochsOfAll,
              options.learning_rate * kShareOfRate, static_cast<std::uint64_t>(options.seed));
    runs.push_back(judge_whole_network("gap, trained on", network, base.preprocessing, photos,
                                       kEpochsOfAll, seconds));
    base.model = std::move(static_cast<Sequential&>(network[0]));
    head = std::move(static_cast<Sequential&>(network[1]));
}

int lesson(int argc, char** argv) {
    PhotoOptions options;
    int exit_code = 0;
    CommandLine line(kTitle);
    add_photo_options(line, options);
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }
    if (!options.classify.empty()) {
        std::cout << classify_text(options.weights, options.classify);
        return 0;
    }
    fill_in(options);
    const std::vector<std::int64_t> hidden = hidden_units(options.hidden);
    const auto seed = static_cast<std::uint64_t>(options.seed);
    const Tensor photo = options.predict.empty() ? Tensor() : read_photo(options.predict);
    print_title(kTitle);
    std::cout << wrapped(kIdea) << "\n";

    print_section("1. The base");
    PhotoBase base = load_photo_base(options.base, options.weights);
    std::cout << options.base << ", " << base.report.text()
              << "All of it is frozen. A photo becomes maps " << base.maps.to_string() << ".\n";

    print_section("2. The photos");
    const DataSource photos = open_photos(options);
    std::cout << photos_text(photos) << environment_text() << "\n";
    const PhotoMaps maps = maps_of(base, photos, options);
    std::cout << maps_text(maps, options);

    print_section("3. Two heads on the same maps");
    const auto class_count = static_cast<std::int64_t>(photos.train->class_names().size());
    std::vector<Sequential> heads;
    std::vector<PhotoRun> runs;
    for (const Head head : {Head::kGlobalAverage, Head::kFlatten}) {
        set_seed(seed);
        heads.push_back(photo_head(head, base.maps, hidden, class_count));
        const double seconds = train(heads.back(), maps.train, Preprocessing::kNone, options.epochs,
                                     options.learning_rate, seed);
        runs.push_back(
            judge_photo_head(head_name(head), heads.back(), maps, options.epochs, seconds));
    }
    if (photo.is_defined()) {
        print_section("4. " + printable(options.predict));
        std::cout << photo_predictions(base, heads, photo, photos.train->class_names());
    }

    print_section("What the question's answers claimed, and what this run says");
    const std::vector<Claim> claims = photo_claims(runs, class_count);
    print_claims(claims);
    Report page = photo_page(kTitle, kIdea, photos, maps, heads, runs);
    if (options.unfreeze) {
        train_together(base, heads[0], photos, options, runs);
    }
    write_results(std::move(page), photo_results(photos, seed, runs, claims), options);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
