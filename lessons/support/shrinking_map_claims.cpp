#include "lessons/support/shrinking_map_claims.h"

#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace stepgrad::lessons {
namespace {

// "Very small": the side of a map is at most a twentieth of the image's.
constexpr std::int64_t kVerySmall = 20;

// An element holds "little" if a map varies less around its mean than its means do from image to
// image, so that the mean tells most of it.
constexpr double kLittle = 1;

// It holds "its own" if pixels vary at least half as much around their mean as pixels do that have
// nothing to do with each other.
constexpr double kItsOwn = 0.5;

// "Small" are maps up to GoogLeNet's and VGG16's last ones. "Little harm": the means cost less than
// a point of test accuracy, about twice what chance makes of it on 5,000 images.
constexpr std::int64_t kSmallMap = 7;
constexpr double kLittleHarm = 0.01;

// What C6 says of GoogLeNet.
constexpr std::int64_t kClaimedMap = 7;
constexpr std::int64_t kClaimedPoolings = 5;

constexpr const char* kNotLearned = "cannot be judged: the body has not learned its task";

std::string square(std::int64_t side) {
    return std::to_string(side) + "x" + std::to_string(side);
}

void add_item(std::string& list, const std::string& item) {
    list += list.empty() ? item : ", " + item;
}

std::vector<Cut> larger_than_a_pixel(const std::vector<Cut>& cuts) {
    std::vector<Cut> chosen;
    std::ranges::copy_if(cuts, std::back_inserter(chosen),
                         [](const Cut& cut) { return !cut.is_one_pixel(); });
    return chosen;
}

std::string poolings_text(const NetworkSizes& network) {
    std::string text = network.name + ": " + std::to_string(network.shrinkers.poolings);
    text += " max poolings and " + std::to_string(network.shrinkers.convolutions);
    text += network.shrinkers.convolutions == 1 ? " convolution" : " convolutions";
    return text;
}

}  // namespace

Claim maps_get_small(const std::vector<NetworkSizes>& networks) {
    if (networks.empty()) {
        throw std::invalid_argument("claims: there is no network");
    }
    bool are_small = true, is_example = false;
    std::string sizes;
    for (const NetworkSizes& network : networks) {
        const SizeWalk& walk = walk_of(network, kExampleImage);
        are_small = are_small && kVerySmall * walk.last_side() <= walk.image;
        is_example = is_example || walk.last_side() == kExampleMap;
        add_item(sizes, square(walk.last_side()) + " in " + network.name);
    }
    return {"C3", "In deep networks the maps get very small, as 300x300 to 5x5", "answer 1",
            square(kExampleImage) + " becomes " + sizes + "; to " + square(kExampleMap) +
                " it would come " + ways_text(),
            !are_small   ? "does not hold"
            : is_example ? "holds"
                         : "depends"};
}

Claim elements_hold_little(const std::vector<Cut>& cuts, const Run& body,
                           std::int64_t class_count) {
    const std::vector<Cut> maps = larger_than_a_pixel(cuts);
    if (maps.size() < 2) {
        throw std::invalid_argument("claims: C4 takes maps of two sizes above one pixel");
    }
    const double first = maps.front().spread.ratio(), last = maps.back().spread.ratio();
    const double independent = static_cast<double>(maps.back().pixels() - 1);
    return {"C4",
            "Information is then dispersed over the maps; the elements of one map hold little each",
            "answer 1",
            "the variance within a map is " + fixed(first, 2) + " times that of its means on " +
                maps.front().size() + ", " + fixed(last, 2) + " times on " + maps.back().size() +
                " (pixels that have nothing to do with each other: " +
                std::to_string(maps.front().pixels() - 1) + " and " +
                std::to_string(maps.back().pixels() - 1) +
                "). Variance is not information: C5 asks what the place is good for",
            !has_learned(body, class_count) ? kNotLearned
            : last < kLittle                ? "holds"
            : last < kItsOwn * independent  ? "depends"
                                            : "does not hold"};
}

Claim little_harm(const std::vector<Cut>& cuts, const Run& body, std::int64_t class_count) {
    std::string measured;
    int small = 0, harmless = 0;
    for (const Cut& cut : larger_than_a_pixel(cuts)) {
        add_item(measured, signed_points(cut.difference()) + " on " + cut.size());
        if (std::max(cut.height, cut.width) <= kSmallMap) {
            ++small;
            harmless += cut.difference() < kLittleHarm ? 1 : 0;
        }
    }
    if (small == 0) {
        throw std::invalid_argument("claims: C5 takes maps of at most 7x7, but above one pixel");
    }
    return {"C5", "So dropping what spatial information is left does little harm",
            "Géron, quoted in answer 1",
            "a dense layer on all pixels of frozen maps against one on their means, in test "
            "accuracy: " +
                measured + ". Small are maps of at most " + square(kSmallMap) +
                ". They stand in the middle of this network; last maps, trained with their "
                "head: lesson 6",
            !has_learned(body, class_count) ? kNotLearned
            : harmless == small             ? "holds"
            : harmless > 0                  ? "depends"
                                            : "does not hold"};
}

Claim five_max_poolings(const std::vector<NetworkSizes>& networks) {
    const auto googlenet = std::ranges::find(networks, "GoogLeNet", &NetworkSizes::name);
    if (googlenet == networks.end()) {
        throw std::invalid_argument("claims: there is no GoogLeNet");
    }
    std::string others;
    for (const NetworkSizes& network : networks) {
        if (network.name != googlenet->name) {
            add_item(others, poolings_text(network));
        }
    }
    const std::int64_t side = walk_of(*googlenet, kImageNetImage).last_side();
    const bool is_size = side == kClaimedMap;
    const bool is_count = googlenet->shrinkers.poolings == kClaimedPoolings;
    return {"C6", "GoogLeNet: 224x224, five max poolings, 7x7", "Géron, quoted in answer 1",
            square(kImageNetImage) + " becomes " + square(side) + ". What shrinks maps in " +
                poolings_text(*googlenet) + (others.empty() ? "" : " (" + others + ")"),
            !is_size   ? "does not hold"
            : is_count ? "holds"
                       : "depends"};
}

std::vector<Claim> shrinking_map_claims(const std::vector<NetworkSizes>& networks,
                                        const std::vector<Cut>& cuts, const Run& body,
                                        std::int64_t class_count) {
    return {maps_get_small(networks), elements_hold_little(cuts, body, class_count),
            little_harm(cuts, body, class_count), five_max_poolings(networks)};
}

}  // namespace stepgrad::lessons
