#pragma once

#include "lessons/support/measurements.h"

#include <string>
#include <vector>

namespace stepgrad::lessons {

/// The middle one of an odd number, or of an even number the mean of two.
double median(std::vector<double> numbers);

/// One figure, measured several times: once for each seed.
struct Figure {
    std::string name;  // "gap: test accuracy"
    Unit unit = Unit::kNumber;
    std::vector<double> values;  // at least one

    double mean() const;

    /// The sample's standard deviation, whose squares are divided by their number less one; 0 for
    /// one value.
    double deviation() const;

    /// One of its values, or a mean of them: "91.23 %", "+1.20", in points, or "0.3012".
    std::string text_of(double value) const;

    /// The deviation: that of shares and of points in points.
    std::string deviation_text() const;
};

/// A line for each figure, at most 79 characters wide: mean, standard deviation, lowest, highest.
std::string figures_text(const std::vector<Figure>& figures);

}  // namespace stepgrad::lessons
