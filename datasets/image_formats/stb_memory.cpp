#include "datasets/image_formats/stb_memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace stepgrad {
namespace {

// stb's hooks have no argument that could bring the scope along.
thread_local StbMemory* open_scope = nullptr;

}  // namespace

StbMemory::StbMemory(std::int64_t limit) : left_(static_cast<std::size_t>(limit)) {
    open_scope = this;
}

StbMemory::~StbMemory() {
    for (const Block& block : blocks_) {
        std::free(block.start);
    }
    open_scope = nullptr;
}

void* StbMemory::take(std::size_t size) {
    StbMemory& scope = *open_scope;
    if (size > scope.left_) {
        fail_stb("more memory is wanted than a picture of this size needs");
    }
    scope.blocks_.reserve(scope.blocks_.size() + 1);
    void* const start = std::calloc(std::max<std::size_t>(size, 1), 1);
    if (start == nullptr) {
        throw std::bad_alloc();
    }
    scope.blocks_.push_back({start, size});
    scope.left_ -= size;
    return start;
}

void* StbMemory::resize(void* block, std::size_t size) {
    void* const larger = take(size);
    if (block != nullptr) {
        std::memcpy(larger, block, std::min(size, open_scope->find(block)->size));
        give_back(block);
    }
    return larger;
}

void StbMemory::give_back(void* block) noexcept {
    if (block == nullptr) {
        return;
    }
    StbMemory& scope = *open_scope;
    Block* const found = scope.find(block);
    scope.left_ += found->size;
    *found = scope.blocks_.back();
    scope.blocks_.pop_back();
    std::free(block);
}

StbMemory::Block* StbMemory::find(const void* start) {
    return &*std::find_if(blocks_.begin(), blocks_.end(),
                          [start](const Block& block) { return block.start == start; });
}

void fail_stb(const char* reason) {
    throw StbFailure(reason);
}

}  // namespace stepgrad
