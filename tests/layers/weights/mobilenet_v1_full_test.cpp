// precision: float
#include "datasets/fetched.h"
#include "layers/models/mobilenet_v1.h"
#include "layers/weights/load_pretrained.h"
#include "layers/weights/read_tflite_model.h"

#include <boost/test/unit_test.hpp>

#include <filesystem>

using namespace stepgrad;

namespace {

std::filesystem::path model_file() {
    return fetched_folder("mobilenet_v1") / "mobilenet_v1_1.0_224.tflite";
}

boost::test_tools::assertion_result is_fetched(boost::unit_test::test_unit_id /*id*/) {
    boost::test_tools::assertion_result result(has_flatbuffers() &&
                                               std::filesystem::exists(model_file()));
    result.message() << "needs FlatBuffers, and \"datasets/get mobilenet_v1\" to fetch "
                     << model_file().string();
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mobilenet_v1_full_test, *boost::unit_test::precondition(is_fetched))

BOOST_AUTO_TEST_CASE(the_file_holds_what_was_folded) {
    const StoredWeights weights = read_tflite_model(model_file());
    std::int64_t count = 0;
    for (const StoredTensor& stored : weights.tensors) {
        count += stored.tensor.numel();
    }
    BOOST_TEST(count == 4222057);
}

BOOST_AUTO_TEST_CASE(every_parameter_finds_its_place) {
    Sequential base = mobilenet_v1({.has_top = false});
    const LoadReport of_base = load_pretrained(base, model_file());
    BOOST_TEST(of_base.matched_numbers() == 3228864);
    BOOST_TEST(of_base.initial.empty());
    Sequential whole = mobilenet_v1({.class_count = 1001});
    const LoadReport report = load_pretrained(whole, model_file());
    BOOST_TEST(report.matched_numbers() == 3228864 + 1024 * 1001 + 1001);
    BOOST_TEST(report.initial.empty());
}

BOOST_AUTO_TEST_SUITE_END()
