// precision: float
#include "autograd/grad_mode.h"
#include "autograd/memory_pool.h"
#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/relu6.h"
#include "layers/sequential.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

Sequential network(int depth) {
    Sequential model;
    for (int i = 0; i < depth; ++i) {
        model.add(Conv2d(8, 8, 3, {.padding = 1, .has_bias = false}));
        model.add(BatchNorm2d(8));
        model.add(ReLU6());
    }
    return model;
}

const Tensor& images() {
    static const Tensor tensor = random_tensor({2, 32, 32, 8}, 1);
    return tensor;
}

// The most that one forward holds besides the network and the images.
std::int64_t peak_of(Sequential& model) {
    model(Variable(images()));  // what the layers keep for themselves is there from now on
    reset_peak_memory();
    const std::int64_t before = memory_statistics().live_bytes;
    model(Variable(images()));
    return memory_statistics().peak_bytes - before;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inference_memory_test)

BOOST_AUTO_TEST_CASE(without_a_graph_memory_does_not_grow_with_depth) {
    Sequential shallow = network(3);
    Sequential deep = network(30);
    shallow.eval();
    deep.eval();
    const NoGradGuard no_grad;
    BOOST_TEST(peak_of(deep) == peak_of(shallow));
}

BOOST_AUTO_TEST_CASE(nor_does_it_on_a_frozen_base) {
    Sequential shallow = network(3);
    Sequential deep = network(30);
    shallow.freeze();
    deep.freeze();
    BOOST_TEST(peak_of(deep) == peak_of(shallow));
}

BOOST_AUTO_TEST_CASE(with_a_graph_it_does) {
    Sequential shallow = network(3);
    Sequential deep = network(30);
    BOOST_TEST(peak_of(deep) > 3 * peak_of(shallow));
}

BOOST_AUTO_TEST_SUITE_END()
