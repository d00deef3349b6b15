#include "datasets/number_range.h"

namespace stepgrad {

Scalar NumberRange::share(Scalar number) const {
    return least == greatest ? number - least : (number - least) / (greatest - least);
}

NumberRange range_of(const Scalar* first, std::int64_t count, std::int64_t step) {
    NumberRange range{*first, *first};
    for (std::int64_t i = 0; i < count; ++i) {
        const Scalar number = first[i * step];
        range.least = number < range.least ? number : range.least;
        range.greatest = number > range.greatest ? number : range.greatest;
    }
    return range;
}

}  // namespace stepgrad
