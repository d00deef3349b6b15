// Lesson 5: What do Flatten and GAP do, and what do dense tops cost?
//
// Between the last feature maps and the dense layer stands Flatten or global average pooling (GAP).
// Neither has a weight. What do they do to the numbers, and what is GAP but a Flatten whose dense
// layer has tied weights? Then AlexNet, VGG16 and GoogLeNet are counted. Nothing is trained here.
//
// First breakpoint: the line with flatten(maps).

#include "autograd/ops.h"
#include "autograd/random.h"
#include "autograd/shape_only.h"
#include "layers/conv2d.h"
#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/init.h"
#include "layers/linear.h"
#include "layers/models/alexnet.h"
#include "layers/models/googlenet.h"
#include "layers/models/vgg16.h"
#include "layers/relu.h"
#include "lessons/support/flatten_claims.h"
#include "lessons/support/flatten_page.h"
#include "lessons/support/lesson.h"
#include "lessons/support/write_results.h"

#include <iostream>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 5: What do Flatten and GAP do, and what do dense tops cost?";
constexpr std::uint64_t kSeed = 1;
constexpr std::int64_t kSide = 7, kChannels = 64, kClasses = 10;  // of section 2

// What could stand behind the ReLU of a last convolution.
Variable feature_maps(const Shape& shape, Random& random) {
    return relu(Variable(random_normal(shape, random)));
}

// Both layers on the same maps, and plain loops that do what they should.
std::vector<LayerEffect> effects_on(const Variable& maps) {
    const Variable pooled = global_average_pool2d(maps);  // [1, 30]
    const Variable flat = flatten(maps);                  // [1, 1452000]

    const Shape& shape = maps.shape();  // [1, 220, 220, 30]
    Tensor means = Tensor::empty({1, shape[3]});
    Tensor list = Tensor::empty({1, shape.numel()});
    for (std::int64_t c = 0; c < shape[3]; ++c) {
        double sum = 0;
        for (std::int64_t h = 0; h < shape[1]; ++h) {
            for (std::int64_t w = 0; w < shape[2]; ++w) {
                const Scalar pixel = maps.value().at({0, h, w, c});
                sum += pixel;
                list.mutable_data()[(h * shape[2] + w) * shape[3] + c] = pixel;
            }
        }
        means.mutable_data()[c] = static_cast<Scalar>(sum / (shape[1] * shape[2]));
    }
    return {effect_of("GAP", maps.value(), pooled.value(), means),
            effect_of("Flatten", maps.value(), flat.value(), list)};
}

// Three ways to the same class scores.
std::vector<Identity> identities(std::int64_t divisor, Random& random) {
    const Variable maps = feature_maps({4, kSide, kSide, kChannels}, random);
    const Variable weight(kaiming_normal({kChannels, kClasses}, kChannels, random));
    const Variable bias(random_normal({kClasses}, random));
    const Variable scores = linear(global_average_pool2d(maps), weight, bias);  // [4, 10]

    // Flatten and a large dense layer: every pixel of a map has the map's weight, divided.
    Tensor tied = Tensor::empty({kSide * kSide * kChannels, kClasses});  // [3136, 10]
    for (std::int64_t i = 0; i < tied.numel(); ++i) {
        const Scalar of_map = weight.value().data()[i % weight.value().numel()];
        tied.mutable_data()[i] = of_map / static_cast<Scalar>(divisor);
    }
    const Variable by_flatten = linear(flatten(maps), Variable(tied), bias);

    // A map for each class, and of that the mean, as in Network In Network (Lin et al., 2014).
    const Variable filter = reshape(weight, {1, 1, kChannels, kClasses});
    const Variable class_maps = conv2d(maps, filter, bias);  // [4, 7, 7, 10]
    const Variable dots = feature_maps({4, 1, 1, kChannels}, random);
    return {
        compare("GAP + dense = Flatten + dense with tied weights", scores, by_flatten),
        compare("GAP + dense = 1x1 convolution + GAP", scores, global_average_pool2d(class_maps)),
        compare("GAP = Flatten on maps of 1x1", global_average_pool2d(dots), flatten(dots))};
}

std::vector<ParameterBudget> budgets() {
    const ShapeOnlyGuard shapes_only;  // 278 million weights without the memory for them
    Sequential alex = alexnet(), vgg = vgg16(), google = googlenet();
    Sequential vgg_gap = vgg16({.has_top = false});  // to [1, 7, 7, 512]
    vgg_gap.add("pool", GlobalAveragePool2d());      // [1, 512]
    vgg_gap.add("classes", Linear(512, 1000));
    Sequential google_flat = googlenet({.has_top = false});  // to [1, 7, 7, 1024]
    google_flat.add("flatten", Flatten());                   // [1, 50176]
    google_flat.add("classes", Linear(7 * 7 * 1024, 1000));
    return {budget_of("AlexNet", alex), budget_of("VGG16", vgg), budget_of("VGG16, GAP", vgg_gap),
            budget_of("GoogLeNet", google), budget_of("GoogLeNet, Flatten", google_flat)};
}

int lesson(int argc, char** argv) {
    std::int64_t divisor = kSide * kSide;
    OutputOptions options;
    CommandLine line(kTitle);
    line.add_number("--divisor", divisor, 1, 1000000,
                    "of the tied weights; right is the pixels of a map");
    add_output_options(line, options);
    int exit_code = 0;
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }

    print_title(kTitle);
    std::cout << "Neither has a weight: what do they do to numbers, and to the next layer?\n";
    Random random(kSeed);
    print_section("1. What they do to 30 maps of 220x220");
    const std::vector<LayerEffect> effects = effects_on(feature_maps({1, 220, 220, 30}, random));
    print_effects(effects);

    print_section("2. What they make of the dense layer behind them");
    const std::vector<Identity> found = identities(divisor, random);
    print_identities(found);

    print_section("3. Where the parameters are");
    const std::vector<ParameterBudget> counted = budgets();
    std::cout << budgets_text(counted);

    print_section("What the question's answers claimed, and what this run says");
    const std::vector<Claim> claims = flatten_claims(effects, counted);
    print_claims(claims);
    std::cout << conclusion(effects, found);
    write_results(flatten_page(kTitle, effects, found, counted),
                  flatten_results(claims, kSeed, effects, found, counted), options);
    return all_hold(effects, found) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
