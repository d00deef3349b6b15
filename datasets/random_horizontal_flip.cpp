#include "datasets/random_horizontal_flip.h"

#include "datasets/rearrange.h"

#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace stepgrad {

RandomHorizontalFlip::RandomHorizontalFlip(Scalar probability) : probability_(probability) {
    if (!(probability >= 0 && probability <= 1)) {  // a NaN is refused as well
        throw std::invalid_argument("random_horizontal_flip: probability must be from 0 to 1, " +
                                    std::to_string(probability) + " was given");
    }
}

// new[y, x] = old[y, width - 1 - x]
void RandomHorizontalFlip::apply(Tensor& image, Random& random) const {
    require_image("random_horizontal_flip", image);
    if (random.uniform() >= probability_) {
        return;
    }
    std::vector<std::int64_t> rows(static_cast<std::size_t>(image.shape()[0]));
    std::vector<std::int64_t> columns(static_cast<std::size_t>(image.shape()[1]));
    std::iota(rows.begin(), rows.end(), 0);
    std::iota(columns.rbegin(), columns.rend(), 0);
    rearrange(image, rows, columns, /*fill=*/0);
}

}  // namespace stepgrad
