#pragma once

#include "autograd/scalar.h"

#include <cstdint>

namespace stepgrad {

/// A block of numbers that tensors share. Taken from the MemoryPool and given back to it.
///
/// Owned by the Tensors that use it; the last one to go releases the block. Threads may read one
/// Storage together; changing it while others read is the caller's error.
class Storage {
public:
    /// Room for `numel` numbers; their values are not set.
    ///
    /// throws  std::bad_alloc if there is not enough memory
    explicit Storage(std::int64_t numel);
    ~Storage();
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;

    const Scalar* data() const { return data_; }

    /// For writing: raises the version number.
    Scalar* mutable_data() {
        ++version_;
        return data_;
    }

    std::int64_t numel() const { return numel_; }

    /// Raised by every change. A SavedTensor remembers it, and so notices numbers that were
    /// changed between forward and backward.
    std::uint64_t version() const { return version_; }

private:
    Scalar* data_;
    std::int64_t numel_;
    std::uint64_t version_ = 0;
};

}  // namespace stepgrad
