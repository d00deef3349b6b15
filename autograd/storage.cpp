#include "autograd/storage.h"

#include "autograd/memory_pool.h"

#include <limits>
#include <new>

namespace stepgrad {
namespace {

std::size_t bytes_of(std::int64_t numel) {
    if (numel > std::numeric_limits<std::int64_t>::max() / std::int64_t{sizeof(Scalar)}) {
        throw std::bad_alloc();
    }
    return static_cast<std::size_t>(numel) * sizeof(Scalar);
}

}  // namespace

Storage::Storage(std::int64_t numel)
    : data_(static_cast<Scalar*>(MemoryPool::instance().allocate(bytes_of(numel)))),
      numel_(numel) {}

Storage::~Storage() {
    MemoryPool::instance().release(data_, bytes_of(numel_));
}

}  // namespace stepgrad
