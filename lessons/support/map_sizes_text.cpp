#include "lessons/support/lesson.h"
#include "lessons/support/map_sizes.h"

#include <cstdio>

namespace stepgrad::lessons {
namespace {

template <typename... Arguments>
std::string formatted(const char* format, Arguments... arguments) {
    char text[160];
    std::snprintf(text, sizeof text, format, arguments...);
    return text;
}

std::string square(std::int64_t side) {
    return std::to_string(side) + "x" + std::to_string(side);
}

std::string walks_text(const std::vector<NetworkSizes>& networks) {
    std::string text = formatted(
        "%-14s %6s   side of the maps behind each layer that shrinks them\n", "network", "image");
    for (const NetworkSizes& network : networks) {
        std::string name = network.name;
        for (const SizeWalk& walk : network.walks) {
            text += formatted("%-14s %6lld  ", name.c_str(), static_cast<long long>(walk.image));
            for (const Stage& stage : walk.stages) {
                text += formatted(" %4lld", static_cast<long long>(stage.side));
            }
            text += walk.arrives() ? "\n" : "  too small for " + walk.refused_by + "\n";
            name.clear();
        }
    }
    return text;
}

std::string shrinkers_text(const std::vector<NetworkSizes>& networks) {
    std::string text = formatted("%-14s %21s %13s %12s %13s\n", "", "shrinking: max pooling",
                                 "convolution", "other max p.", "one cell sees");
    for (const NetworkSizes& network : networks) {
        text += formatted("%-14s %22lld %13lld %12lld %13s\n", network.name.c_str(),
                          static_cast<long long>(network.shrinkers.poolings),
                          static_cast<long long>(network.shrinkers.convolutions),
                          static_cast<long long>(network.shrinkers.other_poolings),
                          square(network.field.side).c_str());
    }
    return text;
}

std::string sides_for_example(const NetworkSizes& network) {
    return network.smallest_for_example == 0
               ? "none"
               : formatted("%lld to %lld", static_cast<long long>(network.smallest_for_example),
                           static_cast<long long>(network.largest_for_example));
}

std::string example_text(const std::vector<NetworkSizes>& networks) {
    std::string text =
        formatted("%-14s %9s %14s %12s %19s\n", square(kExampleImage).c_str(), "as built",
                  "rounding down", "rounding up", (square(kExampleMap) + " from sides").c_str());
    for (const NetworkSizes& network : networks) {
        const std::int64_t times = network.shrinkers.count();
        text += formatted("%-14s %9s %14s %12s %19s\n", network.name.c_str(),
                          square(walk_of(network, kExampleImage).last_side()).c_str(),
                          square(halved(kExampleImage, times, /*is_up=*/false)).c_str(),
                          square(halved(kExampleImage, times, /*is_up=*/true)).c_str(),
                          sides_for_example(network).c_str());
    }
    return text;
}

}  // namespace

std::string ways_text() {
    std::string text;
    for (const Halving& way : halvings_between(kExampleImage, kExampleMap)) {
        text += text.empty() ? "by " : ", or by ";
        text += std::to_string(way.times) + " halvings that round " + (way.is_up ? "up" : "down");
    }
    return text.empty() ? "by no number of halvings" : text;
}

std::string sizes_text(const std::vector<NetworkSizes>& networks) {
    std::string text = walks_text(networks) + "\n" + shrinkers_text(networks) + "\n";
    text += wrapped(
        "Max poolings that shrink nothing stand inside the Inceptions, with stride 1. What one "
        "cell of the last map sees is larger than the map times its stride, and partly outside of "
        "the image.");
    text += "\n\n" + example_text(networks);
    std::string ways = "From " + square(kExampleImage) + " to " + square(kExampleMap);
    ways += " you get " + ways_text() + ".";
    return text + wrapped(ways) + "\n";
}

}  // namespace stepgrad::lessons
