#include "lessons/support/where_is_it_claims.h"

#include "lessons/support/differences.h"
#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"
#include "lessons/support/shift_map.h"

#include <algorithm>
#include <cstdio>

namespace stepgrad::lessons {
namespace {

// As in lesson 6: less than half a point of test accuracy is little harm, two points are real.
constexpr double kLittleHarm = 0.005;
constexpr double kRealHarm = 0.02;

// A network knows something of a place if it is right five points more often than by chance: five
// standard errors with 2,000 test images of four places, three and a half with 1,000.
constexpr double kKnowsSome = 0.05;

constexpr std::int64_t kPlaces = 4;
constexpr double kChance = 1.0 / kPlaces;
constexpr const char* kSource = "this lesson";
constexpr const char* kGeron = "Géron, quoted in answer 1";

std::string test_of(const Run& run) {
    return percent(run.test_accuracy, 2);
}

bool knows_some(const Run& run) {
    return run.test_accuracy >= kChance + kKnowsSome;
}

std::string map_text(const ShiftSummary& map) {
    return percent(map.middle) + " in the middle, " + percent(map.elsewhere) +
           " elsewhere (at worst " + percent(map.worst) + ")";
}

Claim little_harm(const WhereFindings& found, std::int64_t class_count) {
    const Run& flatten = run_named(found.runs, "flatten");
    const Run& gap = run_named(found.runs, "gap");
    const Run& place_flatten = run_named(found.runs, "place_flatten");
    const Run& place_gap = run_named(found.runs, "place_gap");
    const double what = flatten.test_accuracy - gap.test_accuracy;
    const double where = place_flatten.test_accuracy - place_gap.test_accuracy;
    const bool both_judged =
        (has_learned(flatten, class_count) || has_learned(gap, class_count)) &&
        (has_learned(place_flatten, kPlaces) || has_learned(place_gap, kPlaces));
    return {"C5", "Dropping what spatial information is left does little harm", kGeron,
            "asked what it is: " + test_of(gap) + " with GAP, " + test_of(flatten) +
                " with Flatten. Asked where it is: " + test_of(place_gap) + " with GAP, " +
                test_of(place_flatten) + " with Flatten, " + percent(kChance) + " by guessing",
            !both_judged                          ? kCannotBeJudged
            : std::max(what, where) < kLittleHarm ? "holds"
            : std::min(what, where) >= kRealHarm  ? "does not hold"
                                                  : "depends"};
}

// It does not matter if GAP is as good elsewhere, and if no question needs the place.
Claim place_does_not_matter(const WhereFindings& found, std::int64_t class_count) {
    const ShiftSummary gap = summary_of(map_of("gap", found.shifts));
    const Run& place_flatten = run_named(found.runs, "place_flatten");
    const double needed =
        place_flatten.test_accuracy - run_named(found.runs, "place_gap").test_accuracy;
    const bool is_judged = has_learned(run_named(found.runs, "gap"), class_count) &&
                           has_learned(place_flatten, kPlaces);
    const bool minds_shifts = gap.middle - gap.elsewhere >= kRealHarm;
    const bool minds_question = needed >= kRealHarm;
    return {
        "C7", "In classification it does not matter where the object is", kGeron,
        "asked what it is, GAP was right on " + map_text(gap) +
            ", trained in the middle only. Where a class is a place, a network that drops places "
            "is " +
            points(std::max(needed, 0.0)) + " behind",
        !is_judged                       ? kCannotBeJudged
        : minds_shifts && minds_question ? "does not hold"
        : minds_shifts || minds_question ? "depends"
                                         : "holds"};
}

Claim blind_far_from_the_edge(const WhereFindings& found) {
    const Run& run = run_named(found.runs, "place_gap");
    const MovedLogits& moved = found.moved.at(0);
    return {"P1", "Far from the edge a network with GAP cannot know where a shape is", kSource,
            "without padding, logits of " + equality_text(moved.by_stride) +
                ", if a shape is moved by multiples of 4 pixels (by 1 to 3 pixels: " +
                significant(moved.by_less) + "). Places named right: " + test_of(run) + ", " +
                percent(kChance) + " by guessing",
            is_equal(moved.by_stride) && !knows_some(run)   ? "holds"
            : is_equal(moved.by_stride) || !knows_some(run) ? "depends"
                                                            : "does not hold"};
}

Claim padding_tells(const WhereFindings& found) {
    const Run& wide = run_named(found.runs, "place_padded");
    const Run& close = run_named(found.runs, "close_padded");
    return {"P2", "Zero padding tells a network with GAP where a shape is", "Islam et al., 2021",
            "places named right with padding: " + test_of(wide) +
                " in a wide frame, where no window sees shape and edge at once; " + test_of(close) +
                " in a close one, where some do; " + percent(kChance) + " by guessing",
            knows_some(wide) && knows_some(close)   ? "holds"
            : knows_some(wide) || knows_some(close) ? "depends"
                                                    : "does not hold"};
}

Claim unpadded_is_blind_near_the_edge(const WhereFindings& found) {
    const Run& without = run_named(found.runs, "close_gap");
    const bool is_blind = !knows_some(without);
    std::string measured = "places named right in a close frame: " + test_of(without);
    measured += " without padding, " + test_of(run_named(found.runs, "close_padded")) + " with";
    measured += is_blind ? "" : ". Fewer windows see what is near the edge: that tells as well";
    return {"P3", "A lack of padding keeps it from knowing, near the edge as well",
            "after Islam et al., 2021", measured, is_blind ? "holds" : "does not hold"};
}

Claim coordinates_mend(const WhereFindings& found) {
    const Run& coordinates = run_named(found.runs, "place_coordconv");
    const Run& flatten = run_named(found.runs, "place_flatten");
    const double behind = flatten.test_accuracy - coordinates.test_accuracy;
    return {"P4", "Two coordinate channels give GAP the place back", "Liu et al., 2018",
            "places named right: " + test_of(coordinates) + " with GAP and coordinates, " +
                test_of(flatten) + " with Flatten without them",
            !has_learned(flatten, kPlaces) && !has_learned(coordinates, kPlaces) ? kCannotBeJudged
            : behind < kRealHarm                                                 ? "holds"
            : knows_some(coordinates)                                            ? "depends"
                                                                                 : "does not hold"};
}

Claim gap_minds_less(const WhereFindings& found, std::int64_t class_count) {
    const ShiftSummary gap = summary_of(map_of("gap", found.shifts));
    const ShiftSummary flatten = summary_of(map_of("flatten", found.shifts));
    const double less = (flatten.middle - flatten.elsewhere) - (gap.middle - gap.elsewhere);
    const bool both = has_learned(run_named(found.runs, "gap"), class_count) &&
                      has_learned(run_named(found.runs, "flatten"), class_count);
    return {"P5", "A network with GAP minds a shift less than one with Flatten", kSource,
            "GAP: " + map_text(gap) + ". Flatten: " + map_text(flatten),
            !both               ? "cannot be judged: not both networks have learned their task"
            : less >= kRealHarm ? "holds"
            : less >= 0         ? "depends"
                                : "does not hold"};
}

}  // namespace

void print_moved(const WhereFindings& findings) {
    std::printf("%-16s %12s %26s %20s\n", "network", "places right", "moved by 4, 8, 12 pixels",
                "by 1, 2, 3 pixels");
    for (const MovedLogits& moved : findings.moved) {
        const Run& run = run_named(findings.runs, moved.by_stride.name);
        std::printf("%-16s %12s %16s %9.1e %20.1e\n", run.name.c_str(), test_of(run).c_str(),
                    is_equal(moved.by_stride) ? "equal," : "NOT equal,", moved.by_stride.difference,
                    moved.by_less);
    }
    std::fflush(stdout);
}

std::vector<Equality> equalities_of(const std::vector<MovedLogits>& moved) {
    std::vector<Equality> equalities;
    for (const MovedLogits& logits : moved) {
        equalities.push_back(logits.by_stride);
    }
    return equalities;
}

std::vector<Claim> where_is_it_claims(const WhereFindings& findings, std::int64_t class_count) {
    return {little_harm(findings, class_count),        place_does_not_matter(findings, class_count),
            blind_far_from_the_edge(findings),         padding_tells(findings),
            unpadded_is_blind_near_the_edge(findings), coordinates_mend(findings),
            gap_minds_less(findings, class_count)};
}

}  // namespace stepgrad::lessons
