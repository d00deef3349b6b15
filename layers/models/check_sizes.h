#pragma once

#include "layers/extent2d.h"

#include <cstdint>

// What networks refuse to be built for, in words that name the network. "alexnet: ..."
namespace stepgrad {

/// throws  std::invalid_argument if height or width is below `smallest` pixels
void require_images(const char* model, std::int64_t smallest, Extent2d given);

/// throws  std::invalid_argument if a count is below 1; `what` is what it counts: "classes"
void require_some(const char* model, const char* what, std::int64_t given);

/// throws  std::invalid_argument unless lowest <= given <= 64; a NaN is refused, too
void require_width_multiplier(const char* model, double lowest, double given);

}  // namespace stepgrad
