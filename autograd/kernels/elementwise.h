#pragma once

#include <cstdint>

#include "autograd/scalar.h"

// Loops over numbers that do not know of each other, and the sums that undo a broadcast.
// Pointers are to `count` numbers; an output may be one of the inputs unless said otherwise.
namespace stepgrad::kernels {

void add_in_place(const Scalar* x, Scalar* sum, std::int64_t count) noexcept;

}  // namespace stepgrad::kernels
