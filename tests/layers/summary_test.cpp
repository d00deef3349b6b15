// precision: float
#include "layers/summary.h"

#include "autograd/error.h"
#include "autograd/observer.h"
#include "autograd/operation.h"
#include "autograd/shape_only.h"
#include "layers/models/small_cnn.h"
#include "layers/sequential.h"
#include "tests/support/tensors.h"

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <utility>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Stands for a dense layer: counts, but computes nothing.
Variable dense(const Variable& input, const Variable& weight, const Variable& bias) {
    Operation operation("dense", {&input, &weight, &bias});
    if (input.shape()[-1] != weight.shape()[0]) {
        throw operation.error("the features differ");
    }
    operation.set_multiply_adds(input.shape()[0] * weight.value().numel());
    return operation.result(Tensor::zeros({input.shape()[0], weight.shape()[1]}));
}

Variable join(const Variable& a, const Variable& b) {
    Operation operation("join", {&a, &b});
    return operation.result(Tensor::zeros(a.shape()));
}

class Dense final : public Module {
public:
    Dense(std::int64_t in, std::int64_t out)
        : weight(Tensor::zeros({in, out})), bias(Tensor::zeros({out})) {}
    Variable forward(const Variable& input) override { return dense(input, weight, bias); }
    std::string type_name() const override { return "Dense"; }
    std::vector<NamedParameter> own_parameters() override {
        return {{"weight", weight}, {"bias", bias}};
    }
    Parameter weight;
    Parameter bias;
};

// Two operations, two parameters, and statistics that a forward with numbers would change.
class Norm final : public Module {
public:
    explicit Norm(std::int64_t channels)
        : scale(Tensor::zeros({channels})), statistics(Tensor::zeros({2, channels})) {}
    Variable forward(const Variable& input) override { return join(join(input, scale), scale); }
    std::string type_name() const override { return "Norm"; }
    std::vector<NamedParameter> own_parameters() override { return {{"scale", scale}}; }
    std::vector<NamedBuffer> own_buffers() override { return {{"statistics", statistics}}; }
    Parameter scale;
    Tensor statistics;
};

class Residual final : public Module {
public:
    explicit Residual(std::int64_t width) : inner(width, width), spare(width, 2) {}
    Variable forward(const Variable& input) override {
        return join(inner(inner(join(input, input))), input);
    }
    std::string type_name() const override { return "Residual"; }
    std::vector<NamedModule> children() override { return {{"inner", &inner}, {"spare", &spare}}; }
    Dense inner;
    Dense spare;  // never called
};

void check_row(const SummaryRow& row, const std::string& path, const std::string& type,
               const Shape& output, std::int64_t parameters, std::int64_t multiply_adds,
               std::int64_t activation_bytes) {
    BOOST_TEST(row.path == path);
    BOOST_TEST(row.type == type);
    BOOST_TEST(row.output_shape.to_string() == output.to_string());
    BOOST_TEST(row.parameters == parameters);
    BOOST_TEST(row.multiply_adds == multiply_adds);
    BOOST_TEST(row.activation_bytes == activation_bytes);
}

