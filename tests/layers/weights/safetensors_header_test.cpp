// precision: float
#include "autograd/error.h"
#include "layers/weights/safetensors.h"
#include "tests/support/scale_module.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <filesystem>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// The header of small_model() but for one tensor, and the 32 bytes of all its numbers.
std::string with_b_running(const std::string& entry) {
    const std::string header =
        "{" + kMetadata +
        R"(,"a.weight":{"dtype":"F32","shape":[3],"data_offsets":[0,12]})"
        R"(,"b.weight":{"dtype":"F32","shape":[],"data_offsets":[12,16]})"
        R"(,"a.running":{"dtype":"F32","shape":[2],"data_offsets":[16,24]})" +
        entry + "}";
    return length_bytes(header.size()) + header + std::string(32, '\0');
}

// The message behind "load_weights: PATH: " for a file of these bytes. Checks on the way that the
// model stays bit for bit what it was.
std::string refusal(const std::string& bytes) {
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.write("model.safetensors", bytes);
    Sequential model = small_model(1);
    const Sequential untouched = small_model(1);
    const std::string message = message_of<DataError>([&] { load_weights(model, path); });
    const auto now = model.named_parameters();
    const auto before = const_cast<Sequential&>(untouched).named_parameters();
    for (std::size_t i = 0; i < before.size(); ++i) {
        BOOST_TEST(same_bits(now[i].parameter.value(), before[i].parameter.value()));
    }
    const std::string start = "load_weights: " + path.string() + ": ";
    BOOST_TEST(message.substr(0, start.size()) == start);
    return message.size() < start.size() ? message : message.substr(start.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(safetensors_header_test)

BOOST_AUTO_TEST_CASE(refuses_a_header_longer_than_the_file_before_allocating_it) {
    BOOST_TEST(refusal(length_bytes(99'999'999) + "{}") ==
               "promises a header of 99999999 bytes; the file holds 10 bytes, and a header may "
               "have 100000000");
    BOOST_TEST(refusal(std::string(8, '\xff') + "{}") ==
               "promises a header of 18446744073709551615 bytes; the file holds 10 bytes, and a "
               "header may have 100000000");
    BOOST_TEST(refusal("1234567") ==
               "holds 7 bytes, too few for a safetensors file: it starts with 8 bytes of header "
               "length");
}

BOOST_AUTO_TEST_CASE(refuses_a_header_that_is_not_a_json_object) {
    const auto of_header = [](const std::string& header) {
        return refusal(length_bytes(header.size()) + header);
    };
    const std::string no_object = "the header is not a JSON object: it does not start with \"{\"";
    BOOST_TEST(of_header("") == no_object);
    BOOST_TEST(of_header("[]") == no_object);
    BOOST_TEST(of_header("{\"a\"").find("the header is not JSON: ") == 0);
    BOOST_TEST(of_header("{}{}").find("the header is not JSON: ") == 0);
    BOOST_TEST(of_header("{\"\xff\": 1}").find("the header is not JSON: ") == 0);
    BOOST_TEST(of_header("{\"a\":" + std::string(100'000, '[')) ==
               "the header is nested too deeply");
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_save_weights_did_not_write) {
    const std::string rule =
        "was not written by save_weights(): __metadata__ must hold \"format\": \"stepgrad\" and "
        "\"filter_layout\": \"height, width, in, out\"";
    for (const std::string header :
         {R"({})", R"({"__metadata__":{"format":"pt"}})",
          R"({"__metadata__":{"format":"stepgrad"}})", R"({"__metadata__":[]})"}) {
        BOOST_TEST(refusal(length_bytes(header.size()) + header) == rule);
    }
}

BOOST_AUTO_TEST_CASE(refuses_an_entry_that_is_malformed) {
    BOOST_TEST(refusal(with_b_running(R"(,"b.running":7)")) ==
               "tensor \"b.running\": its entry is not a JSON object");
    BOOST_TEST(refusal(with_b_running(
                   R"(,"b.running":{"dtype":"F16","shape":[4],"data_offsets":[24,32]})")) ==
               "tensor \"b.running\": expected dtype \"F32\", given \"F16\"");
    BOOST_TEST(refusal(with_b_running(R"(,"b.running":{"shape":[2],"data_offsets":[24,32]})")) ==
               "tensor \"b.running\": expected dtype \"F32\", given null");
    for (const std::string shape : {R"("2")", R"([-2])", R"([2.0])", R"(["2"])", R"([1e99])",
                                    R"([18446744073709551615])", R"({})"}) {
        BOOST_TEST(refusal(with_b_running(R"(,"b.running":{"dtype":"F32","shape":)" + shape +
                                          R"(,"data_offsets":[24,32]})")) ==
                   "tensor \"b.running\": \"shape\" must be a list of whole numbers");
    }
    BOOST_TEST(refusal(with_b_running(
                   R"(,"b.running":{"dtype":"F32","shape":[1,1,1,1,2],"data_offsets":[24,32]})")) ==
               "tensor \"b.running\": \"shape\" has 5 extents, at most 4 are supported");
    for (const std::string offsets : {"[24]", "[24,32,40]", "[32,24]"}) {
        BOOST_TEST(refusal(with_b_running(R"(,"b.running":{"dtype":"F32","shape":[2],)"
                                          R"("data_offsets":)" +
                                          offsets + "}")) ==
                   "tensor \"b.running\": \"data_offsets\" must be [begin, end] with begin <= end");
    }
}

BOOST_AUTO_TEST_CASE(refuses_offsets_that_do_not_fit) {
    const auto with_offsets = [](const std::string& offsets, const std::string& shape = "[2]") {
        return refusal(with_b_running(R"(,"b.running":{"dtype":"F32","shape":)" + shape +
                                      R"(,"data_offsets":)" + offsets + "}"));
    };
    BOOST_TEST(with_offsets("[24,28]") ==
               "tensor \"b.running\": shape [2] takes 8 bytes, \"data_offsets\" [24, 28] hold 4");
    BOOST_TEST(with_offsets("[24,32]", "[4611686018427387904,4]") ==
               "tensor \"b.running\": shape [4611686018427387904, 4] is too large for any file");
    BOOST_TEST(with_offsets("[20,28]") ==
               "tensor \"b.running\": its data start at byte 20, expected 24: tensors must neither "
               "overlap nor leave gaps");
    BOOST_TEST(with_offsets("[28,36]") ==
               "tensor \"b.running\": its data start at byte 28, expected 24: tensors must neither "
               "overlap nor leave gaps");
    BOOST_TEST(with_offsets("[24,36]", "[3]") ==
               "tensor \"b.running\": its data end at byte 36, the file holds 32 bytes of data; it "
               "was cut off");
    BOOST_TEST(with_offsets("[24,28]", "[1]") ==
               "the file holds 32 bytes of data, its tensors take 28");
}

BOOST_AUTO_TEST_CASE(refuses_a_name_that_stands_there_twice) {
    BOOST_TEST(refusal(with_b_running(
                   R"(,"a.running":{"dtype":"F32","shape":[2],"data_offsets":[24,32]})")) ==
               "\"a.running\" stands in the header twice");
    BOOST_TEST(refusal(with_b_running(R"(,"b.running":{"dtype":"F32","shape":[2],)"
                                      R"("shape":[2],"data_offsets":[24,32]})")) ==
               "\"shape\" stands in the header twice");
}

BOOST_AUTO_TEST_CASE(refuses_other_tensors_than_the_models) {
    BOOST_TEST(refusal(with_b_running(
                   R"(,"b.other":{"dtype":"F32","shape":[2],"data_offsets":[24,32]})")) ==
               "tensor \"b.running\" is missing; the model expects it with shape [2]");
    BOOST_TEST(
        refusal(with_b_running(R"(,"b.running":{"dtype":"F32","shape":[2],"data_offsets":[24,32]})"
                               R"(,"c":{"dtype":"F32","shape":[0,7],"data_offsets":[32,32]})")) ==
        "tensor \"c\" with shape [0, 7] is unexpected; the model has none of this name");
    BOOST_TEST(refusal(with_b_running(
                   R"(,"b.running":{"dtype":"F32","shape":[1,2],"data_offsets":[24,32]})")) ==
               "tensor \"b.running\" has shape [1, 2], the model expects [2]");
}

BOOST_AUTO_TEST_SUITE_END()
