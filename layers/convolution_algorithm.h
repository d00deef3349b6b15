#pragma once

#include "autograd/kernels/conv2d_sizes.h"

namespace stepgrad {

/// How conv2d multiplies. All give the same result but for rounding; depthwise convolutions have
/// loops of their own and do not ask.
enum class ConvolutionAlgorithm {
    kAutomatic,  // Winograd's with 4x4 outputs where that is faster, otherwise direct
    kDirect,     // every product of the formula
    kWinograd2,  // Winograd's with 2x2 outputs where it can: as exact as direct
    kWinograd4,  // Winograd's with 4x4 outputs where it can: the fewest products, and 2 to 4 times
                 // the rounding error of direct
};

/// The algorithm of convolutions from now on, in the whole program; kAutomatic at the start. A
/// backward uses what its forward used. Threads may call it.
void set_convolution_algorithm(ConvolutionAlgorithm algorithm);

/// What set_convolution_algorithm() has set.
ConvolutionAlgorithm convolution_algorithm();

/// What the algorithm in force comes to for one convolution: how many outputs a Winograd tile has in
/// each direction, 2 or 4, or 0 for the direct kernels. Follows from the sizes of one image and never
/// from the batch (unless it is empty) or the number of threads.
int winograd_outputs_for(const kernels::Conv2dSizes& sizes);

}  // namespace stepgrad
