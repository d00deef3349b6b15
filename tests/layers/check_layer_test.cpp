// precision: float, double
#include "layers/check_layer.h"

#include "autograd/operation.h"
#include "autograd/random.h"
#include "layers/avg_pool2d.h"
#include "layers/batch_norm2d.h"
#include "layers/dropout.h"
#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/global_max_pool2d.h"
#include "layers/leaky_relu.h"
#include "layers/log_softmax.h"
#include "layers/max_pool2d.h"
#include "layers/relu.h"
#include "layers/relu6.h"
#include "layers/sequential.h"
#include "layers/sigmoid.h"
#include "layers/softmax.h"
#include "layers/tanh.h"
#include "layers/zero_pad2d.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

void check_passes(Module& layer, const Shape& input_shape) {
    const CheckLayerResult result = check_layer(layer, input_shape);
    BOOST_TEST(result.passed, layer.type_name() << " fails");
    for (const std::string& failure : result.failures) {
        BOOST_ERROR(failure);
    }
}

template <typename Layer>
void check_passes(Layer layer) {
    check_passes(layer, {2, 4, 5, 2});
}

void check_fails(Module& layer, const std::string& part_of_the_sentence) {
    const CheckLayerResult result = check_layer(layer, {2, 3});
    BOOST_TEST(!result.passed);
    bool is_said = false;
    for (const std::string& failure : result.failures) {
        is_said = is_said || failure.find(part_of_the_sentence) != std::string::npos;
    }
    BOOST_TEST(is_said, "nobody says: " << part_of_the_sentence);
}

// y = 2 x with mistakes to order.
struct FaultyBackward final : Node {
    Scalar factor = 2;

    const char* name() const override { return "FaultyBackward"; }

    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_input = grad_output.clone();
        for (std::int64_t i = 0; i < grad_input.numel(); ++i) {
            grad_input.mutable_data()[i] *= factor;
        }
        return {grad_input};
    }
};

struct Faults {
    bool wrong_gradient = false;
    bool remembers_calls = false;
    bool reuses_output = false;
    bool changes_input = false;
    bool draws_in_eval = false;
    bool wrong_shape_without_numbers = false;
    bool refuses_empty_batch = false;
    bool unused_parameter = false;
    bool empty_name = false;
};

class Faulty final : public Module {
public:
    explicit Faulty(Faults faults) : faults_(faults) {
        if (faults.unused_parameter || faults.empty_name) {
            weight = Parameter(Tensor::zeros({1}));
        }
    }

    Variable forward(const Variable& input) override {
        Operation operation("faulty", {&input});
        if (faults_.refuses_empty_batch && input.shape()[0] == 0) {
            throw operation.error("empty");
        }
        const bool is_wrong = faults_.wrong_shape_without_numbers && !operation.computes();
        Tensor output = Tensor::empty(is_wrong ? Shape{1} : input.shape());
        if (faults_.reuses_output && kept_.has_numbers() && kept_.shape() == input.shape()) {
            output = kept_;
        }
        if (operation.computes()) {
            fill(input.value(), output);
            kept_ = output;
        }
        auto node = std::make_shared<FaultyBackward>();
        node->factor = faults_.wrong_gradient ? 3 : 2;
        return operation.result(output, operation.is_recording() ? node : nullptr);
    }
    std::string type_name() const override { return "Faulty"; }
    std::vector<NamedParameter> own_parameters() override {
        return {{faults_.empty_name ? "" : "weight", weight}};
    }

    Parameter weight;

private:
    void fill(Tensor input, Tensor output) {
        ++calls_;
        for (std::int64_t i = 0; i < input.numel(); ++i) {
            output.mutable_data()[i] = 2 * input.data()[i];
        }
        if (input.numel() > 0 && faults_.remembers_calls) {
            output.mutable_data()[0] = static_cast<Scalar>(calls_);
        }
        if (input.numel() > 0 && faults_.reuses_output) {
            output.mutable_data()[0] += static_cast<Scalar>(calls_);
        }
        if (input.numel() > 0 && faults_.changes_input) {
            input.mutable_data()[0] += 1;
        }
        if (faults_.draws_in_eval) {
            global_random().next();
        }
    }

