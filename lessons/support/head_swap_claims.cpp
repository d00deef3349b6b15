#include "lessons/support/head_swap_claims.h"

#include "autograd/text_table.h"
#include "lessons/support/judge.h"

#include <algorithm>
#include <stdexcept>

namespace stepgrad::lessons {
namespace {

// As in lesson 6: "considerably" is a head that shrinks at least tenfold.
constexpr double kConsiderablyFewer = 10;

Claim fewer_parameters(const std::vector<HeadSwap>& swaps, const std::vector<Fit>& fits) {
    const auto by_head = [](const HeadSwap& a, const HeadSwap& b) {
        return a.head_factor() < b.head_factor();
    };
    const auto by_whole = [](const HeadSwap& a, const HeadSwap& b) {
        return a.whole_factor() < b.whole_factor();
    };
    const auto [least, most] = std::ranges::minmax_element(swaps, by_head);
    const auto [least_whole, most_whole] = std::ranges::minmax_element(swaps, by_whole);
    const bool any = most->head_factor() >= kConsiderablyFewer;
    const bool all = least->head_factor() >= kConsiderablyFewer;
    return {"C9", "GAP reduces the number of parameters considerably",
            "Géron, quoted in answer 1; a comment",
            "heads shrink from " + times(least->head_factor()) + " (" + least->name + ") to " +
                times(most->head_factor()) + " (" + most->name + "), whole networks from " +
                times(least_whole->whole_factor()) + " (" + least_whole->name + ") to " +
                times(most_whole->whole_factor()) + " (" + most_whole->name +
                "). The pair that a reader reported fits " + std::to_string(fits.size()) +
                " of the networks that were searched",
            all   ? "holds"
            : any ? "depends"
                  : "does not hold"};
}

Claim counted(const std::vector<HeadSwap>& swaps) {
    const bool differ = std::ranges::all_of(
        swaps, [](const HeadSwap& swap) { return swap.flatten_head != swap.gap_head; });
    return {"C13", "Try it on a model of your own, small or large, and count the parameters",
            "answer 1",
            std::to_string(swaps.size()) +
                " networks were made with either head and counted, without memory for a weight",
            differ ? "holds" : "does not hold"};
}

// The head of Flatten grows with the pixels of the maps, GAP's not at all.
Claim grows_with_images(const std::vector<HeadSwap>& growth) {
    const HeadSwap& first = growth.front();
    const HeadSwap& last = growth.back();
    const bool gap_stays = std::ranges::all_of(
        growth, [&](const HeadSwap& swap) { return swap.gap_head == first.gap_head; });
    return {"N1", "Larger images cost Flatten's head parameters, and GAP's none", "this lesson",
            "from images of " + std::to_string(first.image_side) + " to " +
                std::to_string(last.image_side) + " pixels a side: Flatten " +
                with_separators(first.flatten_head) + " to " + with_separators(last.flatten_head) +
                ", GAP " + with_separators(first.gap_head) + " to " +
                with_separators(last.gap_head),
            gap_stays && last.flatten_head > first.flatten_head ? "holds" : "does not hold"};
}

Claim only_gap_is_open(const std::vector<OpenSize>& sizes) {
    const bool gap_accepts =
        std::ranges::all_of(sizes, [](const OpenSize& size) { return size.gap_error.empty(); });
    const bool flatten_refuses = std::ranges::none_of(
        sizes, [](const OpenSize& size) { return size.flatten_error.empty(); });
    return {"E1", "Where no image size is fixed, GAP can be applied and Flatten cannot",
            "follows from the question's first example",
            "maps of another size: GAP accepted " + std::string(gap_accepts ? "all" : "not all") +
                ", Flatten refused " + (flatten_refuses ? "all" : "not all") + " of " +
                std::to_string(sizes.size()),
            gap_accepts && flatten_refuses ? "holds" : "does not hold"};
}

}  // namespace

std::vector<Claim> head_swap_claims(const std::vector<HeadSwap>& swaps,
                                    const std::vector<HeadSwap>& growth,
                                    const std::vector<OpenSize>& sizes,
                                    const std::vector<Fit>& fits) {
    if (swaps.empty() || growth.empty() || sizes.empty()) {
        throw std::invalid_argument("claims: nothing was counted");
    }
    return {fewer_parameters(swaps, fits), counted(swaps), grows_with_images(growth),
            only_gap_is_open(sizes)};
}

}  // namespace stepgrad::lessons
