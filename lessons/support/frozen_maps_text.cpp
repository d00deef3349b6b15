#include "autograd/text_table.h"
#include "lessons/support/frozen_maps.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace stepgrad::lessons {
namespace {

constexpr double kPointsPerCharacter = 1;  // of a bar
constexpr long kLongestBar = 16;

constexpr const char* kMeaning =
    "ratio: within a map / between images. If the pixels of a map had nothing to do with each "
    "other, it would be their number minus 1; if they all said the same, 0.";

template <typename... Arguments>
std::string formatted(const char* format, Arguments... arguments) {
    char text[160];
    std::snprintf(text, sizeof text, format, arguments...);
    return text;
}

// A character for each point, to the nearest; "+" where Flatten is ahead, "-" where it is behind.
std::string bar(double difference) {
    const long characters = std::lround(100 * std::abs(difference) / kPointsPerCharacter);
    const auto length = static_cast<std::size_t>(std::min(characters, kLongestBar));
    return std::string(length, difference > 0 ? '+' : '-');
}

}  // namespace

std::string probes_text(const std::vector<Cut>& cuts) {
    std::string text = formatted("%-8s %5s %8s %8s %9s %7s  %s\n", "map size", "maps", "numbers",
                                 "Flatten", "means", "points", "Flatten - means");
    for (const Cut& cut : cuts) {
        text += formatted("%-8s %5s %8s %8s %9s %+7.2f  %s\n", cut.size().c_str(),
                          with_separators(cut.maps).c_str(),
                          with_separators(cut.height * cut.width * cut.maps).c_str(),
                          percent(cut.flatten.test_accuracy, 2).c_str(),
                          percent(cut.gap.test_accuracy, 2).c_str(), 100 * cut.difference(),
                          bar(cut.difference()).c_str());
    }
    return text;
}

std::string spreads_text(const std::vector<Cut>& cuts) {
    std::string text = formatted("%-8s %12s %15s %13s %8s %15s\n", "map size", "within a map",
                                 "between images", "between maps", "ratio", "if independent");
    for (const Cut& cut : cuts) {
        text += formatted("%-8s %12.4f %15.4f %13.4f %8.2f %15s\n", cut.size().c_str(),
                          cut.spread.within, cut.spread.between_images, cut.spread.between_maps,
                          cut.spread.ratio(), with_separators(cut.pixels() - 1).c_str());
    }
    return text + "\n" + wrapped(kMeaning) + "\n";
}

}  // namespace stepgrad::lessons
