// Lesson 7: How many parameters does each head take?
//
// The question shows two networks: E1, MobileNet with global average pooling (GAP) and four dense
// layers, and E2, VGG16 with Flatten and one. What would either have with the other's layer?
// Nothing has to be trained for that, and no weight needs memory: layers are made with shapes alone
// and counted. A reader reported two numbers, too. Which networks have them?
//
// First breakpoint: the line with head.parameter_count().

#include "autograd/grad_mode.h"
#include "autograd/shape_only.h"
#include "layers/models/alexnet.h"
#include "layers/models/googlenet.h"
#include "layers/models/mobilenet_v1.h"
#include "layers/models/mobilenet_v2.h"
#include "layers/models/vgg16.h"
#include "layers/summary.h"
#include "lessons/support/head_swap_claims.h"
#include "lessons/support/head_swap_page.h"
#include "lessons/support/head_swaps.h"
#include "lessons/support/lesson.h"
#include "lessons/support/options.h"
#include "lessons/support/write_results.h"

#include <iostream>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr const char* kTitle = "Lesson 7: How many parameters does each head take?";
constexpr const char* kIdea =
    "A dense layer behind Flatten has a weight for each pixel of each map, one behind global "
    "average pooling one for each map. What that comes to in the networks of the question is "
    "counted.";

using Units = std::vector<std::int64_t>;
constexpr ReportedPair kReported{.flatten_head = 628876, .gap_head = 14476};  // in a comment

Shape maps_of(Sequential& base, std::int64_t side) {
    return base(Variable(Tensor::empty({1, side, side, 3}))).shape();
}

// Both heads on the maps that a base makes of square images.
HeadSwap swap_heads(const std::string& name, Sequential& base, std::int64_t side,
                    const Units& dense) {
    const Shape maps = maps_of(base, side);
    HeadSwap swap{.name = name,
                  .image_side = side,
                  .map_side = maps[1],
                  .maps = maps[3],
                  .dense = dense,
                  .base = summarize(base, {1, side, side, 3}).total_parameters()};
    for (const bool flattens : {true, false}) {
        Sequential head = head_on(maps, flattens, dense);
        (flattens ? swap.flatten_head : swap.gap_head) = head.parameter_count();
    }
    return swap;
}

// The networks whose heads have the counts that a reader reported. Behind the first dense layer
// both heads are the same, so it alone makes the difference: (pixels - 1) maps units = 614,400.
std::vector<Fit> search() {
    std::vector<Fit> fits;
    for (const CommonBase& base : common_bases()) {
        for (std::int64_t side = 2; side <= 16; ++side) {
            const Shape maps{1, side, side, base.maps};
            for (const Units& dense : heads_to_try(kReported, side * side, base.maps)) {
                if (head_on(maps, true, dense).parameter_count() == kReported.flatten_head &&
                    head_on(maps, false, dense).parameter_count() == kReported.gap_head) {
                    fits.push_back({base, side, dense});
                }
            }
        }
    }
    return fits;
}

int lesson(int argc, char** argv) {
    OutputOptions options;
    CommandLine line(kTitle);
    add_output_options(line, options);
    int exit_code = 0;
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }
    print_title(kTitle);
    std::cout << wrapped(kIdea) << "\n";
    const ShapeOnlyGuard shapes_only;
    const NoGradGuard no_grad;

    print_section("1. The same base, both heads");
    Sequential mobilenet = mobilenet_v1({.has_top = false}), vgg = vgg16({.has_top = false});
    Sequential alex = alexnet({.has_top = false}), google = googlenet({.has_top = false});
    Sequential v2 = mobilenet_v2({.has_top = false});
    const Units e1{1024, 1024, 512, 3}, e2{3};  // of the question
    const std::vector<HeadSwap> swaps{swap_heads("E1: MobileNet", mobilenet, 224, e1),
                                      swap_heads("E2: VGG16", vgg, 224, e2),
                                      swap_heads("VGG16, own top", vgg, 224, {4096, 4096, 1000}),
                                      swap_heads("VGG16, one layer", vgg, 224, {1000}),
                                      swap_heads("AlexNet, own top", alex, 227, {4096, 4096, 1000}),
                                      swap_heads("GoogLeNet", google, 224, {1000}),
                                      swap_heads("MobileNetV2", v2, 224, {10, 128, 2})};
    print_swaps(swaps);

    print_section("2. Larger images");
    std::vector<HeadSwap> growth;
    for (std::int64_t side = 96; side <= 512; side += 32) {
        growth.push_back(swap_heads("E2: VGG16", vgg, side, e2));
    }
    print_growth(growth);

    print_section("3. Images of another size");
    const Shape of_e1 = maps_of(mobilenet, 224), of_e2 = maps_of(vgg, 224);
    const std::vector<OpenSize> sizes{try_size("E1: MobileNet", head_on(of_e1, true, e1),
                                               head_on(of_e1, false, e1), maps_of(mobilenet, 256)),
                                      try_size("E2: VGG16", head_on(of_e2, true, e2),
                                               head_on(of_e2, false, e2), maps_of(vgg, 256))};
    print_open_sizes(sizes);

    print_section("4. Which network did the reader have?");
    const std::vector<Fit> fits = search();
    print_fits(kReported, fits);

    print_section("What the question's answers claimed, and what this run says");
    const std::vector<Claim> claims = head_swap_claims(swaps, growth, sizes, fits);
    print_claims(claims);
    write_results(head_swap_page(kTitle, kIdea, swaps, growth, sizes, fits),
                  {.lesson = "07_counting_parameters",
                   .claims = claims,
                   .measurements = measurements_of(swaps, growth, fits)},
                  options);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
