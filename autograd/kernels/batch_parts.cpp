#include "autograd/kernels/batch_parts.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kChunk = 1024;  // numbers of the total that stay near while parts are added

}  // namespace

void add_parts_in_parallel_region(const Scalar* parts, std::int64_t part_size,
                                  std::int64_t part_count, std::int64_t count,
                                  Scalar* total) noexcept {
#pragma omp for schedule(static)
    for (std::int64_t first = 0; first < count; first += kChunk) {
        const std::int64_t end = std::min(first + kChunk, count);
        for (std::int64_t i = first; i < end; ++i) {
            total[i] = parts[i];
        }
        for (std::int64_t part = 1; part < part_count; ++part) {
            const Scalar* const numbers = parts + part * part_size;
            for (std::int64_t i = first; i < end; ++i) {
                total[i] += numbers[i];
            }
        }
    }
}

}  // namespace stepgrad::kernels
