#include "lessons/support/network_costs.h"

#include "autograd/shape_only.h"
#include "autograd/text_table.h"
#include "layers/summary.h"

#include <cstdio>
#include <iostream>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kSides[] = {32, 64, 128, 224};
constexpr std::int64_t kColours = 3;

Shape one_image(const SmallCnnOptions& sizes) {
    return {1, sizes.image_height, sizes.image_width, sizes.image_channels};
}

std::string pixels(std::int64_t side) {
    return std::to_string(side) + "x" + std::to_string(side) + "x" + std::to_string(kColours);
}

void print_summary(const NamedNetwork& network, const SmallCnnOptions& sizes) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = network.make(sizes);
    std::cout << network.name << "\n" << summary(model, one_image(sizes)) << "\n";
}

void print_costs(const std::vector<NamedNetwork>& networks, std::int64_t class_count) {
    std::printf("%-11s", "image");
    for (const NamedNetwork& network : networks) {
        std::printf(" %16s %15s", (network.name + " parameters").c_str(), "multiply-adds");
    }
    for (const std::int64_t side : kSides) {
        std::printf("\n%-11s", pixels(side).c_str());
        for (const NamedNetwork& network : networks) {
            const NetworkCost cost = cost_of(network.make, {.image_height = side,
                                                            .image_width = side,
                                                            .image_channels = kColours,
                                                            .class_count = class_count});
            std::printf(" %16s %15s", with_separators(cost.trainable_parameters).c_str(),
                        with_separators(cost.multiply_adds).c_str());
        }
    }
    std::printf("\n");
    std::fflush(stdout);
}

}  // namespace

NetworkCost cost_of(MakeNetwork make, const SmallCnnOptions& sizes) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = make(sizes);
    const ModelSummary counted = summarize(model, one_image(sizes));
    return {counted.trainable_parameters, counted.multiply_adds};
}

void print_networks(const std::vector<NamedNetwork>& networks, const SmallCnnOptions& sizes) {
    for (const NamedNetwork& network : networks) {
        print_summary(network, sizes);
    }
    std::cout << "The same for larger images in colour, counted only:\n\n" << std::flush;
    print_costs(networks, sizes.class_count);
}

}  // namespace stepgrad::lessons
