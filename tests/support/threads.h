#pragma once

#include "autograd/kernels/threads.h"
#include "autograd/tensor.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

namespace stepgrad::testing {

/// Reports a failed check unless `compute`, which returns a Tensor, gives the same bits with 1, 2,
/// 3 and 4 threads.
template <typename Compute>
void check_same_bits_for_any_thread_count(Compute compute) {
    const int before = thread_count();
    set_thread_count(1);
    const Tensor with_one = compute().clone();
    for (const int count : {2, 3, 4}) {
        set_thread_count(count);
        BOOST_TEST(same_bits(compute(), with_one), count << " threads give other bits than one");
    }
    set_thread_count(before);
}

}  // namespace stepgrad::testing
