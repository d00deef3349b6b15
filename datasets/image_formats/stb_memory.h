#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace stepgrad {

/// What stb could not do, for those who call it to say in better words.
class StbFailure : public std::runtime_error {
public:
    explicit StbFailure(const char* reason) : std::runtime_error(reason) {}
};

/// The memory that stb takes within a scope: limited, zeroed, and given back at its end.
///
/// stb looks at some of its tables before it has written them, and forgets a block or a check for
/// null where it fails. Zeros make its results the same every time; taking more than the limit throws,
/// and an exception may pass through stb, since nothing it holds is lost.
///
/// One scope on a thread at a time; threads do not share it.
class StbMemory {
public:
    /// input   limit: in bytes, for all blocks that are held at one time
    explicit StbMemory(std::int64_t limit);
    ~StbMemory();
    StbMemory(const StbMemory&) = delete;
    StbMemory& operator=(const StbMemory&) = delete;

    /// malloc, realloc and free of the scope that is open on this thread.
    ///
    /// throws  StbFailure if the limit is reached
    ///         std::bad_alloc if there is no memory
    static void* take(std::size_t size);
    static void* resize(void* block, std::size_t size);
    static void give_back(void* block) noexcept;

private:
    struct Block {
        void* start;
        std::size_t size;
    };

    Block* find(const void* start);

    std::size_t left_;
    std::vector<Block> blocks_;  // few: stb holds a dozen at most
};

/// Throws an StbFailure: stands for `abort` in stb's assertions.
[[noreturn]] void fail_stb(const char* reason);

}  // namespace stepgrad
