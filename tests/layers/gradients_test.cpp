// precision: double
// The gradient of every operation of the layers without weights, over awkward sizes.
#include "autograd/random.h"
#include "layers/avg_pool2d.h"
#include "layers/batch_norm2d.h"
#include "layers/batch_norm2d_relu.h"
#include "layers/cross_entropy.h"
#include "layers/dropout.h"
#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/global_max_pool2d.h"
#include "layers/leaky_relu.h"
#include "layers/log_softmax.h"
#include "layers/max_pool2d.h"
#include "layers/mse_loss.h"
#include "layers/nll_loss.h"
#include "layers/relu.h"
#include "layers/relu6.h"
#include "layers/sigmoid.h"
#include "layers/softmax.h"
#include "layers/tanh.h"
#include "layers/zero_pad2d.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

using Inputs = std::vector<Variable>;

const Shape kImages[] = {{1, 1, 1, 1}, {1, 5, 4, 3}, {2, 3, 3, 1}, {3, 4, 7, 5}};

}  // namespace

BOOST_AUTO_TEST_SUITE(gradients_test)

BOOST_AUTO_TEST_CASE(activations) {
    for (const Shape& shape : {Shape{}, Shape{1}, Shape{3, 7}, Shape{2, 3, 1, 5}}) {
        // Gaps of 0.3: some numbers below 0, some between 0 and 6, some above; none on a kink.
        const Variable x = leaf(distinct_tensor(shape, 1, 0.3));
        check_gradients([](const Inputs& in) { return relu(in[0]); }, {x});
        check_gradients([](const Inputs& in) { return relu6(in[0]); }, {x});
        check_gradients([](const Inputs& in) { return leaky_relu(in[0], 0.2); }, {x});
        check_gradients([](const Inputs& in) { return sigmoid(in[0]); }, {x});
        check_gradients([](const Inputs& in) { return stepgrad::tanh(in[0]); }, {x});
    }
    const Variable wide = leaf(distinct_tensor({100}, 1, 0.3));
    check_gradients([](const Inputs& in) { return relu6(in[0]); }, {wide});
}

BOOST_AUTO_TEST_CASE(softmax_and_log_softmax) {
    for (const Shape& shape : {Shape{1}, Shape{1, 5}, Shape{4, 3}, Shape{2, 2, 3, 4}}) {
        const Variable x = leaf(random_tensor(shape, 2));
        check_gradients([](const Inputs& in) { return softmax(in[0]); }, {x});
        check_gradients([](const Inputs& in) { return log_softmax(in[0]); }, {x});
    }
}

BOOST_AUTO_TEST_CASE(global_pooling_flatten_and_padding) {
    for (const Shape& shape : kImages) {
        const Variable x = leaf(distinct_tensor(shape, 3));
        check_gradients([](const Inputs& in) { return global_average_pool2d(in[0]); }, {x});
        check_gradients([](const Inputs& in) { return global_max_pool2d(in[0]); }, {x});
        check_gradients([](const Inputs& in) { return flatten(in[0]); }, {x});
        check_gradients([](const Inputs& in) { return zero_pad2d(in[0], {1, 0, 2, 3}); }, {x});
        check_gradients([](const Inputs& in) { return zero_pad2d(in[0], 1); }, {x});
    }
}

