#include "autograd/kernels/softmax.h"

#include "autograd/kernels/in_parallel.h"

#include <cmath>

namespace stepgrad::kernels {
namespace {

bool is_large(ScoreSizes sizes) {
    return sizes.rows * sizes.classes >= kParallelFrom;
}

// A NaN is never larger, so that it does not become the shift; it comes back through exp.
Scalar largest(const Scalar* x, std::int64_t count) {
    Scalar largest = x[0];
    for (std::int64_t k = 1; k < count; ++k) {
        largest = x[k] > largest ? x[k] : largest;
    }
    return largest;
}

// y[k] = exp(x[k] - shift); returns their sum.
Scalar shifted_exponentials(const Scalar* x, Scalar shift, Scalar* y, std::int64_t count) {
    Scalar sum = 0;
    for (std::int64_t k = 0; k < count; ++k) {
        y[k] = std::exp(x[k] - shift);
        sum += y[k];
    }
    return sum;
}

void softmax_row(const Scalar* x, Scalar* y, std::int64_t classes) {
    const Scalar sum = shifted_exponentials(x, largest(x, classes), y, classes);
    for (std::int64_t k = 0; k < classes; ++k) {
        y[k] = y[k] / sum;
    }
}

void softmax_backward_row(const Scalar* y, const Scalar* dy, Scalar* dx, std::int64_t classes) {
    Scalar weighted = 0;
    for (std::int64_t k = 0; k < classes; ++k) {
        weighted += dy[k] * y[k];
    }
    for (std::int64_t k = 0; k < classes; ++k) {
        dx[k] = y[k] * (dy[k] - weighted);
    }
}

void log_softmax_row(const Scalar* x, Scalar* y, std::int64_t classes) {
    const Scalar shift = largest(x, classes);
    const Scalar log_sum = std::log(shifted_exponentials(x, shift, y, classes));
    for (std::int64_t k = 0; k < classes; ++k) {
        y[k] = (x[k] - shift) - log_sum;
    }
}

void log_softmax_backward_row(const Scalar* y, const Scalar* dy, Scalar* dx, std::int64_t classes) {
    Scalar sum = 0;
    for (std::int64_t k = 0; k < classes; ++k) {
        sum += dy[k];
    }
    for (std::int64_t k = 0; k < classes; ++k) {
        dx[k] = dy[k] - std::exp(y[k]) * sum;
    }
}

Scalar cross_entropy_row(const Scalar* x, std::int32_t label, Scalar* probabilities,
                         std::int64_t classes) {
    const Scalar shift = largest(x, classes);
    const Scalar sum = shifted_exponentials(x, shift, probabilities, classes);
    for (std::int64_t k = 0; k < classes; ++k) {
        probabilities[k] = probabilities[k] / sum;
    }
    return std::log(sum) - (x[label] - shift);
}

void cross_entropy_backward_row(const Scalar* probabilities, std::int32_t label, Scalar scale,
                                Scalar* dx, std::int64_t classes) {
    for (std::int64_t k = 0; k < classes; ++k) {
        dx[k] = scale * probabilities[k];
    }
    dx[label] = scale * (probabilities[label] - 1);
}

}  // namespace

void softmax_forward(const Scalar* x, Scalar* y, ScoreSizes sizes) noexcept {
    const std::int64_t classes = sizes.classes;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.rows; ++n) {
            softmax_row(x + n * classes, y + n * classes, classes);
        }
    });
}

void softmax_backward(const Scalar* y, const Scalar* dy, Scalar* dx, ScoreSizes sizes) noexcept {
    const std::int64_t classes = sizes.classes;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.rows; ++n) {
            softmax_backward_row(y + n * classes, dy + n * classes, dx + n * classes, classes);
        }
    });
}

void log_softmax_forward(const Scalar* x, Scalar* y, ScoreSizes sizes) noexcept {
    const std::int64_t classes = sizes.classes;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.rows; ++n) {
            log_softmax_row(x + n * classes, y + n * classes, classes);
        }
    });
}

void log_softmax_backward(const Scalar* y, const Scalar* dy, Scalar* dx,
                          ScoreSizes sizes) noexcept {
    const std::int64_t classes = sizes.classes;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.rows; ++n) {
            log_softmax_backward_row(y + n * classes, dy + n * classes, dx + n * classes, classes);
        }
    });
}

void cross_entropy_forward(const Scalar* x, const std::int32_t* labels, Scalar* probabilities,
                           Scalar* losses, ScoreSizes sizes) noexcept {
    const std::int64_t classes = sizes.classes;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.rows; ++n) {
            losses[n] =
                cross_entropy_row(x + n * classes, labels[n], probabilities + n * classes, classes);
        }
    });
}

void cross_entropy_backward(const Scalar* probabilities, const std::int32_t* labels, Scalar scale,
                            Scalar* dx, ScoreSizes sizes) noexcept {
    const std::int64_t classes = sizes.classes;
    in_parallel(is_large(sizes), [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t n = 0; n < sizes.rows; ++n) {
            cross_entropy_backward_row(probabilities + n * classes, labels[n], scale,
                                       dx + n * classes, classes);
        }
    });
}

}  // namespace stepgrad::kernels
