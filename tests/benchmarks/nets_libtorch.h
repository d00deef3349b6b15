#pragma once

#include <torch/torch.h>

#include <string>

namespace stepgrad::benchmarks {

/// The nets of nets.h in libtorch: "A", "B", "C" or "D".
///
/// layout  of the weights of convolutions in memory
torch::nn::Sequential libtorch_net(const std::string& name, torch::MemoryFormat layout);

/// "contiguous" or "channels_last"
torch::MemoryFormat libtorch_layout(const std::string& name);

}  // namespace stepgrad::benchmarks
