// precision: float
#include "layers/models/small_cnn.h"

#include "layers/summary.h"
#include "tests/support/tensors.h"

#include <cstdint>
#include <stdexcept>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(small_cnn_test)

constexpr std::int64_t kBodyParameters = 35'024;
constexpr std::int64_t kStatistics = 320;  // mean and variance of 160 channels

void check_counts(Head head, std::int64_t trainable, std::int64_t of_head) {
    Sequential model = small_cnn(head);
    const ModelSummary found = summarize(model, {1, 28, 28, 1});
    BOOST_TEST(found.trainable_parameters == trainable, head_name(head));
    BOOST_TEST(found.non_trainable_parameters == kStatistics, head_name(head));
    BOOST_TEST(model.children()[0].name == "body");
    BOOST_TEST(model.children()[0].module->parameter_count() == kBodyParameters);
    BOOST_TEST(model.children()[1].name == "head");
    BOOST_TEST(model.children()[1].module->parameter_count() == of_head, head_name(head));
    BOOST_TEST(found.rows.back().output_shape.to_string() == "[1, 10]");
}

BOOST_AUTO_TEST_CASE(has_the_known_counts_of_parameters) {
    check_counts(Head::kFlatten, 66'394, 31'370);
    check_counts(Head::kFlattenDense, 437'850, 402'826);
    check_counts(Head::kGlobalAverage, 35'674, 650);
    check_counts(Head::kGlobalAverageDense, 44'634, 9'610);
    check_counts(Head::kGlobalMax, 35'674, 650);
}

BOOST_AUTO_TEST_CASE(the_body_is_the_same_for_all_heads) {
    Sequential model = small_cnn(Head::kGlobalAverage);
    std::string layers;
    for (const NamedModule& child : model.children()[0].module->children()) {
        layers += child.name + " ";
    }
    BOOST_TEST(layers ==
               "conv0 norm0 relu0 conv1 norm1 relu1 pool1 conv2 norm2 relu2 conv3 norm3 "
               "relu3 pool3 conv4 norm4 relu4 ");
}

BOOST_AUTO_TEST_CASE(gives_logits_and_gradients_for_every_head) {
    for (const Head head : kAllHeads) {
        Sequential model = small_cnn(head, {.image_height = 9,
                                            .image_width = 7,
                                            .image_channels = 3,
                                            .class_count = 4,
                                            .widths = {2, 3, 4, 5, 6},
                                            .hidden = 8});
        const Variable logits = model(Variable(random_tensor({2, 9, 7, 3}, 1)));
        BOOST_TEST(logits.shape().to_string() == "[2, 4]", head_name(head));
        logits.backward(random_tensor({2, 4}, 2));
        for (const NamedParameter& named : model.named_parameters()) {
            BOOST_TEST(named.parameter.grad().is_defined(), named.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(global_pooling_accepts_images_of_another_size) {
    Sequential model = small_cnn(Head::kGlobalAverage, {.widths = {1, 1, 1, 1, 2}});
    BOOST_TEST(model(Variable(random_tensor({1, 13, 40, 1}, 1))).shape().to_string() == "[1, 10]");
}

BOOST_AUTO_TEST_CASE(every_head_is_found_by_its_name) {
    for (const Head head : kAllHeads) {
        BOOST_TEST((head_named(head_name(head)) == head));
    }
    BOOST_TEST(message_of<std::invalid_argument>([] { head_named("gep"); }) ==
               "head_named: there is no head \"gep\"; choose from flatten, flatten_dense128, gap, "
               "gap_dense128, gmp");
}

BOOST_AUTO_TEST_CASE(rejects_images_too_small_to_be_halved_twice) {
    BOOST_TEST(
        message_of<std::invalid_argument>([] { small_cnn(Head::kFlatten, {.image_height = 3}); }) ==
        "small_cnn: images must be at least 4x4, since they are halved twice; 3x28 was "
        "given");
}

BOOST_AUTO_TEST_SUITE_END()
