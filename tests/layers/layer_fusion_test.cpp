// precision: float, double
#include "layers/layer_fusion.h"

#include "autograd/error.h"
#include "autograd/graph_text.h"
#include "autograd/kernels/threads.h"
#include "autograd/observer.h"
#include "autograd/optim/sgd.h"
#include "autograd/profiler.h"
#include "autograd/random.h"
#include "layers/batch_norm2d.h"
#include "layers/cross_entropy.h"
#include "layers/leaky_relu.h"
#include "layers/models/small_cnn.h"
#include "layers/relu.h"
#include "layers/sequential.h"
#include "layers/summary.h"
#include "tests/support/tensors.h"
#include "tests/support/training_run.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Layer fusion as the test wants it, and afterwards as it was.
class FusionGuard {
public:
    explicit FusionGuard(bool is_on) : previous_(layer_fusion()) { set_layer_fusion(is_on); }
    ~FusionGuard() { set_layer_fusion(previous_); }
    FusionGuard(const FusionGuard&) = delete;
    FusionGuard& operator=(const FusionGuard&) = delete;

private:
    bool previous_;
};

class Names final : public Observer {
public:
    void on_forward(const Forward& event) override {
        forwards.push_back(std::string(event.operation) + " at " + event.module_path);
    }
    void on_backward(const Backward& event) override {
        backwards.push_back(std::string(event.node.name()) + " at " + event.node.module_path);
    }

    std::vector<std::string> forwards;
    std::vector<std::string> backwards;
};

enum class Mode { kTraining, kEval, kFrozen };

Sequential norm_and_relu(std::int64_t channels, Mode mode) {
    Sequential model{BatchNorm2d(channels), ReLU(), BatchNorm2d(channels)};
    std::uint64_t seed = 10;
    for (const NamedParameter& named : model.named_parameters()) {
        Tensor numbers = named.parameter.value();
        const Tensor random = random_tensor(numbers.shape(), ++seed);
        for (std::int64_t c = 0; c < channels; ++c) {
            numbers.mutable_data()[c] = random.data()[c];
        }
    }
    if (mode == Mode::kEval) {
        model.eval();
    } else if (mode == Mode::kFrozen) {
        model.freeze();
    }
    return model;
}

// The output, every gradient there is, and the statistics after one step forward and backward.
std::vector<Tensor> results(const Shape& shape, Mode mode, bool is_fused) {
    const FusionGuard fusion(is_fused);
    Sequential model = norm_and_relu(shape[3], mode);
    const Variable x = leaf(random_tensor(shape, 1));
    const Variable y = model(x);
    const bool has_fused = graph_text(y).find("BatchNorm2dRelu") != std::string::npos;
    BOOST_TEST(has_fused == is_fused);
    y.backward(random_tensor(shape, 2));
    std::vector<Tensor> found{y.value(), x.grad()};
    for (const Variable& parameter : model.parameters()) {
        BOOST_TEST(parameter.grad().is_defined() == (mode != Mode::kFrozen));
        if (parameter.grad().is_defined()) {
            found.push_back(parameter.grad());
        }
    }
    for (const NamedBuffer& named : model.named_buffers()) {
        found.push_back(named.buffer);
    }
    return found;
}

void check_same_results(const Shape& shape, Mode mode) {
    const std::vector<Tensor> apart = results(shape, mode, /*is_fused=*/false);
    const std::vector<Tensor> fused = results(shape, mode, /*is_fused=*/true);
    BOOST_TEST_REQUIRE(fused.size() == apart.size());
    for (std::size_t i = 0; i < apart.size(); ++i) {
        BOOST_TEST(same_bits(fused[i], apart[i]), "result " << i << " of " << shape.to_string()
                                                            << " in mode "
                                                            << static_cast<int>(mode));
    }
}

