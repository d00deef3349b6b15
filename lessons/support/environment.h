#pragma once

#include <string>

namespace stepgrad::lessons {

/// "GCC 12.2.0"
std::string compiler_name();

/// "2 threads, AVX-512, GCC 12.2.0": what the speed of a run depends on.
std::string environment_text();

}  // namespace stepgrad::lessons
