#include "datasets/random_order.h"

#include "autograd/random.h"

#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

namespace stepgrad {
namespace {

// Augmentation draws from stream 0 of the seeds that mix_seed makes; orders have their own stream.
constexpr std::uint64_t kOrderStream = 1;

}  // namespace

std::vector<std::int64_t> random_order(std::int64_t count, std::uint64_t seed) {
    if (count < 0 || count > std::numeric_limits<std::uint32_t>::max()) {
        throw std::invalid_argument("random_order: the count must be from 0 to 2^32 - 1, " +
                                    std::to_string(count) + " was given");
    }
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    Random random(seed, kOrderStream);
    for (std::size_t left = order.size(); left > 1; --left) {
        std::swap(order[left - 1], order[random.below(static_cast<std::uint32_t>(left))]);
    }
    return order;
}

}  // namespace stepgrad
