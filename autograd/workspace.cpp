#include "autograd/workspace.h"

#include <bit>

namespace stepgrad {

Tensor workspace_for(std::int64_t numel) {
    const auto rounded_up = std::bit_ceil(static_cast<std::uint64_t>(numel));
    return Tensor::empty({numel == 0 ? 0 : static_cast<std::int64_t>(rounded_up)});
}

}  // namespace stepgrad
