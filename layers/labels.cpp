#include "layers/labels.h"

#include <string>

namespace stepgrad {

kernels::ScoreSizes checked_scores(const Operation& operation, const Variable& scores,
                                   std::span<const std::int32_t> labels) {
    const Shape& shape = scores.shape();
    if (shape.rank() != 2) {
        throw operation.error("input must be [batch, classes], it has " +
                              std::to_string(shape.rank()) + " axes");
    }
    const std::int64_t batch = shape[0];
    const std::int64_t classes = shape[1];
    if (static_cast<std::int64_t>(labels.size()) != batch) {
        throw operation.error("there must be one label for each row: " + std::to_string(batch) +
                              " rows, " + std::to_string(labels.size()) + " labels");
    }
    if (batch == 0) {
        throw operation.error("an empty batch has no mean loss: leave out empty batches");
    }
    for (std::size_t n = 0; n < labels.size(); ++n) {
        if (labels[n] < 0 || labels[n] >= classes) {
            throw operation.error("label number " + std::to_string(n) + " is " +
                                  std::to_string(labels[n]) + "; with " + std::to_string(classes) +
                                  " classes labels are 0 to " + std::to_string(classes - 1));
        }
    }
    return {batch, classes};
}

}  // namespace stepgrad
