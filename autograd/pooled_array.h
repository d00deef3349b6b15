#pragma once

#include "autograd/memory_pool.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace stepgrad {

/// A fixed number of plain values from the MemoryPool, not set to anything: for what an operation
/// saves that is not a Scalar, such as the indices of max pooling.
///
/// Owns its block and gives it back at the end of its life. Moves, does not copy.
template <typename Value>
class PooledArray {
    static_assert(std::is_trivial_v<Value>);

public:
    PooledArray() = default;

    /// throws  std::bad_alloc if the system has no memory left
    explicit PooledArray(std::int64_t count) : count_(count) {
        data_ = static_cast<Value*>(MemoryPool::instance().allocate(bytes()));
    }
    PooledArray(PooledArray&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), count_(std::exchange(other.count_, 0)) {}
    PooledArray& operator=(PooledArray&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(count_, other.count_);
        return *this;
    }
    ~PooledArray() { MemoryPool::instance().release(data_, bytes()); }

    Value* data() { return data_; }
    const Value* data() const { return data_; }
    std::int64_t size() const { return count_; }

private:
    std::size_t bytes() const { return static_cast<std::size_t>(count_) * sizeof(Value); }

    Value* data_ = nullptr;
    std::int64_t count_ = 0;
};

}  // namespace stepgrad
