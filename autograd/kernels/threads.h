#pragma once

namespace stepgrad {

/// How many threads the kernels use. At the start it is what OpenMP finds: the environment variable
/// OMP_NUM_THREADS, or one for each core.
int thread_count();

/// Sets it for the kernels that the calling thread starts; below 1 counts as 1. Other threads keep
/// theirs, as is OpenMP's way. Results are the same bits for any number.
void set_thread_count(int count);

}  // namespace stepgrad
