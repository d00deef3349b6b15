#include "lessons/support/shuffled_maps.h"

#include "autograd/grad_mode.h"
#include "autograd/optim/metrics.h"
#include "datasets/shuffle_pixels.h"
#include "lessons/support/differences.h"
#include "lessons/support/lesson.h"

#include <cstdio>

namespace stepgrad::lessons {
namespace {

// Of the largest logit. Single precision keeps seven digits; a mean over a few hundred pixels and a
// sum over a few dozen maps may cost two of them.
constexpr double kRounding = 1e-5;

// maps [batch, height, width, channels], each image's pixels in the same new order.
Tensor shuffled(const Tensor& maps, std::uint64_t seed) {
    const Shape& shape = maps.shape();
    const Shape of_one{shape[1], shape[2], shape[3]};
    const ShufflePixels shuffle(of_one, seed);
    Tensor result = maps.clone();
    for (std::int64_t n = 0; n < shape[0]; ++n) {
        Tensor image = result.rows(n, 1).reshape(of_one);  // shares its numbers
        shuffle.apply(image);
    }
    return result;
}

}  // namespace

ShuffledMaps shuffle_maps(Sequential& model, const std::string& head, const DataLoader& images,
                          std::uint64_t seed) {
    const NoGradGuard no_grad;
    model.eval();
    ShuffledMaps result{head, 0, 0, 0, 0};
    RunningMean right;
    RunningMean shuffled_right;
    for (const Batch& batch : images.epoch(0)) {
        const Variable maps = model[0](Variable(batch.images));
        const Variable logits = model[1](maps);
        const Variable others = model[1](Variable(shuffled(maps.value(), seed)));
        right.add(accuracy(logits, batch.labels), logits.shape()[0]);
        shuffled_right.add(accuracy(others, batch.labels), logits.shape()[0]);
        result.largest_difference =
            larger(result.largest_difference, largest_difference(logits.value(), others.value()));
        result.largest_logit = larger(result.largest_logit, largest_size(logits.value()));
    }
    result.accuracy = right.mean();
    result.shuffled_accuracy = shuffled_right.mean();
    return result;
}

bool are_equal_to_rounding(const ShuffledMaps& maps) {
    return maps.largest_difference <= kRounding * maps.largest_logit;
}

std::vector<Measurement> measurements_of(const std::vector<ShuffledMaps>& all) {
    std::vector<Measurement> measurements;
    for (const ShuffledMaps& one : all) {
        measurements.push_back(
            {one.head + ", maps shuffled: accuracy", one.shuffled_accuracy, Unit::kShare});
    }
    return measurements;
}

void print_shuffled_maps(const std::vector<ShuffledMaps>& all) {
    std::printf("%-16s %9s %9s %20s %15s\n", "head", "test", "shuffled", "largest difference",
                "largest logit");
    for (const ShuffledMaps& maps : all) {
        std::printf("%-16s %9s %9s %20.2g %15.2g\n", maps.head.c_str(),
                    percent(maps.accuracy, 2).c_str(), percent(maps.shuffled_accuracy, 2).c_str(),
                    maps.largest_difference, maps.largest_logit);
    }
    std::fflush(stdout);
}

}  // namespace stepgrad::lessons
