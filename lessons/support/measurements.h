#pragma once

#include <cstdint>
#include <string>

// What lessons measure besides runs, as --json writes it.
namespace stepgrad::lessons {

enum class Unit {
    kNumber,
    kShare,   // in [0, 1], shown in per cent
    kPoints,  // a difference of two shares
};

/// "share" and "points", as JSON files have it; nothing for a number.
std::string unit_name(Unit unit);

/// throws  std::invalid_argument for a name that unit_name() never gives
Unit unit_named(const std::string& name);

/// A figure by its name.
struct Measurement {
    std::string name;  // "gap: maximum in the right half"
    double value;
    Unit unit = Unit::kNumber;
};

/// Two computations that must give the same numbers but for rounding.
struct Equality {
    std::string name;       // "gap moved by 4 to 12 pixels"
    double difference = 0;  // relative_difference() of the two
};

/// The accuracy on images that stand elsewhere than those a network was trained on.
struct ShiftAccuracy {
    std::string run;
    std::int64_t down = 0;  // pixels; below 0 is up
    std::int64_t right = 0;
    double accuracy = 0;
};

/// The accuracy on images of another size, or why the network refused them.
struct SizeAccuracy {
    std::string run;
    std::int64_t height = 0;
    std::int64_t width = 0;
    double accuracy = 0;
    std::string error = {};  // empty if the network accepted them
};

/// What a network says to pictures of two images side by side.
struct SideBySideResult {
    std::int64_t pictures = 0;
    std::int64_t left_right =
        0;                    // the left half's mean names the left one, the right half's the right
    std::int64_t either = 0;  // the mean of the whole map names one of the two
};

}  // namespace stepgrad::lessons
