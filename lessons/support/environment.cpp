#include "lessons/support/environment.h"

#include "autograd/kernels/instruction_set.h"
#include "autograd/kernels/threads.h"

namespace stepgrad::lessons {

std::string compiler_name() {
#if defined(__clang__)
    return "Clang " __clang_version__;
#else
    return "GCC " __VERSION__;
#endif
}

std::string environment_text() {
    const int threads = thread_count();
    return std::to_string(threads) + (threads == 1 ? " thread, " : " threads, ") +
           instruction_set() + ", " + compiler_name();
}

}  // namespace stepgrad::lessons
