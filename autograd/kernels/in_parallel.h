#pragma once

#include "autograd/kernels/parallel.h"
#include "autograd/kernels/threads.h"

// For source files that are compiled with OpenMP.
namespace stepgrad::kernels {

/// Runs body() on every thread of a parallel region where that is worth it, and on the calling
/// thread alone where it is not; `omp for` loops in it are then shared by one. Not the same as a
/// region with an if clause: that one enters the OpenMP library, too, which took 1.4 microseconds
/// (a region of two threads 3.3), as long as whole operations on one small image.
///
/// Loops in it are `omp for schedule(static)`: equal runs of neighbouring indices, in order of the
/// threads, so that a thread meets the same images in every layer. The region ends with a barrier,
/// so its last loop needs none of its own: nowait.
template <typename Body>
void in_parallel(bool is_worth_it, const Body& body) noexcept {
    if (is_worth_it && thread_count() > 1) {
#pragma omp parallel
        body();
    } else {
        body();
    }
}

}  // namespace stepgrad::kernels
