#include "autograd/kernels/losses.h"

#include "autograd/kernels/in_parallel.h"

#include <algorithm>

namespace stepgrad::kernels {

void one_hot(const std::int32_t* labels, Scalar scale, Scalar* dx, ScoreSizes sizes) noexcept {
    std::fill_n(dx, sizes.rows * sizes.classes, Scalar{0});
    for (std::int64_t n = 0; n < sizes.rows; ++n) {
        dx[n * sizes.classes + labels[n]] = scale;
    }
}

double sum_in_order(const Scalar* x, std::int64_t count) noexcept {
    double sum = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        sum += x[i];
    }
    return sum;
}

double sum_of_squared_differences(const Scalar* x, const Scalar* y, std::int64_t count) noexcept {
    double sum = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const double difference = static_cast<double>(x[i]) - static_cast<double>(y[i]);
        sum += difference * difference;
    }
    return sum;
}

void scaled_difference(const Scalar* x, const Scalar* y, Scalar scale, Scalar* d,
                       std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            d[i] = scale * (x[i] - y[i]);
        }
    });
}

}  // namespace stepgrad::kernels
