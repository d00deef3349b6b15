// precision: float
#include "autograd/kernels/threads.h"
#include "autograd/memory_pool.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/conv2d.h"
#include "layers/cross_entropy.h"
#include "layers/models/small_cnn.h"
#include "layers/relu.h"
#include "layers/sequential.h"
#include "tests/support/algorithm_guard.h"
#include "tests/support/tensors.h"
#include "tests/support/training_run.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Loss after some steps on the same eight images, each with a label of its own.
Scalar loss_after_overfitting(Head head, int steps) {
    set_seed(3);
    Sequential model = small_cnn(
        head, {.image_height = 12, .image_width = 12, .image_channels = 1, .class_count = 8});
    const Variable images(random_tensor({8, 12, 12, 1}, 5));
    const std::vector<std::int32_t> labels = {0, 1, 2, 3, 4, 5, 6, 7};
    SGD optimizer(model.parameters(), {.learning_rate = 0.05, .momentum = 0.9});
    Scalar last_loss = 0;
    for (int step = 0; step < steps; ++step) {
        const Variable loss = cross_entropy(model(images), labels);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        last_loss = loss.item();
    }
    return last_loss;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(training_test)

// A network that cannot learn eight images by heart has a wrong gradient somewhere. Untrained the
// loss is about log(8) = 2.1; what is left here is that softmax never quite reaches 1.
BOOST_AUTO_TEST_CASE(every_head_learns_eight_images_by_heart) {
    constexpr Scalar kAsGoodAsZero = Scalar(0.01);
    for (const Head head : kAllHeads) {
        BOOST_TEST_CONTEXT(head_name(head)) {
            BOOST_TEST(loss_after_overfitting(head, 150) < kAsGoodAsZero);
        }
    }
}

BOOST_AUTO_TEST_CASE(leaves_no_live_tensors) {
    const MemoryStatistics before = memory_statistics();
    loss_after_overfitting(Head::kFlattenDense, 3);
    const MemoryStatistics after = memory_statistics();
    BOOST_TEST(after.live_blocks == before.live_blocks);
    BOOST_TEST(after.live_bytes == before.live_bytes);
}

BOOST_AUTO_TEST_CASE(gives_the_same_bits_with_any_number_of_threads) {
    const int before = thread_count();
    set_thread_count(1);
    const std::uint64_t one = hash_after_training(4);
    for (const int count : {2, 3, 4}) {
        set_thread_count(count);
        BOOST_TEST(hash_after_training(4) == one);
    }
    set_thread_count(before);
    BOOST_TEST(hash_after_training(3) != one, "the hash must depend on the weights");
}

// Ten blocks keep ten feature maps for backward. As each node is done its map goes, so that the
// gradients on their way down fit into what the maps leave behind.
BOOST_AUTO_TEST_CASE(the_graph_is_freed_as_backward_goes) {
    // Its workspace is small; that of Winograd's algorithm is larger than maps as small as these.
    const AlgorithmGuard guard(ConvolutionAlgorithm::kDirect);
    Sequential model;
    for (int i = 0; i < 10; ++i) {
        model.add(Conv2d(16, 16, 3, {.padding = 1}));
        model.add(ReLU());
    }
    const Variable images(random_tensor({8, 16, 16, 16}, 1));
    const std::int64_t map_bytes = images.value().numel() * std::int64_t{sizeof(Scalar)};
    const std::int64_t before_forward = memory_statistics().live_bytes;

    const Variable output = model(images);
    const std::int64_t after_forward = memory_statistics().live_bytes;
    BOOST_TEST(after_forward >= before_forward + 10 * map_bytes);

    reset_peak_memory();
    output.backward(Tensor::full(output.shape(), 1));
    // At the top: the gradient given, its copy, the one computed, and a workspace.
    BOOST_TEST(memory_statistics().peak_bytes < after_forward + 5 * map_bytes);

    // What is left are the gradients of the parameters and the output that we hold.
    for (Variable& parameter : model.parameters()) {
        parameter.clear_grad();
    }
    BOOST_TEST(memory_statistics().live_bytes == before_forward + map_bytes);
}

BOOST_AUTO_TEST_SUITE_END()
