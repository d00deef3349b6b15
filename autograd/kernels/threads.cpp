#include "autograd/kernels/threads.h"

#include "autograd/kernels/index_range.h"

#include <omp.h>

namespace stepgrad {

int thread_count() {
    return omp_get_max_threads();
}

void set_thread_count(int count) {
    omp_set_num_threads(count < 1 ? 1 : count);
}

namespace kernels {

IndexRange own_share(std::int64_t count) noexcept {
    const std::int64_t thread = omp_get_thread_num();
    const std::int64_t threads = omp_get_num_threads();
    return {count * thread / threads, count * (thread + 1) / threads};
}

}  // namespace kernels

}  // namespace stepgrad
