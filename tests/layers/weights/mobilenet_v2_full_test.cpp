// precision: float
#include "autograd/grad_mode.h"
#include "datasets/fetched.h"
#include "layers/global_average_pool2d.h"
#include "layers/models/mobilenet_v2.h"
#include "layers/weights/load_pretrained.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <vector>

using namespace stepgrad;

namespace {

constexpr std::int64_t kSide = 224;
constexpr std::int64_t kFeatures = 1280;

std::filesystem::path model_file() {
    return fetched_folder("mobilenet_v2") / "model.json";
}

boost::test_tools::assertion_result is_fetched(boost::unit_test::test_unit_id /*id*/) {
    boost::test_tools::assertion_result result(std::filesystem::exists(model_file()));
    result.message() << "\"datasets/get mobilenet_v2\" fetches " << model_file().string();
    return result;
}

// As in tfjs_features.js.
Tensor image(std::int64_t number) {
    Tensor result = Tensor::empty({1, kSide, kSide, 3});
    Scalar* to = result.mutable_data();
    for (std::int64_t y = 0; y < kSide; ++y) {
        for (std::int64_t x = 0; x < kSide; ++x) {
            for (std::int64_t c = 0; c < 3; ++c) {
                const std::int64_t value =
                    x * (number + 1) + y * (3 - number) + 40 * c + ((x >> 4) ^ (y >> 4)) * 16;
                *to++ = Scalar(value & 255) / 256;
            }
        }
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mobilenet_v2_full_test, *boost::unit_test::precondition(is_fetched))

BOOST_AUTO_TEST_CASE(every_parameter_of_the_base_is_loaded_and_the_files_own_head_is_skipped) {
    Sequential base = mobilenet_v2({.width_multiplier = 0.35, .has_top = false});
    const LoadReport report = load_pretrained(base, model_file());
    BOOST_TEST(report.matched_numbers() == 410208);
    BOOST_TEST(report.initial.empty());
    BOOST_TEST(report.skipped.size() == 3U, report.text());
}

BOOST_AUTO_TEST_CASE(another_width_is_refused_by_name) {
    Sequential base = mobilenet_v2({.width_multiplier = 1, .has_top = false});
    try {
        load_pretrained(base, model_file());
        BOOST_ERROR("nothing was thrown");
    } catch (const std::exception& error) {
        const std::string message = error.what();
        BOOST_TEST(message.find("\"Conv1/kernel\" has shape [3, 3, 3, 16], the model's "
                                "\"Conv1.weight\" expects [3, 3, 3, 32]: another width "
                                "multiplier") != std::string::npos,
                   message);
    }
}

// TensorFlow.js computed the features in mobilenet_v2_features.json.
BOOST_AUTO_TEST_CASE(features_are_those_of_tensorflow_js) {
    Sequential base = mobilenet_v2({.width_multiplier = 0.35, .has_top = false});
    load_pretrained(base, model_file());
    base.add("pool", GlobalAveragePool2d());
    base.eval();
    std::ifstream file(std::filesystem::path(STEPGRAD_SOURCE_DIR) /
                       "tests/layers/weights/mobilenet_v2_features.json");
    const auto golden = nlohmann::json::parse(file).get<std::vector<std::vector<double>>>();
    BOOST_REQUIRE(golden.size() == 3U);
    const NoGradGuard no_grad;
    for (std::size_t i = 0; i < golden.size(); ++i) {
        const Variable images(
            preprocess(image(static_cast<std::int64_t>(i)), kMobileNetV2Preprocessing));
        const Tensor features = base(images).value();
        BOOST_REQUIRE(features.shape() == Shape({1, kFeatures}));
        BOOST_REQUIRE(golden[i].size() == static_cast<std::size_t>(kFeatures));
        const double largest = *std::max_element(golden[i].begin(), golden[i].end());
        double error = 0;
        for (std::int64_t f = 0; f < kFeatures; ++f) {
            error = std::max(error,
                             std::abs(features.data()[f] - golden[i][static_cast<std::size_t>(f)]));
        }
        BOOST_TEST_MESSAGE("largest error " << error / largest << " of the largest feature");
        BOOST_TEST(error <= 1e-4 * largest);
    }
}

BOOST_AUTO_TEST_SUITE_END()
