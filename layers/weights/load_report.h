#pragma once

#include "autograd/shape.h"
#include "layers/weights/stored_weights.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stepgrad {

/// What loading a file did, tensor by tensor.
struct LoadReport {
    struct Match {
        std::string model_name;  // "block_1.block_1_expand.weight"
        std::string file_name;   // "block_1_expand/kernel"
        Shape shape;             // in the model
    };
    struct Initial {
        std::string model_name;
        Shape shape;
    };

    std::filesystem::path path;
    std::vector<Match> matched{};
    std::vector<SkippedTensor> skipped{};  // of the file
    std::vector<Initial> initial{};        // of the model: left as they were

    /// The numbers that were loaded.
    std::int64_t matched_numbers() const;

    /// A few lines for a terminal; of what was skipped or left the first `most_names`.
    std::string text(int most_names = 5) const;
};

}  // namespace stepgrad
