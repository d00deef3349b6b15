#pragma once

// What the machine can do at best, measured and not looked up: clocks and cores differ from one
// moment to the next, above all where others compute on the same machine.
namespace stepgrad::benchmarks {

/// Multiply-adds on registers alone, counted as two operations each.
///
/// returns  GFLOP/s of so many threads together: the best of several attempts
double fused_multiply_add_peak(int threads);

/// a[i] = b[i] + factor * c[i] on arrays larger than the caches.
///
/// returns  GB/s of so many threads together, two reads and one write counted: the best of several
///          attempts
/// source   McCalpin: Memory bandwidth and machine balance in current high performance computers,
///          1995 (STREAM)
double triad_bandwidth(int threads);

}  // namespace stepgrad::benchmarks
