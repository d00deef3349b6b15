#pragma once

#include <cstdint>

namespace stepgrad::benchmarks {

/// How often the program has called the operator new that small objects come from: a program that
/// links allocation_count.cpp counts. Most of these calls are served by what malloc keeps; only a page
/// fault shows that the system was asked.
std::int64_t allocation_count();

}  // namespace stepgrad::benchmarks
