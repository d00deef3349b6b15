#include "layers/models/convolution_block.h"

#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/relu.h"

#include <string>

namespace stepgrad {

void add_convolution_block(Sequential& layers, std::int64_t number, std::int64_t in,
                           std::int64_t out, std::int64_t padding) {
    const std::string suffix = std::to_string(number);
    layers.add("conv" + suffix, Conv2d(in, out, 3, {.padding = padding, .has_bias = false}));
    layers.add("norm" + suffix, BatchNorm2d(out));
    layers.add("relu" + suffix, ReLU());
}

}  // namespace stepgrad
