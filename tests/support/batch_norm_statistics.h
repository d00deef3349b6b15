#pragma once

#include "autograd/kernels/batch_norm.h"
#include "autograd/tensor.h"

namespace stepgrad::testing {

/// A row for each row of the matrix, a column for each channel.
inline kernels::BatchNormSizes sizes_of(const Tensor& matrix) {
    return {matrix.shape()[0], matrix.shape()[1]};
}

struct Statistics {
    Tensor mean;
    Tensor variance;
};

/// What kernels::batch_statistics() says of a matrix.
inline Statistics statistics(const Tensor& x) {
    const kernels::BatchNormSizes sizes = sizes_of(x);
    Tensor workspace = Tensor::empty({kernels::batch_norm_workspace_numel(sizes)});
    Statistics result{Tensor::empty({sizes.channels}), Tensor::empty({sizes.channels})};
    kernels::batch_statistics(x.data(), workspace.mutable_data(), result.mean.mutable_data(),
                              result.variance.mutable_data(), sizes);
    return result;
}

/// y = x * scale + shift
inline Tensor scaled_and_moved(const Tensor& x, Scalar scale, Scalar shift) {
    Tensor y = Tensor::empty(x.shape());
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        y.mutable_data()[i] = x.data()[i] * scale + shift;
    }
    return y;
}

}  // namespace stepgrad::testing
