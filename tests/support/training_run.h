#pragma once

#include "layers/sequential.h"

#include <cstdint>

namespace stepgrad::testing {

/// A small network with one of everything whose sums could come out in another order: convolutions
/// with and without stride, grouped, depthwise and 1x1, batch normalisation, each kind of pooling,
/// dropout, dense layers. For images [batch, 12, 12, 3] and five classes.
Sequential varied_network();

/// Trains varied_network() for some steps on random images, from fixed seeds, and mixes the bits of
/// every weight and statistic into one number.
std::uint64_t hash_after_training(int steps);

}  // namespace stepgrad::testing
