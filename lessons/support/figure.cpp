#include "lessons/support/figure.h"

#include "autograd/text_table.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <numeric>

namespace stepgrad::lessons {
namespace {}  // namespace

double Figure::mean() const {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double Figure::deviation() const {
    if (values.size() < 2) {
        return 0;
    }
    const double middle = mean();
    double squares = 0;
    for (const double value : values) {
        squares += (value - middle) * (value - middle);
    }
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double median(std::vector<double> numbers) {
    std::ranges::sort(numbers);
    const std::size_t middle = numbers.size() / 2;
    return numbers.size() % 2 == 1 ? numbers.at(middle)
                                   : (numbers.at(middle - 1) + numbers.at(middle)) / 2;
}

std::string Figure::deviation_text() const {
    return unit == Unit::kNumber ? text_of(deviation()) : fixed(100 * deviation(), 2);
}

std::string Figure::text_of(double value) const {
    if (unit == Unit::kShare) {
        return percent(value, 2);
    }
    char text[32];
    if (unit == Unit::kPoints) {
        std::snprintf(text, sizeof text, "%+.2f", 100 * value);
    } else {
        std::snprintf(text, sizeof text, "%.4g", value);
    }
    return text;
}

std::string figures_text(const std::vector<Figure>& figures) {
    const TextColumn number{.is_number = true};
    TextTable table({{}, number, number, number, number}, kTextWidth);
    table.add_row({"figure", "mean", "deviation", "lowest", "highest"});
    table.add_rule();
    for (const Figure& figure : figures) {
        const auto [lowest, highest] =
            std::minmax_element(figure.values.begin(), figure.values.end());
        table.add_row({figure.name, figure.text_of(figure.mean()), figure.deviation_text(),
                       figure.text_of(*lowest), figure.text_of(*highest)});
    }
    return table.to_string() + "(deviations of shares, and differences, in points)\n";
}

}  // namespace stepgrad::lessons