// All weights and statistics of a small_cnn after some steps.
std::vector<Tensor> trained_small_cnn(bool is_fused) {
    const FusionGuard fusion(is_fused);
    set_seed(3);
    Sequential model = small_cnn(Head::kGlobalAverage, {.image_height = 12, .image_width = 12});
    SGD optimizer(model.parameters(), {.learning_rate = 0.05, .momentum = 0.9});
    const std::vector<std::int32_t> labels{0, 1, 2, 3, 4, 5};
    for (std::uint64_t step = 0; step < 4; ++step) {
        const Variable images(random_tensor({6, 12, 12, 1}, 20 + step));
        const Variable loss = cross_entropy(model(images), labels);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }
    std::vector<Tensor> numbers;
    for (const NamedParameter& named : model.named_parameters()) {
        numbers.push_back(named.parameter.value());
    }
    for (const NamedBuffer& named : model.named_buffers()) {
        numbers.push_back(named.buffer);
    }
    return numbers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(layer_fusion_test)

BOOST_AUTO_TEST_CASE(can_be_switched_and_is_put_back) {
    const bool before = layer_fusion();
    {
        const FusionGuard on(true);
        BOOST_TEST(layer_fusion());
        BOOST_TEST(layers_are_fused());
        const FusionGuard off(false);
        BOOST_TEST(!layer_fusion());
        BOOST_TEST(!layers_are_fused());
    }
    BOOST_TEST(layer_fusion() == before);
}

BOOST_AUTO_TEST_CASE(changes_no_bit_of_any_result) {
    const int before = thread_count();
    for (const Mode mode : {Mode::kTraining, Mode::kEval, Mode::kFrozen}) {
        for (const int threads : {1, 2, 3, 4}) {
            set_thread_count(threads);
            for (const std::int64_t channels : {1, 3, 16, 17, 40}) {
                for (const std::int64_t batch : {1, 2, 7}) {
                    check_same_results({batch, 5, 6, channels}, mode);
                }
            }
            check_same_results({8, 28, 28, 16}, mode);  // enough for several threads
        }
    }
    set_thread_count(before);
}

BOOST_AUTO_TEST_CASE(training_gives_the_same_weights) {
    const std::vector<Tensor> apart = trained_small_cnn(/*is_fused=*/false);
    const std::vector<Tensor> fused = trained_small_cnn(/*is_fused=*/true);
    BOOST_TEST_REQUIRE(fused.size() == apart.size());
    for (std::size_t i = 0; i < apart.size(); ++i) {
        BOOST_TEST(same_bits(fused[i], apart[i]), "parameter or buffer " << i);
    }
    std::uint64_t hash = 0;
    {
        const FusionGuard off(false);
        hash = hash_after_training(2);
    }
    const FusionGuard on(true);
    BOOST_TEST(hash_after_training(2) == hash);
}

BOOST_AUTO_TEST_CASE(an_observer_sees_every_layer) {
    const FusionGuard on(true);
    Sequential model = norm_and_relu(3, Mode::kTraining);
    const Variable x = leaf(random_tensor({2, 3, 4, 3}, 1));
    Names names;
    {
        const ObserverGuard observed(names);
        BOOST_TEST(!layers_are_fused());
        model(x).backward(random_tensor({2, 3, 4, 3}, 2));
    }
    BOOST_TEST(
        names.forwards == (std::vector<std::string>{"batch_norm2d_training at 0", "relu at 1",
                                                    "batch_norm2d_training at 2"}),
        boost::test_tools::per_element());
    BOOST_TEST(names.backwards == (std::vector<std::string>{"BatchNorm2dTrainingBackward at 2",
                                                            "ReLUBackward at 1",
                                                            "BatchNorm2dTrainingBackward at 0"}),
               boost::test_tools::per_element());
    BOOST_TEST(layers_are_fused());
}

BOOST_AUTO_TEST_CASE(a_profiler_sees_what_is_computed_without_it) {
    Sequential model = norm_and_relu(3, Mode::kTraining);
    for (const bool is_on : {false, true}) {
        const FusionGuard fusion(is_on);
        Profiler profiler;
        const ProfilerGuard guard(profiler);
        BOOST_TEST(layers_are_fused() == is_on);
        model(Variable(random_tensor({2, 3, 4, 3}, 1)));
        BOOST_TEST(profiler.rows().size() == (is_on ? 2U : 3U));  // two norms; and the ReLU
    }
}

BOOST_AUTO_TEST_CASE(a_summary_lists_the_relu) {
    Sequential model = norm_and_relu(3, Mode::kTraining);
    std::string apart;
    {
        const FusionGuard off(false);
        apart = summary(model, {2, 3, 4, 3});
    }
    const FusionGuard on(true);
    BOOST_TEST(summary(model, {2, 3, 4, 3}) == apart);
    BOOST_TEST(summarize(model, {2, 3, 4, 3}).rows[1].type == "ReLU");
}

BOOST_AUTO_TEST_CASE(errors_still_name_the_layer_and_its_place) {
    std::vector<std::string> messages;
    for (const bool is_fused : {false, true}) {
        const FusionGuard fusion(is_fused);
        Sequential body;
        body.add("norm", BatchNorm2d(3));
        body.add("relu", ReLU());
        Sequential model;
        model.add("body", std::move(body));
        messages.push_back(message_of<ShapeError>([&] {
            model(Variable(Tensor::zeros({2, 3, 3, 4})));
        }));
        model.eval();
        messages.push_back(message_of<ShapeError>([&] {
            model(Variable(Tensor::zeros({2, 3, 3, 4})));
        }));
    }
    BOOST_TEST(messages[0] ==
               "batch_norm2d_training at body.norm: gamma must be [4], one number for each "
               "channel; it is [3] (given [2, 3, 3, 4], [3], [3])");
    BOOST_TEST(messages[1] ==
               "batch_norm2d_inference at body.norm: gamma must be [4], one number for each "
               "channel; it is [3] (given [2, 3, 3, 4], [3], [3])");
    BOOST_TEST(messages[2] == messages[0]);
    BOOST_TEST(messages[3] == messages[1]);
}

BOOST_AUTO_TEST_CASE(only_a_relu_right_behind_batch_normalisation_is_fused) {
    const FusionGuard on(true);
    BatchNorm2d norm(3);
    ReLU relu_layer;
    LeakyReLU leaky;
    const Variable x = leaf(random_tensor({2, 3, 3, 3}, 1));
    BOOST_TEST(norm.call_with(relu_layer, x).has_value());
    BOOST_TEST(!norm.call_with(leaky, x).has_value());
    BOOST_TEST(!norm.call_with(norm, x).has_value());
    BOOST_TEST(!relu_layer.call_with(norm, x).has_value());

    Sequential model{ReLU(), BatchNorm2d(3), LeakyReLU(), BatchNorm2d(3)};
    const std::string graph = graph_text(model(x));
    BOOST_TEST(graph.find("BatchNorm2dTrainingBackward") != std::string::npos);
    BOOST_TEST(graph.find("BatchNorm2dRelu") == std::string::npos);
    BOOST_TEST(graph.find("LeakyReLUBackward") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
