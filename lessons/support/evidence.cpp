#include "lessons/support/evidence.h"

#include "autograd/grad_mode.h"
#include "autograd/ops.h"
#include "lessons/support/differences.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace stepgrad::lessons {
namespace {

// Of the largest logit: single precision keeps seven digits, sums over thousands of numbers of both
// signs cost some of them.
constexpr double kRounding = 1e-4;

Tensor last_maps(Sequential& model, const Tensor& images) {
    const NoGradGuard no_grad;
    model.eval();
    return model[0](Variable(images)).value();
}

Tensor parameter_of(Sequential& model, const std::string& name) {
    for (const NamedParameter& named : model.named_parameters()) {
        if (named.name == name) {
            return named.parameter.value();
        }
    }
    throw std::invalid_argument("evidence: the model has no parameter " + name);
}

// Picks one logit a row: 1 for the class, 0 for all others.
Tensor one_hot(const std::vector<std::int32_t>& classes, std::int64_t class_count) {
    Tensor rows = Tensor::zeros({std::ssize(classes), class_count});
    for (std::size_t i = 0; i < classes.size(); ++i) {
        rows.mutable_data()[static_cast<std::int64_t>(i) * class_count + classes[i]] = 1;
    }
    return rows;
}

// maps[n,h,w] = factor * sum over k of a[n,h,w,k] * b[n,h,w,k]
Tensor product_over_channels(const Tensor& a, const Tensor& b, Scalar factor) {
    const Shape& shape = a.shape();
    Tensor maps = Tensor::zeros({shape[0], shape[1], shape[2]});
    for (std::int64_t i = 0; i < maps.numel(); ++i) {
        double sum = 0;
        for (std::int64_t k = 0; k < shape[3]; ++k) {
            sum += double{a.data()[i * shape[3] + k]} * double{b.data()[i * shape[3] + k]};
        }
        maps.mutable_data()[i] = static_cast<Scalar>(sum) * factor;
    }
    return maps;
}

double mean_of(const Tensor& maps, std::int64_t n) {
    const std::int64_t pixels = maps.shape()[1] * maps.shape()[2];
    double sum = 0;
    for (std::int64_t i = 0; i < pixels; ++i) {
        sum += maps.data()[n * pixels + i];
    }
    return sum / static_cast<double>(pixels);
}

// Whether the maximum of map n lies in the left half. The middle column of an odd number is right.
bool points_left(const Tensor& maps, std::int64_t n) {
    const std::int64_t width = maps.shape()[2];
    const std::int64_t pixels = maps.shape()[1] * width;
    const Scalar* const map = maps.data() + n * pixels;
    const std::int64_t at = std::max_element(map, map + pixels) - map;
    return at % width < width / 2;
}

}  // namespace

Evidence evidence_for(Sequential& model, const Tensor& images,
                      const std::vector<std::int32_t>& classes) {
    const Variable maps(last_maps(model, images), /*requires_grad=*/true);
    const Variable logits = model[1](maps);
    const Tensor chosen = one_hot(classes, logits.shape()[1]);
    sum(logits * Variable(chosen)).backward();  // images do not meet: each gets its own slope

    const Shape& shape = maps.shape();
    const auto pixels = static_cast<Scalar>(shape[1] * shape[2]);
    Evidence evidence{product_over_channels(maps.value(), maps.grad(), pixels),
                      Tensor::zeros({shape[0]}), 0};
    const Tensor bias = parameter_of(model, "head.classes.bias");
    for (std::int64_t n = 0; n < shape[0]; ++n) {
        const std::int32_t label = classes[static_cast<std::size_t>(n)];
        const Scalar logit = logits.value().data()[n * logits.shape()[1] + label];
        evidence.logits.mutable_data()[n] = logit;
        const double total = mean_of(evidence.maps, n) + bias.data()[label];
        evidence.deviation = larger(evidence.deviation, std::abs(total - logit));
    }
    return evidence;
}

Tensor class_activation_maps(Sequential& model, const Tensor& images,
                             const std::vector<std::int32_t>& classes) {
    const Tensor features = last_maps(model, images);
    const Tensor weight = parameter_of(model, "head.classes.weight");  // [channels, classes]
    const Shape& shape = features.shape();
    Tensor slopes = Tensor::zeros(shape);
    const std::int64_t pixels = shape[1] * shape[2];
    for (std::int64_t i = 0; i < features.numel(); ++i) {
        const std::int32_t label = classes[static_cast<std::size_t>(i / (pixels * shape[3]))];
        slopes.mutable_data()[i] = weight.data()[i % shape[3] * weight.shape()[1] + label];
    }
    return product_over_channels(features, slopes, 1);
}

Pointing point_at_halves(Sequential& model, const std::string& name, const SideBySide& pairs,
                         const DataLoader& batches, bool is_average) {
    Pointing pointing{.name = name};
    std::int64_t first = 0;
    for (const Batch& batch : batches.epoch(0)) {
        const std::int64_t count = batch.images.shape()[0];
        for (const bool asks_left : {true, false}) {
            std::vector<std::int32_t> classes(batch.labels);
            for (std::int64_t i = 0; i < count && !asks_left; ++i) {
                classes[static_cast<std::size_t>(i)] = pairs.right_label(first + i);
            }
            const Evidence evidence = evidence_for(model, batch.images, classes);
            for (std::int64_t i = 0; i < count; ++i) {
                pointing.right += points_left(evidence.maps, i) == asks_left ? 1 : 0;
            }
            pointing.asked += count;
            pointing.largest_logit = larger(pointing.largest_logit, largest_size(evidence.logits));
            pointing.largest_deviation = larger(pointing.largest_deviation, evidence.deviation);
            if (is_average) {
                const Tensor cam = class_activation_maps(model, batch.images, classes);
                pointing.largest_cam_error =
                    larger(pointing.largest_cam_error, largest_difference(cam, evidence.maps));
            }
        }
        first += count;
    }
    return pointing;
}

bool adds_up(const Pointing& pointing) {
    // One number of a map may be as large as the sum of all of them: the map's own bound is wider.
    const double bound = kRounding * std::max(1.0, pointing.largest_logit);
    return pointing.largest_deviation <= bound && pointing.largest_cam_error <= 10 * bound;
}

void print_pointing(const std::vector<Pointing>& all) {
    std::printf("%-8s %11s %7s %21s\n", "network", "right half", "of", "mean + bias - logit");
    for (const Pointing& pointing : all) {
        std::printf("%-8s %11s %7lld %21.1g  %s\n", pointing.name.c_str(),
                    percent(pointing.accuracy(), 1).c_str(), static_cast<long long>(pointing.asked),
                    pointing.largest_deviation, share_bar(pointing.accuracy()).c_str());
    }
    std::fflush(stdout);
}

}  // namespace stepgrad::lessons
