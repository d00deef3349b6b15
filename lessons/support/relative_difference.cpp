#include "lessons/support/relative_difference.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace stepgrad::lessons {

double relative_difference(const Tensor& a, const Tensor& b) {
    double difference = 0;
    double largest = 0;
    for (std::int64_t i = 0; i < b.numel(); ++i) {
        const double apart =
            std::abs(static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i]));
        if (std::isnan(apart)) {
            return apart;
        }
        difference = std::max(difference, apart);
        largest = std::max(largest, std::abs(static_cast<double>(b.data()[i])));
    }
    return difference > 0 ? difference / largest : 0;
}

bool is_equal(const Equality& equality) {
    return equality.difference <= kRounding;
}

Equality compared(const Equality& so_far, const Tensor& a, const Tensor& b) {
    const double difference = relative_difference(a, b);
    const bool stays = std::isnan(so_far.difference) || so_far.difference > difference;
    return {so_far.name, stays ? so_far.difference : difference};
}

std::string equality_text(const Equality& equality) {
    char number[32];
    std::snprintf(number, sizeof number, "%.1e", equality.difference);
    const char* verdict = is_equal(equality) ? "equal to rounding, " : "NOT equal, ";
    return equality.name + ": " + verdict + number + " apart";
}

}  // namespace stepgrad::lessons
