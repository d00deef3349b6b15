#include "tests/benchmarks/allocation_count.h"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::int64_t> count{0};

}  // namespace

// In the place of the standard library's, for the whole program.
void* operator new(std::size_t size) {
    count.fetch_add(1, std::memory_order_relaxed);
    void* block = std::malloc(size == 0 ? 1 : size);
    if (block == nullptr) {
        throw std::bad_alloc();
    }
    return block;
}

void operator delete(void* block) noexcept {
    std::free(block);
}

void operator delete(void* block, std::size_t) noexcept {
    std::free(block);
}

namespace stepgrad::benchmarks {

std::int64_t allocation_count() {
    return count.load(std::memory_order_relaxed);
}

}  // namespace stepgrad::benchmarks
