#pragma once

#include "tests/benchmarks/series.h"

#include <string>
#include <vector>

namespace stepgrad::benchmarks {

/// Files as Google Benchmark writes them, one for each round; its context becomes `context`.
std::vector<Series> read_kernels(const std::vector<std::string>& paths, Json& context);

/// Prints the speed of each pass and adds it to the report, as "kernels" and "memory_bound".
void report_kernels(const std::vector<Series>& all, Json& report);

/// Prints the sum over the convolutions of each net beside oneDNN's, as "convolution_sums".
///
/// steps  training steps by net and library, "oneDNN, convolutions alone" among them
void report_convolution_sums(const std::vector<Series>& kernels, const std::vector<Series>& steps,
                             Json& report);

/// Prints each pass beside oneDNN's, as "passes".
///
/// passes  oneDNN's, by shape, pass and format: "best" or "channels_last"
void report_passes(const std::vector<Series>& kernels, const std::vector<Series>& passes,
                   Json& report);

}  // namespace stepgrad::benchmarks
