#pragma once

#include "layers/sequential.h"

#include <string>

namespace stepgrad::benchmarks {

/// Two convolutions and dense layers on what Flatten leaves of them.
Sequential net_a();

/// Three convolutions, global average pooling and one dense layer.
Sequential net_b();

/// Six convolutions with batch normalisation, for small colour images.
Sequential net_c();

/// LeNet-5 with tanh and average pooling.
Sequential net_d();

/// The net of this name.
///
/// throws  std::invalid_argument unless name is "A", "B", "C" or "D"
Sequential net_named(const std::string& name);

}  // namespace stepgrad::benchmarks
