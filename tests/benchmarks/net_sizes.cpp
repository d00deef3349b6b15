#include "tests/benchmarks/net_sizes.h"

#include <stdexcept>

namespace stepgrad::benchmarks {

NetSizes net_sizes(const std::string& net) {
    if (net == "A" || net == "B") {
        return {.batch = 64, .extent = 28, .channels = 1};
    }
    if (net == "C") {
        return {.batch = 32, .extent = 32, .channels = 3};
    }
    if (net == "D") {
        return {.batch = 32, .extent = 28, .channels = 1};
    }
    throw std::invalid_argument("net_sizes: the nets are A, B, C and D, \"" + net + "\" was given");
}

}  // namespace stepgrad::benchmarks
