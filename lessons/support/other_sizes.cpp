#include "lessons/support/other_sizes.h"

#include "autograd/error.h"
#include "lessons/support/evaluate.h"
#include "lessons/support/lesson.h"
#include "lessons/support/resized_images.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <memory>

namespace stepgrad::lessons {
namespace {

// Of the size that the network was trained at. Fashion-MNIST's 28 pixels become 20, 36 and 56.
constexpr std::int64_t kTwentyEighths[] = {20, 36, 56};

std::int64_t resized(std::int64_t side, std::int64_t twenty_eighths) {
    return std::max<std::int64_t>(side * twenty_eighths / 28, 1);
}

SizeAccuracy try_size(const NamedModule& network, const TrainingData& data, std::int64_t height,
                      std::int64_t width) {
    const auto images = std::make_shared<ResizedImages>(data.test_images(), height, width);
    try {
        return {network.name, height, width, accuracy_on(*network.module, data.in_order(images))};
    } catch (const ShapeError& error) {
        return {network.name, height, width, 0, error.what()};
    }
}

std::string size_name(const SizeAccuracy& size) {
    return std::to_string(size.height) + "x" + std::to_string(size.width);
}

// Of one network at the size of another result.
std::string answer(const std::vector<SizeAccuracy>& sizes, const std::string& run,
                   const SizeAccuracy& where) {
    for (const SizeAccuracy& size : sizes) {
        if (size.run == run && size.height == where.height && size.width == where.width) {
            return size.error.empty() ? percent(size.accuracy, 2) : "refused";
        }
    }
    return "-";
}

}  // namespace

std::vector<SizeAccuracy> try_other_sizes(const std::vector<NamedModule>& networks,
                                          const TrainingData& data) {
    const Shape image = data.image_shape();
    std::vector<SizeAccuracy> sizes;
    for (const NamedModule& network : networks) {
        for (const std::int64_t part : kTwentyEighths) {
            sizes.push_back(
                try_size(network, data, resized(image[0], part), resized(image[1], part)));
        }
    }
    return sizes;
}

void print_sizes(const std::vector<SizeAccuracy>& sizes) {
    std::printf("%-12s %10s %10s  %s\n", "test images", "gap", "flatten", "gap, # is 5 %");
    std::string refusal;
    for (const SizeAccuracy& size : sizes) {
        if (size.run == "gap") {
            std::printf("%-12s %10s %10s  %s\n", size_name(size).c_str(),
                        answer(sizes, "gap", size).c_str(), answer(sizes, "flatten", size).c_str(),
                        share_bar(size.accuracy).c_str());
        }
        if (refusal.empty() && !size.error.empty()) {
            refusal = "What " + size.run + " said to " + size_name(size) + ":\n    ";
            refusal += wrapped(printable(size.error), 4) + "\n";
        }
    }
    std::fflush(stdout);
    std::cout << (refusal.empty() ? "" : "\n") << refusal;
}

}  // namespace stepgrad::lessons
