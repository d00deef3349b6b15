#include "autograd/memory_pool.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <new>

#include "autograd/scalar.h"

namespace stepgrad {
namespace {

constexpr std::size_t kAlignment = 64;  // one cache line, and the longest vector register

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kAddressSanitizer = true;
#else
constexpr bool kAddressSanitizer = false;
#endif
#elif defined(__SANITIZE_ADDRESS__)
constexpr bool kAddressSanitizer = true;
#else
constexpr bool kAddressSanitizer = false;
#endif

std::size_t rounded_up(std::size_t bytes) {
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

void* allocate_from_system(std::size_t bytes) {
    void* block = std::aligned_alloc(kAlignment, bytes);
    if (block == nullptr) {
        throw std::bad_alloc();
    }
    return block;
}

void fill_with_nan_in_debug_builds([[maybe_unused]] void* block,
                                   [[maybe_unused]] std::size_t bytes) {
#ifndef NDEBUG
    Scalar* numbers = static_cast<Scalar*>(block);
    std::fill(numbers, numbers + bytes / sizeof(Scalar), std::numeric_limits<Scalar>::quiet_NaN());
#endif
}

}  // namespace

MemoryPool& MemoryPool::instance() {
    // Never destroyed: tensors in static variables may give memory back after main has ended.
    static MemoryPool* pool = new MemoryPool();
    return *pool;
}

void* MemoryPool::allocate(std::size_t bytes) {
    if (bytes == 0) {
        return nullptr;
    }
    if (bytes > std::numeric_limits<std::size_t>::max() / 2) {
        throw std::bad_alloc();
    }
    const std::size_t size = rounded_up(bytes);
    const std::lock_guard<std::mutex> lock(mutex_);
    void* block = nullptr;
    const auto list = free_blocks_.find(size);
    if (list != free_blocks_.end() && !list->second.empty()) {
        block = list->second.back();
        list->second.pop_back();
        statistics_.pooled_bytes -= static_cast<std::int64_t>(size);
    } else {
        block = allocate_from_system(size);
        // Room for the way back, so that release() need not allocate.
        std::vector<void*>& same_size = free_blocks_[size];
        same_size.reserve(same_size.capacity() + 1);
        ++statistics_.system_allocations;
    }
    fill_with_nan_in_debug_builds(block, size);
    ++statistics_.live_blocks;
    statistics_.live_bytes += static_cast<std::int64_t>(size);
    statistics_.peak_bytes = std::max(statistics_.peak_bytes, statistics_.live_bytes);
    return block;
}

void MemoryPool::release(void* block, std::size_t bytes) noexcept {
    if (block == nullptr) {
        return;
    }
    const std::size_t size = rounded_up(bytes);
    const std::lock_guard<std::mutex> lock(mutex_);
    --statistics_.live_blocks;
    statistics_.live_bytes -= static_cast<std::int64_t>(size);
    if (kAddressSanitizer) {
        std::free(block);
        return;
    }
    free_blocks_[size].push_back(block);
    statistics_.pooled_bytes += static_cast<std::int64_t>(size);
}

void MemoryPool::trim() noexcept {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (auto& [size, blocks] : free_blocks_) {
        for (void* block : blocks) {
            std::free(block);
        }
        blocks.clear();
    }
    statistics_.pooled_bytes = 0;
}

MemoryStatistics MemoryPool::statistics() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return statistics_;
}

void MemoryPool::reset_peak() {
    const std::lock_guard<std::mutex> lock(mutex_);
    statistics_.peak_bytes = statistics_.live_bytes;
}

MemoryStatistics memory_statistics() {
    return MemoryPool::instance().statistics();
}

void reset_peak_memory() {
    MemoryPool::instance().reset_peak();
}

}  // namespace stepgrad
