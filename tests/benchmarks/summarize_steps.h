#pragma once

#include "tests/benchmarks/series.h"

#include <vector>

namespace stepgrad::benchmarks {

/// Prints the time of each step, and how many times as long as stepgrad's it takes; adds "steps".
///
/// steps   by net and library
/// throws  std::runtime_error if stepgrad is missing beside a peer
void report_steps(const std::vector<Series>& steps, Json& report);

/// Prints what each step takes from the system. The numbers are in "steps" already.
void report_memory(const std::vector<Series>& steps);

/// Prints how much shorter stepgrad's steps are with two threads, as "one_to_two_threads".
///
/// steps  by net and number of threads
void report_two_threads(const std::vector<Series>& steps, Json& report);

/// Prints each library's time for one image with the number of threads it likes best, as "latency".
///
/// answers  by library and number of threads
void report_latency(const std::vector<Series>& answers, Json& report);

}  // namespace stepgrad::benchmarks
