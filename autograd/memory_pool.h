#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

namespace stepgrad {

/// What tensors hold and have held, in bytes of their blocks: whole cache lines of 64.
struct MemoryStatistics {
    std::int64_t live_bytes = 0;          // held by tensors now
    std::int64_t peak_bytes = 0;          // the most that was live since reset_peak_memory()
    std::int64_t live_blocks = 0;         // how many blocks these are
    std::int64_t pooled_bytes = 0;        // kept for the next request, held by no tensor
    std::int64_t system_allocations = 0;  // requests that the pool could not serve by itself
};

/// Keeps the memory of tensors that are gone for the next tensors of the same size.
///
/// A training step asks for the same shapes again and again. Giving memory back to the system and
/// taking it anew costs page faults: measured at a factor of 1.8 to 3.4 on small networks. After
/// the first step nearly every request here is a pop from a list.
///
/// What it keeps for shapes that do not come again is bounded: where it comes to more than twice the
/// peak, all of it goes back to the system before more is asked for.
///
/// Owns the blocks in its lists. Threads may share it. In a build with the address sanitizer every
/// request goes to the system, so that the sanitizer sees each block's true life. In a debug build
/// recycled blocks are filled with NaN, so that reading numbers nobody wrote shows.
class MemoryPool {
public:
    /// The one pool of the program.
    static MemoryPool& instance();

    /// A block of at least `bytes` bytes at a 64-byte boundary; nullptr for 0 bytes.
    ///
    /// throws  std::bad_alloc if the system has no memory left, even after a trim()
    void* allocate(std::size_t bytes);

    /// Takes back a block that allocate() gave for the same number of bytes.
    void release(void* block, std::size_t bytes) noexcept;

    /// Gives the blocks that no tensor uses back to the system.
    void trim() noexcept;

    /// What memory_statistics() returns.
    MemoryStatistics statistics() const;

    /// What reset_peak_memory() does: the peak is what is live now.
    void reset_peak();

private:
    struct SizeClass {
        std::vector<void*> free_blocks;  // its capacity is at least free and live blocks together
        std::size_t live_count = 0;
    };

    MemoryPool() = default;
    void* take(std::size_t size);
    void* allocate_from_system(std::size_t size);  // the lock must be held
    void free_pooled_blocks() noexcept;            // the lock must be held

    mutable std::mutex mutex_;
    std::map<std::size_t, SizeClass> size_classes_;  // by bytes of a block
    MemoryStatistics statistics_;
};

/// What tensors hold now and held at most since reset_peak_memory().
MemoryStatistics memory_statistics();

/// Starts a new measurement of the peak.
void reset_peak_memory();

}  // namespace stepgrad
