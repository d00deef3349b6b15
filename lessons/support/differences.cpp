#include "lessons/support/differences.h"

#include "lessons/support/lesson.h"

#include <cmath>
#include <limits>

namespace stepgrad::lessons {
namespace {

// What is still called rounding: sums of some hundred products in single precision, taken by
// Winograd's algorithm at times, lose two or three of their seven digits.
constexpr double kRounding = 1e-4;

}  // namespace

double larger(double so_far, double next) {
    return next <= so_far || std::isnan(so_far) ? so_far : next;
}

double largest_difference(const Tensor& a, const Tensor& b) {
    if (!(a.shape() == b.shape())) {
        return std::numeric_limits<double>::infinity();
    }
    double largest = 0;
    for (std::int64_t i = 0; i < a.numel(); ++i) {
        largest = larger(largest, std::abs(double{a.data()[i]} - double{b.data()[i]}));
    }
    return largest;
}

double largest_size(const Tensor& a) {
    double largest = 0;
    for (const Scalar number : a.numbers()) {
        largest = larger(largest, std::abs(double{number}));
    }
    return largest;
}

double relative_difference(const Tensor& a, const Tensor& b) {
    double difference = 0;
    for (std::int64_t i = 0; i < b.numel(); ++i) {
        difference = larger(difference, std::abs(double{a.data()[i]} - double{b.data()[i]}));
    }
    return difference == 0 ? 0 : difference / largest_size(b);
}

bool is_equal(const Equality& equality) {
    return equality.difference <= kRounding;
}

Equality compared(const Equality& so_far, const Tensor& a, const Tensor& b) {
    return {so_far.name, larger(so_far.difference, relative_difference(a, b))};
}

std::string equality_text(const Equality& equality) {
    const char* verdict = is_equal(equality) ? "equal to rounding, " : "NOT equal, ";
    return equality.name + ": " + verdict + significant(equality.difference) + " apart";
}

}  // namespace stepgrad::lessons
