#include "tests/support/model_layers.h"

#include "autograd/grad_mode.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <sstream>

namespace stepgrad::testing {
namespace {

std::string size_text(const Shape& shape) {
    std::string text;
    for (int axis = 1; axis < shape.rank(); ++axis) {
        text += (axis > 1 ? "x" : "") + std::to_string(shape[axis]);
    }
    return text;
}

bool is_finite(const Tensor& tensor) {
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        if (!std::isfinite(tensor.data()[i])) {
            return false;
        }
    }
    return true;
}

bool is_all_zero(const Tensor& tensor) {
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        if (tensor.data()[i] != 0) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::vector<LayerCount> layer_counts(Module& model) {
    std::vector<LayerCount> counts;
    for (const NamedModule& named : model.named_modules()) {
        std::int64_t count = 0;
        for (const NamedParameter& own : named.module->own_parameters()) {
            count += own.parameter.is_defined() ? own.parameter.value().numel() : 0;
        }
        for (const NamedBuffer& own : named.module->own_buffers()) {
            count += own.buffer.is_defined() ? own.buffer.numel() : 0;
        }
        if (count > 0) {
            counts.push_back({named.name, count});
        }
    }
    return counts;
}

void check_layer_counts(const std::vector<LayerCount>& found, const std::string& expected) {
    std::istringstream words(expected);
    LayerCount wanted;
    std::size_t i = 0;
    while (words >> wanted.path >> wanted.count) {
        BOOST_TEST_REQUIRE(i < found.size(), "there is no layer " << wanted.path);
        BOOST_TEST_REQUIRE(found[i].path == wanted.path);
        BOOST_TEST_REQUIRE(found[i].count == wanted.count,
                           wanted.path << " has " << found[i].count << ", not " << wanted.count);
        ++i;
    }
    BOOST_TEST(i == found.size());
}

std::string map_sizes(Sequential& model, const Shape& image) {
    const ShapeOnlyGuard shapes_only;
    const NoGradGuard no_grad;
    model.eval();
    Variable x(Tensor::empty(image));
    std::string text;
    for (const NamedModule& child : model.children()) {
        const Shape before = x.shape();
        x = (*child.module)(x);
        if (!(x.shape() == before)) {
            text += (text.empty() ? "" : ", ") + child.name + " " + size_text(x.shape());
        }
    }
    return text;
}

void check_trains(Sequential& model, const Shape& images, std::int64_t class_count) {
    model.train();
    const Variable logits = model(Variable(random_tensor(images, 1)));
    BOOST_TEST((logits.shape() == Shape{images[0], class_count}), logits.shape().to_string());
    BOOST_TEST(is_finite(logits.value()));
    logits.backward(random_tensor(logits.shape(), 2));
    for (const NamedParameter& named : model.named_parameters()) {
        const Tensor grad = named.parameter.grad();
        BOOST_TEST_REQUIRE(grad.is_defined(), named.name);
        BOOST_TEST(is_finite(grad), named.name);
        BOOST_TEST(!is_all_zero(grad), named.name);
    }
}

}  // namespace stepgrad::testing
