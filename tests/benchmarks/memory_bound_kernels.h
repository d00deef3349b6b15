#pragma once

// The kernels that do so little with each number that memory sets their speed: counted are the bytes
// that each must read and write once, and the triad is what they are compared with.
namespace stepgrad::benchmarks {

/// Registers them with Google Benchmark.
///
/// bandwidth         GB/s of triad_bandwidth() with all threads
/// bandwidth_of_one  the same of one thread, for kernels that run on one
void add_memory_bound_kernels(double bandwidth, double bandwidth_of_one);

}  // namespace stepgrad::benchmarks
