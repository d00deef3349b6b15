#include "layers/weights/stored_weights.h"

#include <array>
#include <limits>

namespace stepgrad {

std::optional<Shape> stored_shape(const std::vector<std::int64_t>& extents) {
    constexpr std::int64_t kMostNumbers =
        std::numeric_limits<std::int64_t>::max() / std::int64_t{sizeof(Scalar)};
    if (extents.size() > static_cast<std::size_t>(Shape::kMaxRank)) {
        return std::nullopt;
    }
    std::int64_t product = 1;
    for (const std::int64_t extent : extents) {
        if (extent < 0 || (extent > 0 && product > kMostNumbers / extent)) {
            return std::nullopt;
        }
        product *= extent;
    }
    std::array<std::int64_t, Shape::kMaxRank> all{};
    for (std::size_t i = 0; i < extents.size(); ++i) {
        all[i] = extents[i];
    }
    switch (extents.size()) {
        case 0:
            return Shape{};
        case 1:
            return Shape{all[0]};
        case 2:
            return Shape{all[0], all[1]};
        case 3:
            return Shape{all[0], all[1], all[2]};
        default:
            return Shape{all[0], all[1], all[2], all[3]};
    }
}

}  // namespace stepgrad