    Faults faults_;
    int calls_ = 0;
    Tensor kept_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(check_layer_test)

BOOST_AUTO_TEST_CASE(our_own_layers_pass) {
    check_passes(ReLU());
    check_passes(ReLU6());
    check_passes(LeakyReLU());
    check_passes(Sigmoid());
    check_passes(Tanh());
    check_passes(Softmax());
    check_passes(LogSoftmax());
    check_passes(Flatten());
    check_passes(ZeroPad2d(1, 0, 2, 1));
    check_passes(MaxPool2d(2));
    check_passes(MaxPool2d(3, {.stride = 2, .padding = 1, .ceil_mode = true}));
    check_passes(AvgPool2d(2));
    check_passes(AvgPool2d({3, 2}, {.stride = 1, .padding = 1}));
    check_passes(GlobalAveragePool2d());
    check_passes(GlobalMaxPool2d());
    check_passes(BatchNorm2d(2));
    check_passes(Dropout(Scalar(0.5)));
    check_passes(Sequential(BatchNorm2d(2), ReLU(), AvgPool2d(2), Flatten()));
    check_passes(Faulty({}));
}

BOOST_AUTO_TEST_CASE(each_mistake_is_named) {
    Faulty wrong_gradient({.wrong_gradient = true});
    check_fails(wrong_gradient, "Faulty in train(): gradcheck: input 0 [2, 3], number 0");
    Faulty remembers_calls({.remembers_calls = true});
    check_fails(remembers_calls, "two forwards of the same input differ");
    Faulty reuses_output({.reuses_output = true});
    check_fails(reuses_output, "a second forward changed the first output");
    Faulty changes_input({.changes_input = true});
    check_fails(changes_input, "forward changed its input");
    Faulty draws_in_eval({.draws_in_eval = true});
    check_fails(draws_in_eval, "Faulty in eval(): forward draws random numbers");
    Faulty wrong_shape({.wrong_shape_without_numbers = true});
    check_fails(wrong_shape, "under a ShapeOnlyGuard the output is [1], really it is [2, 3]");
    Faulty refuses_empty_batch({.refuses_empty_batch = true});
    check_fails(refuses_empty_batch, "empty batch: threw \"faulty: empty (given [0, 3])\"");
    Faulty unused_parameter({.unused_parameter = true});
    check_fails(unused_parameter, "parameter \"weight\" receives no gradient");
    Faulty empty_name({.empty_name = true});
    check_fails(empty_name, "the parameter or buffer name \"\" is empty or used twice");
}

BOOST_AUTO_TEST_CASE(a_shape_the_layer_rejects_is_reported_and_not_thrown) {
    MaxPool2d layer(2);
    const CheckLayerResult result = check_layer(layer, {2, 3});
    BOOST_TEST(!result);
    BOOST_TEST(
        result.failures.front().find("MaxPool2d in train(): forward: threw \"max_pool2d: ") == 0u);
}

BOOST_AUTO_TEST_CASE(options_leave_out_what_a_layer_cannot_do) {
    Faulty layer({.wrong_gradient = true, .refuses_empty_batch = true});
    CheckLayerOptions options;
    options.accepts_empty_batch = false;
    options.is_differentiable = false;
    BOOST_TEST(check_layer(layer, {2, 3}, options).passed);
}

BOOST_AUTO_TEST_CASE(everything_is_put_back) {
    Sequential model(BatchNorm2d(2), Dropout(Scalar(0.5)));
    model[1].eval();
    BatchNorm2d& norm = dynamic_cast<BatchNorm2d&>(model[0]);
    norm.moving_mean.fill(3);
    const Tensor gamma = norm.gamma.value().clone();
    set_seed(9);
    const std::uint32_t next = global_random().next();
    set_seed(9);
    check_layer(model, {2, 2, 2, 2});
    BOOST_TEST(global_random().next() == next);
    BOOST_TEST(same_bits(norm.moving_mean, Tensor::full({2}, 3)));
    BOOST_TEST(same_bits(norm.gamma.value(), gamma));
    BOOST_TEST(model.is_training());
    BOOST_TEST(model[0].is_training());
    BOOST_TEST(!model[1].is_training());
    BOOST_TEST(!norm.gamma.grad().is_defined());
}

BOOST_AUTO_TEST_SUITE_END()
