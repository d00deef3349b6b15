// precision: float
#include "layers/weights/read_safetensors.h"

#include "autograd/error.h"
#include "tests/support/scale_module.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <map>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// write_safetensors wrote it.
const std::filesystem::path kPyTorchFile =
    std::filesystem::path(STEPGRAD_SOURCE_DIR) / "tests/layers/weights/pytorch.safetensors";

std::map<std::string, StoredTensor> by_name(const StoredWeights& weights) {
    std::map<std::string, StoredTensor> tensors;
    for (const StoredTensor& stored : weights.tensors) {
        tensors.emplace(stored.name, stored);
    }
    return tensors;
}

// The message behind "read_safetensors: PATH: " for a header and so many bytes of zeros.
std::string refusal(const std::string& header, std::size_t data_size) {
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.write(
        "weights.safetensors", length_bytes(header.size()) + header + std::string(data_size, '\0'));
    const std::string message = message_of<DataError>([&] { read_safetensors(path); });
    const std::string start = "read_safetensors: " + path.string() + ": ";
    BOOST_TEST(message.substr(0, start.size()) == start);
    return message.size() < start.size() ? message : message.substr(start.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(read_safetensors_test)

BOOST_AUTO_TEST_CASE(a_file_written_byte_by_byte_is_read) {
    const StoredWeights weights = read_safetensors(kPyTorchFile);
    BOOST_TEST((weights.layout == FilterLayout::kOutInHeightWidth));
    const std::map<std::string, StoredTensor> tensors = by_name(weights);
    BOOST_REQUIRE(tensors.size() == 3U);
    const StoredTensor& weight = tensors.at("features.0.weight");
    BOOST_TEST(weight.layer == "features.0");
    BOOST_TEST(weight.part == "weight");
    BOOST_TEST(same_bits(weight.tensor, Tensor::from({2, 1, 1, 2}, {1.5F, -2.0F, 3.25F, 4.0F})));
    BOOST_TEST(same_bits(tensors.at("features.0.bias").tensor, Tensor::from({2}, {1.0F, -2.0F})));
    BOOST_TEST(same_bits(tensors.at("features.1.running_mean").tensor,
                         Tensor::from({2}, {1.0F, -3.140625F})));
    BOOST_REQUIRE(weights.skipped.size() == 1U);
    BOOST_TEST(weights.skipped[0].name == "features.1.num_batches_tracked");
    BOOST_TEST(weights.skipped[0].reason == "holds whole numbers, I64");
}

BOOST_AUTO_TEST_CASE(the_order_of_axes_is_recorded_or_given) {
    BOOST_TEST((read_safetensors(kPyTorchFile, FilterLayout::kHeightWidthInOut).layout ==
                FilterLayout::kHeightWidthInOut));
    BOOST_TEST(refusal("{}", 0) ==
               "says nothing about the order of its filters' axes: give a FilterLayout, PyTorch's "
               "[out, in, height, width] or stepgrad's [height, width, in, out]");
}

BOOST_AUTO_TEST_CASE(other_types_and_damaged_headers_are_refused) {
    const auto with_entry = [](const std::string& entry) {
        return R"({"__metadata__":{"format":"pt"},"a.weight":)" + entry + "}";
    };
    BOOST_TEST(refusal(with_entry(R"({"dtype":"F64","shape":[1],"data_offsets":[0,8]})"), 8) ==
               "tensor \"a.weight\" has dtype F64; F32, F16 and BF16 can be read");
    BOOST_TEST(refusal(with_entry(R"({"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]})"), 1) ==
               "tensor \"a.weight\": expected dtype \"F32\" or another one that is known, given "
               "\"F8_E4M3\"");
    BOOST_TEST(refusal(with_entry(R"({"dtype":"F16","shape":[3],"data_offsets":[0,4]})"), 4) ==
               "tensor \"a.weight\": shape [3] takes 6 bytes, \"data_offsets\" [0, 4] hold 4");
    BOOST_TEST(refusal(with_entry(R"({"dtype":"F16","shape":[2],"data_offsets":[2,6]})"), 6) ==
               "tensor \"a.weight\": its data start at byte 2, expected 0: tensors must neither "
               "overlap nor leave gaps");
}

BOOST_AUTO_TEST_CASE(more_than_four_extents_are_skipped) {
    const std::string header =
        R"({"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1,1,1,1,1],)"
        R"("data_offsets":[0,4]}})";
    const TemporaryFolder folder;
    const StoredWeights weights = read_safetensors(folder.write(
        "five.safetensors", length_bytes(header.size()) + header + std::string(4, '\0')));
    BOOST_TEST(weights.tensors.empty());
    BOOST_REQUIRE(weights.skipped.size() == 1U);
    BOOST_TEST(weights.skipped[0].reason == "has more than four extents, [1, 1, 1, 1, 1]");
}

BOOST_AUTO_TEST_SUITE_END()