BOOST_AUTO_TEST_CASE(max_pooling) {
    for (const Shape& shape : {Shape{1, 4, 4, 1}, Shape{2, 5, 7, 3}, Shape{3, 6, 5, 2}}) {
        const Variable x = leaf(distinct_tensor(shape, 4));
        for (const MaxPool2dOptions& options :
             {MaxPool2dOptions{}, MaxPool2dOptions{.stride = 1}, MaxPool2dOptions{.padding = 1},
              MaxPool2dOptions{.stride = {2, 3}, .padding = {0, 1}, .ceil_mode = true}}) {
            for (const Extent2d kernel : {Extent2d(2), Extent2d(3), Extent2d(2, 4)}) {
                check_gradients(
                    [&](const Inputs& in) { return max_pool2d(in[0], kernel, options); }, {x});
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(average_pooling) {
    for (const Shape& shape : {Shape{1, 4, 4, 1}, Shape{2, 5, 7, 3}, Shape{3, 6, 5, 2}}) {
        const Variable x = leaf(random_tensor(shape, 5));
        for (const bool counts_padding : {false, true}) {
            for (const Extent2d kernel : {Extent2d(2), Extent2d(3), Extent2d(2, 4)}) {
                check_gradients(
                    [&](const Inputs& in) {
                        return avg_pool2d(in[0], kernel,
                                          {.padding = 1, .count_include_padding = counts_padding});
                    },
                    {x});
                check_gradients(
                    [&](const Inputs& in) {
                        return avg_pool2d(in[0], kernel,
                                          {.stride = {2, 1},
                                           .padding = {1, 0},
                                           .ceil_mode = true,
                                           .count_include_padding = counts_padding});
                    },
                    {x});
            }
            check_gradients([](const Inputs& in) { return avg_pool2d(in[0], 2); }, {x});
        }
    }
}

BOOST_AUTO_TEST_CASE(batch_normalisation) {
    for (const Shape& shape : {Shape{2, 1, 1, 1}, Shape{1, 3, 2, 4}, Shape{5, 4, 5, 3}}) {
        const Shape channels{shape[3]};
        const Inputs inputs{leaf(random_tensor(shape, 6)), leaf(random_tensor(channels, 7)),
                            leaf(random_tensor(channels, 8))};
        check_gradients(
            [](const Inputs& in) {
                return batch_norm2d_training(in[0], in[1], in[2], 0.01).output;
            },
            inputs);
        const Tensor mean = random_tensor(channels, 9);
        const Tensor variance = Tensor::full(channels, 2);
        check_gradients(
            [&](const Inputs& in) {
                return batch_norm2d_inference(in[0], in[1], in[2], mean, variance, 0.01);
            },
            inputs);
    }
}

BOOST_AUTO_TEST_CASE(batch_normalisation_of_which_only_one_input_wants_a_gradient) {
    for (std::size_t wanting = 0; wanting < 3; ++wanting) {
        Inputs inputs{Variable(random_tensor({2, 3, 2, 4}, 6)), Variable(random_tensor({4}, 7)),
                      Variable(random_tensor({4}, 8))};
        inputs[wanting] = leaf(inputs[wanting].value());
        check_gradients(
            [](const Inputs& in) {
                return batch_norm2d_training(in[0], in[1], in[2], 0.01).output;
            },
            inputs);
        check_gradients(
            [](const Inputs& in) {
                return batch_norm2d_inference(in[0], in[1], in[2], Tensor::full({4}, 1),
                                              Tensor::full({4}, 2), 0.01);
            },
            inputs);
    }
}

BOOST_AUTO_TEST_CASE(batch_normalisation_and_relu_in_one) {
    for (const Shape& shape : {Shape{2, 1, 1, 1}, Shape{1, 3, 2, 4}, Shape{5, 4, 5, 3}}) {
        const Shape channels{shape[3]};
        const Inputs all{leaf(random_tensor(shape, 6)), leaf(random_tensor(channels, 7)),
                         leaf(random_tensor(channels, 8))};
        const Tensor mean = random_tensor(channels, 9);
        const Tensor variance = Tensor::full(channels, 2);
        for (std::size_t wanting = 0; wanting <= 3; ++wanting) {  // 3: all of them
            Inputs inputs;
            for (std::size_t i = 0; i < 3; ++i) {
                inputs.push_back(Variable(all[i].value(), i == wanting || wanting == 3));
            }
            check_gradients(
                [](const Inputs& in) {
                    return batch_norm2d_relu_training(in[0], in[1], in[2], 0.01).output;
                },
                inputs);
            check_gradients(
                [&](const Inputs& in) {
                    return batch_norm2d_relu_inference(in[0], in[1], in[2], mean, variance, 0.01);
                },
                inputs);
        }
    }
}

BOOST_AUTO_TEST_CASE(dropout_with_one_mask) {
    const Variable x = leaf(random_tensor({3, 4, 5}, 10));
    check_gradients(
        [](const Inputs& in) {
            set_seed(1);
            return dropout(in[0], 0.4);
        },
        {x});
}

BOOST_AUTO_TEST_CASE(losses) {
    const std::vector<std::int32_t> labels{2, 0, 1, 2};
    const std::vector<std::int32_t> one_label{0};
    const Variable x = leaf(random_tensor({4, 3}, 11));
    const Variable single = leaf(random_tensor({1, 1}, 12));
    check_gradients([&](const Inputs& in) { return cross_entropy(in[0], labels); }, {x});
    check_gradients([&](const Inputs& in) { return nll_loss(in[0], labels); }, {x});
    check_gradients([&](const Inputs& in) { return nll_loss(log_softmax(in[0]), labels); }, {x});
    check_gradients([&](const Inputs& in) { return cross_entropy(in[0], one_label); }, {single});
    const Variable target = leaf(random_tensor({4, 3}, 13));
    check_gradients([](const Inputs& in) { return mse_loss(in[0], in[1]); }, {x, target});
    check_gradients([&](const Inputs& in) { return mse_loss(in[0], Variable(target.value())); },
                    {x});
}

BOOST_AUTO_TEST_SUITE_END()