std::size_t longest_line(const std::string& text) {
    std::istringstream lines(text);
    std::size_t longest = 0;
    for (std::string line; std::getline(lines, line);) {
        longest = std::max(longest, line.size());
    }
    return longest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(summary_test)

BOOST_AUTO_TEST_CASE(lists_modules_in_order_of_execution_with_what_they_cost) {
    Sequential model(Dense(3, 5), Norm(5), Dense(5, 2));
    const ModelSummary found = summarize(model, {4, 3});
    BOOST_TEST_REQUIRE(found.rows.size() == 3U);
    check_row(found.rows[0], "0", "Dense", {4, 5}, 20, 60, 80);
    check_row(found.rows[1], "1", "Norm", {4, 5}, 15, 0, 160);  // two results
    check_row(found.rows[2], "2", "Dense", {4, 2}, 12, 40, 32);
    BOOST_TEST(found.total_parameters() == 47);
    BOOST_TEST(found.trainable_parameters == 37);
    BOOST_TEST(found.non_trainable_parameters == 10);
    BOOST_TEST(found.multiply_adds == 100);
    BOOST_TEST(found.activation_bytes == 272);
}

BOOST_AUTO_TEST_CASE(frozen_parameters_count_as_non_trainable) {
    Sequential model(Dense(3, 5), Dense(5, 2));
    model[0].freeze();
    const ModelSummary found = summarize(model, {4, 3});
    BOOST_TEST(found.trainable_parameters == 12);
    BOOST_TEST(found.non_trainable_parameters == 20);
    BOOST_TEST(model[0].is_frozen());
}

BOOST_AUTO_TEST_CASE(shows_own_operations_repeated_calls_and_modules_that_were_not_called) {
    Sequential model;
    model.add("first", Dense(3, 4));
    model.add("block", Residual(4));
    const ModelSummary found = summarize(model, {2, 3});
    BOOST_TEST_REQUIRE(found.rows.size() == 5U);
    check_row(found.rows[0], "first", "Dense", {2, 4}, 16, 24, 32);
    check_row(found.rows[1], "block", "join", {2, 4}, 0, 0, 32);
    check_row(found.rows[2], "block.inner", "Dense", {2, 4}, 20, 64, 64);  // two calls in a row
    check_row(found.rows[3], "block", "join", {2, 4}, 0, 0, 32);
    check_row(found.rows[4], "block.spare", "Dense", {}, 10, 0, 0);
    BOOST_TEST(found.rows[3].was_called);
    BOOST_TEST(!found.rows[4].was_called);
    BOOST_TEST(found.total_parameters() == 46);
    BOOST_TEST(found.total_parameters() == model.parameter_count());
}

BOOST_AUTO_TEST_CASE(a_module_called_again_later_counts_its_parameters_once) {
    class Loop final : public Module {
    public:
        Variable forward(const Variable& input) override { return a(b(a(input))); }
        std::string type_name() const override { return "Loop"; }
        std::vector<NamedModule> children() override { return {{"a", &a}, {"b", &b}}; }
        Dense a{4, 4};
        Dense b{4, 4};
    };
    Loop model;
    const ModelSummary found = summarize(model, {1, 4});
    BOOST_TEST_REQUIRE(found.rows.size() == 3U);
    BOOST_TEST(found.rows[0].parameters == 20);
    BOOST_TEST(found.rows[2].path == "a");
    BOOST_TEST(found.rows[2].parameters == 0);
    BOOST_TEST(found.rows[2].multiply_adds == 16);
    BOOST_TEST(found.total_parameters() == 40);
}

BOOST_AUTO_TEST_CASE(a_parameter_that_two_modules_share_counts_once) {
    Dense first(3, 3);
    Dense second(3, 3);
    second.weight = first.weight;
    Sequential model(std::move(first), std::move(second));
    BOOST_TEST(summarize(model, {1, 3}).total_parameters() == 15);
}

BOOST_AUTO_TEST_CASE(a_single_layer_has_an_empty_path) {
    Dense model(3, 2);
    const ModelSummary found = summarize(model, {1, 3});
    BOOST_TEST_REQUIRE(found.rows.size() == 1U);
    check_row(found.rows[0], "", "Dense", {1, 2}, 8, 6, 8);
}

BOOST_AUTO_TEST_CASE(changes_nothing) {
    Sequential model(Dense(3, 5), Norm(5));
    model.eval();
    const std::uint64_t version = model.named_buffers()[0].buffer.version();
    summarize(model, {4, 3});
    BOOST_TEST(!model.is_training());
    BOOST_TEST(!model[0].is_training());
    BOOST_TEST(model.named_buffers()[0].buffer.version() == version);
    BOOST_TEST(!ShapeOnlyGuard::is_active());
    BOOST_TEST(current_observer() == nullptr);
    BOOST_TEST(model(leaf(Tensor::zeros({4, 3}))).value().has_numbers());
}

BOOST_AUTO_TEST_CASE(counts_a_model_of_shapes_alone) {
    const ShapeOnlyGuard shape_only;
    Sequential model(Dense(1'000'000, 100'000), Dense(100'000, 10));
    const ModelSummary found = summarize(model, {32, 1'000'000});
    BOOST_TEST(found.total_parameters() == 100'000'000'000 + 100'000 + 1'000'000 + 10);
    BOOST_TEST(longest_line(found.to_string()) <= 100U);
}

BOOST_AUTO_TEST_CASE(passes_on_what_the_model_throws_and_tidies_up) {
    Sequential model(Dense(3, 5));
    BOOST_TEST(message_of<ShapeError>([&] {
                   summarize(model, {4, 7});
               }) == "dense at 0: the features differ (given [4, 7], [3, 5], [5])");
    BOOST_TEST(!ShapeOnlyGuard::is_active());
    BOOST_TEST(current_observer() == nullptr);
}

BOOST_AUTO_TEST_CASE(prints_an_aligned_table) {
    Sequential model;
    model.add("first", Dense(3, 1000));
    model.add("block", Residual(1000));
    const std::string expected =
        R"(Layer        Type   Output         Params  Mult-adds   Bytes
------------------------------------------------------------
(input)             [4, 3]
first        Dense  [4, 1000]       4,000     12,000  16,000
block        join   [4, 1000]           0          0  16,000
block.inner  Dense  [4, 1000]   1,001,000  8,000,000  32,000
block        join   [4, 1000]           0          0  16,000
block.spare  Dense  not called      2,002
------------------------------------------------------------
Parameters        1,007,002
  trainable       1,007,002
  non-trainable   0
Multiply-adds     8,012,000
Activation bytes  80,000
)";
    BOOST_TEST(summary(model, {4, 3}) == expected);
    BOOST_TEST(longest_line(expected) <= 100U);
}

BOOST_AUTO_TEST_CASE(the_networks_of_the_lessons_fit_into_80_columns) {
    for (const Head head : kAllHeads) {
        Sequential grey = small_cnn(head);
        BOOST_TEST(longest_line(summary(grey, {1, 28, 28, 1})) <= 80U);
        Sequential colour =
            small_cnn(head, {.image_height = 32, .image_width = 32, .image_channels = 3});
        BOOST_TEST(longest_line(summary(colour, {1, 32, 32, 3})) <= 80U);
    }
}

BOOST_AUTO_TEST_CASE(long_paths_lose_their_middle) {
    Sequential inner;
    inner.add("the_second_of_two_long_names_for_modules", Dense(3, 4));
    Sequential model;
    model.add("the_first_of_two_long_names_for_modules", std::move(inner));
    const std::string text = summary(model, {128, 3});
    BOOST_TEST(longest_line(text) <= 100U);
    BOOST_TEST(text.find("...") != std::string::npos);
    BOOST_TEST(text.find("names_for_modules") != std::string::npos);
    BOOST_TEST(text.find("[128, 4]") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
