#include "datasets/random_shift.h"

#include "datasets/rearrange.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace stepgrad {
namespace {

constexpr std::int64_t kFarthest = 1000000;

void check(const char* direction, PixelRange range) {
    if (range.low > range.high || range.low < -kFarthest || range.high > kFarthest) {
        throw std::invalid_argument(std::string("random_shift: ") + direction +
                                    " must be {low, high} with -1000000 <= low <= high <= "
                                    "1000000, {" +
                                    std::to_string(range.low) + ", " + std::to_string(range.high) +
                                    "} was given");
    }
}

// new[i] = old[i - distance]
std::vector<std::int64_t> shifted(std::int64_t size, std::int64_t distance) {
    std::vector<std::int64_t> sources;
    for (std::int64_t i = 0; i < size; ++i) {
        const std::int64_t source = i - distance;
        sources.push_back(source >= 0 && source < size ? source : kOutside);
    }
    return sources;
}

}  // namespace

RandomShift::RandomShift(PixelRange down, PixelRange right, Scalar fill)
    : down_(down), right_(right), fill_(fill) {
    check("down", down_);
    check("right", right_);
}

void RandomShift::apply(Tensor& image, Random& random) const {
    require_image("random_shift", image);
    const std::int64_t down = random.between(down_.low, down_.high);
    const std::int64_t right = random.between(right_.low, right_.high);
    rearrange(image, shifted(image.shape()[0], down), shifted(image.shape()[1], right), fill_);
}

}  // namespace stepgrad
