// precision: float
#include "layers/batch_norm2d.h"
#include "layers/dropout.h"
#include "layers/linear.h"
#include "layers/sequential.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// body.0 Linear 2 to 3, body.1 Linear 3 to 3 without bias, head Linear 3 to 4
Sequential nested_model() {
    Sequential model;
    model.add("body", Sequential(Linear(2, 3), Linear(3, 3, {.has_bias = false})));
    model.add("head", Linear(3, 4));
    return model;
}

template <typename Named>
std::vector<std::string> names_of(const std::vector<Named>& list) {
    std::vector<std::string> names;
    for (const Named& named : list) {
        names.push_back(named.name);
    }
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(module_test)

BOOST_AUTO_TEST_CASE(parameters_are_known_by_their_path_and_undefined_ones_are_left_out) {
    Sequential model = nested_model();
    BOOST_CHECK(
        (names_of(model.named_parameters()) ==
         Names{"body.0.weight", "body.0.bias", "body.1.weight", "head.weight", "head.bias"}));
    BOOST_TEST(model.parameters().size() == 5u);
    BOOST_TEST(model.parameter_count() == 2 * 3 + 3 + 3 * 3 + 3 * 4 + 4);
}

BOOST_AUTO_TEST_CASE(modules_are_listed_parents_before_children) {
    Sequential model = nested_model();
    BOOST_CHECK((names_of(model.named_modules()) == Names{"", "body", "body.0", "body.1", "head"}));
    BOOST_TEST(model.named_modules().front().module == &model);
}

BOOST_AUTO_TEST_CASE(buffers_have_paths_too) {
    Sequential model;
    model.add("norm", BatchNorm2d(2));
    BOOST_CHECK(
        (names_of(model.named_buffers()) == Names{"norm.moving_mean", "norm.moving_variance"}));
}

BOOST_AUTO_TEST_CASE(freezing_a_part_leaves_the_rest_trainable_and_unfreezing_undoes_it) {
    Sequential model = nested_model();
    const std::int64_t all = model.parameter_count();
    BOOST_TEST(model.trainable_parameter_count() == all);
    Module& body = model[0];
    body.freeze();
    BOOST_TEST(model.trainable_parameter_count() == 3 * 4 + 4);
    BOOST_TEST(model.parameter_count() == all);
    BOOST_TEST(body.is_frozen());
    BOOST_TEST(!model.is_frozen());
    body.unfreeze();
    BOOST_TEST(model.trainable_parameter_count() == all);
    BOOST_TEST(!body.is_frozen());
}

BOOST_AUTO_TEST_CASE(training_and_inference_reach_every_module_below) {
    Sequential model = nested_model();
    for (const NamedModule& named : model.named_modules()) {
        BOOST_TEST(named.module->is_training(), named.name);
    }
    model.eval();
    for (const NamedModule& named : model.named_modules()) {
        BOOST_TEST(!named.module->is_training(), named.name);
    }
    model.train();
    BOOST_TEST(model[0].is_training());
}

BOOST_AUTO_TEST_CASE(a_module_that_moved_keeps_its_parameters) {
    Linear layer(2, 2);
    const Tensor weight = layer.weight.value();
    const Linear moved = std::move(layer);
    BOOST_TEST(moved.weight.value().data() == weight.data());
}

BOOST_AUTO_TEST_SUITE_END()
