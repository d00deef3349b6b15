#include "autograd/memory_pool.h"

#include "autograd/scalar.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

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

// Large blocks ask for pages of 2 MB where the system has them: with pages of 4 KB the processor
// spends a twentieth of a training step on looking up where they are.
constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr std::size_t kLargeBlock = kHugePage / 2;

// Shapes that never come again, as those of images of any size, must not fill the memory: the pool
// keeps at most so many times what tensors held at once (the peak) before it asks for more.
constexpr std::int64_t kMostPooled = 2;

void* system_block(std::size_t size) {
    if (size < kLargeBlock || kAddressSanitizer) {  // the sanitizer must see where the block ends
        return std::aligned_alloc(kAlignment, size);
    }
    void* const block =
        std::aligned_alloc(kHugePage, (size + kHugePage - 1) / kHugePage * kHugePage);
#if defined(__linux__)
    if (block != nullptr) {
        madvise(block, size, MADV_HUGEPAGE);  // advice: it may be refused, and nothing is lost
    }
#endif
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
    void* block = take(size);
    fill_with_nan_in_debug_builds(block, size);
    return block;
}

void* MemoryPool::take(std::size_t size) {
    const std::lock_guard<std::mutex> lock(mutex_);
    SizeClass& same_size = size_classes_[size];
    void* block = nullptr;
    if (!same_size.free_blocks.empty()) {
        block = same_size.free_blocks.back();
        same_size.free_blocks.pop_back();
        statistics_.pooled_bytes -= static_cast<std::int64_t>(size);
    } else {
        // Room for the way back of every block of this size, so that release() need not allocate.
        // Doubled, since a million blocks would otherwise mean a million moves of the list.
        if (same_size.free_blocks.capacity() <= same_size.live_count) {
            same_size.free_blocks.reserve(2 * same_size.live_count + 1);
        }
        block = allocate_from_system(size);
        ++statistics_.system_allocations;
    }
    ++same_size.live_count;
    ++statistics_.live_blocks;
    statistics_.live_bytes += static_cast<std::int64_t>(size);
    statistics_.peak_bytes = std::max(statistics_.peak_bytes, statistics_.live_bytes);
    return block;
}

// What the pool keeps for other sizes is given back first where it has become too much, and where the
// system has no more. Steps of always the same shapes come to neither: they ask the system no more.
void* MemoryPool::allocate_from_system(std::size_t size) {
    if (statistics_.pooled_bytes > kMostPooled * statistics_.peak_bytes) {
        free_pooled_blocks();
    }
    void* block = system_block(size);
    if (block == nullptr) {
        free_pooled_blocks();
        block = system_block(size);
    }
    if (block == nullptr) {
        throw std::bad_alloc();
    }
    return block;
}

void MemoryPool::release(void* block, std::size_t bytes) noexcept {
    if (block == nullptr) {
        return;
    }
    const std::size_t size = rounded_up(bytes);
    const std::lock_guard<std::mutex> lock(mutex_);
    SizeClass& same_size = size_classes_[size];
    --same_size.live_count;
    --statistics_.live_blocks;
    statistics_.live_bytes -= static_cast<std::int64_t>(size);
    if (kAddressSanitizer) {
        std::free(block);
        return;
    }
    same_size.free_blocks.push_back(block);
    statistics_.pooled_bytes += static_cast<std::int64_t>(size);
}

void MemoryPool::trim() noexcept {
    const std::lock_guard<std::mutex> lock(mutex_);
    free_pooled_blocks();
}

void MemoryPool::free_pooled_blocks() noexcept {
    for (auto& [size, same_size] : size_classes_) {
        for (void* block : same_size.free_blocks) {
            std::free(block);
        }
        same_size.free_blocks.clear();
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
