// precision: float
#include "autograd/operation.h"

#include "autograd/error.h"
#include "autograd/grad_mode.h"
#include "autograd/scope.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

struct EmptyBackward final : Node {
    const char* name() const override { return "EmptyBackward"; }
    std::vector<Tensor> backward(const Tensor& /*grad_output*/) override { return {}; }
};

// A model whose parts are all called "conv1".
struct Model final : PathSource {
    std::string path_to(const PathSource& /*part*/) const override { return "conv1"; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(operation_test)

BOOST_AUTO_TEST_CASE(records_only_what_somebody_can_ask_for) {
    const Variable constant(Tensor::zeros({2}));
    const Variable weight = leaf(Tensor::zeros({2}));
    const Operation neither("test", {&constant, &constant});
    BOOST_TEST(!neither.is_recording());
    const Operation one("test", {&constant, &weight});
    BOOST_TEST(one.is_recording());
    BOOST_TEST(!one.needs_gradient_of(0));
    BOOST_TEST(one.needs_gradient_of(1));
    const NoGradGuard guard;
    const Operation unrecorded("test", {&constant, &weight});
    BOOST_TEST(!unrecorded.is_recording());
    BOOST_TEST(!unrecorded.needs_gradient_of(1));
    BOOST_TEST(unrecorded.computes());
}

BOOST_AUTO_TEST_CASE(under_a_shape_only_guard_it_neither_computes_nor_records) {
    const Variable weight = leaf(Tensor::zeros({2}));
    const ShapeOnlyGuard guard;
    const Operation operation("test", {&weight});
    BOOST_TEST(!operation.computes());
    BOOST_TEST(!operation.is_recording());
}

BOOST_AUTO_TEST_CASE(parents_keep_the_order_of_the_inputs) {
    const Variable constant(Tensor::zeros({2}));
    const Variable undefined;
    const Variable weight = leaf(Tensor::zeros({2}));
    const Operation operation("test", {&constant, &undefined, &weight});
    const Variable y = operation.result(Tensor::zeros({5}), std::make_shared<EmptyBackward>());
    BOOST_REQUIRE(y.node()->parents.size() == 3);
    BOOST_TEST((y.node()->parents[0] == nullptr));
    BOOST_TEST((y.node()->parents[1] == nullptr));
    BOOST_TEST((y.node()->parents[2] == weight.node()));
    BOOST_TEST(y.node()->output_shape.to_string() == "[5]");
}

BOOST_AUTO_TEST_CASE(errors_name_the_operation_the_place_and_the_shapes) {
    const Variable input(Tensor::zeros({2, 3}));
    const Variable undefined;
    const Operation operation("test", {&input, &undefined});
    BOOST_TEST(operation.error("a rule").what() == "test: a rule (given [2, 3], nothing)");
    const Model model;
    const Scope outer(model);
    const Scope inner(model);
    BOOST_TEST(operation.error("a rule").what() == "test at conv1: a rule (given [2, 3], nothing)");
}

BOOST_AUTO_TEST_CASE(rejects_an_undefined_first_input_and_no_input) {
    const Variable undefined;
    BOOST_TEST(message_of<ShapeError>([&] { Operation("test", {&undefined}); }) ==
               "test: the input is undefined (given nothing)");
    BOOST_CHECK_THROW(Operation("test", std::vector<const Variable*>{}), ShapeError);
}

BOOST_AUTO_TEST_CASE(an_image_has_four_axes) {
    const Variable image(Tensor::zeros({1, 2, 3, 4}));
    const Operation operation("test", {&image});
    operation.require_image(image);
    const Variable matrix(Tensor::zeros({2, 3}));
    const Operation other("test", {&matrix});
    BOOST_TEST(message_of<ShapeError>([&] { other.require_image(matrix); }) ==
               "test: input must be [batch, height, width, channels], it has 2 axes (given [2, "
               "3])");
}

BOOST_AUTO_TEST_SUITE_END()
