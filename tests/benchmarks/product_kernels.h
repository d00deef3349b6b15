#pragma once

// The products that are no convolution, and what prepares numbers for products.
namespace stepgrad::benchmarks {

/// Registers with Google Benchmark: the three passes of a dense layer; the register tiles alone, on
/// numbers that are in the first-level cache, by one thread.
///
/// peak         GFLOP/s of fused_multiply_add_peak() with all threads
/// peak_of_one  the same of one thread
void add_product_kernels(double peak, double peak_of_one);

}  // namespace stepgrad::benchmarks
