// precision: float
#include "layers/weights/read_tfjs_model.h"

#include "autograd/error.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

std::string bytes_of(const std::vector<float>& numbers) {
    std::string bytes(numbers.size() * sizeof(float), '\0');
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    return bytes;
}

std::string manifest(const std::string& paths, const std::string& weights) {
    return R"({"modelTopology":{},"weightsManifest":[{"paths":)" + paths + R"(,"weights":)" +
           weights + "}]}";
}

const std::string kTwoTensors = R"([{"name":"conv/kernel","shape":[1,1,1,2],"dtype":"float32"},)"
                                R"({"name":"norm/gamma","shape":[2],"dtype":"float32"}])";

// The message behind "read_tfjs_model: PATH: " for this model and a shard of 16 bytes.
std::string refusal(const std::string& json) {
    const TemporaryFolder folder;
    folder.write("weights.bin", bytes_of({1, 2, 3, 4}));
    const std::filesystem::path path = folder.write("model.json", json);
    const std::string message = message_of<DataError>([&] { read_tfjs_model(path); });
    const std::string start = "read_tfjs_model: " + path.string() + ": ";
    BOOST_TEST(message.substr(0, start.size()) == start);
    return message.size() < start.size() ? message : message.substr(start.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(read_tfjs_model_test)

BOOST_AUTO_TEST_CASE(shards_are_one_row_of_numbers) {
    const TemporaryFolder folder;
    folder.write("group1-shard1of2.bin", bytes_of({1, 2, 3}));  // ends in the middle of a tensor
    folder.write("group1-shard2of2.bin", bytes_of({4}));
    const StoredWeights weights = read_tfjs_model(folder.write(
        "model.json",
        manifest(R"(["group1-shard1of2.bin","./group1-shard2of2.bin"])", kTwoTensors)));
    BOOST_REQUIRE(weights.tensors.size() == 2U);
    BOOST_TEST((weights.layout == FilterLayout::kHeightWidthInOut));
    BOOST_TEST(weights.tensors[0].layer == "conv");
    BOOST_TEST(weights.tensors[0].part == "kernel");
    BOOST_TEST(same_bits(weights.tensors[0].tensor, Tensor::from({1, 1, 1, 2}, {1, 2})));
    BOOST_TEST(same_bits(weights.tensors[1].tensor, Tensor::from({2}, {3, 4})));
}

BOOST_AUTO_TEST_CASE(other_types_are_skipped_where_they_stand) {
    const TemporaryFolder folder;
    folder.write("weights.bin", std::string(4, '\0') + bytes_of({5}));
    const StoredWeights weights = read_tfjs_model(folder.write(
        "model.json",
        manifest(R"(["weights.bin"])", R"([{"name":"step","shape":[],"dtype":"int32"},)"
                                       R"({"name":"a/bias","shape":[1],"dtype":"float32"}])")));
    BOOST_REQUIRE(weights.skipped.size() == 1U);
    BOOST_TEST(weights.skipped[0].reason == "holds no real numbers, int32");
    BOOST_REQUIRE(weights.tensors.size() == 1U);
    BOOST_TEST(weights.tensors[0].tensor.item() == 5);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
    const std::string shard = R"(["weights.bin"])";
    BOOST_TEST(refusal("{}") == "has no list \"weightsManifest\": it is no TensorFlow.js model");
    BOOST_TEST(refusal("[]") == "is not a JSON object");
    BOOST_TEST(refusal("{").find("is not JSON: ") == 0U);
    BOOST_TEST(refusal(R"({"weightsManifest":[7]})") ==
               "\"weightsManifest\": an entry has no list \"paths\"");
    BOOST_TEST(refusal(manifest(shard, R"([{"shape":[1],"dtype":"float32"}])")) ==
               "\"weightsManifest\": an entry has no text \"name\"");
    BOOST_TEST(refusal(manifest(shard, R"([{"name":"a","shape":[5],"dtype":"float32"}])")) ==
               "tensor \"a\" with shape [5] needs 20 bytes, its shards hold 16 more");
    BOOST_TEST(refusal(manifest(shard, R"([{"name":"a","shape":[3],"dtype":"float32"}])")) ==
               "its shards hold 16 bytes, its tensors take 12");
    BOOST_TEST(refusal(manifest(shard, R"([{"name":"a","shape":[-1],"dtype":"float32"}])")) ==
               "tensor \"a\": \"shape\" must be a list of whole numbers");
    BOOST_TEST(refusal(manifest(shard, R"([{"name":"a","dtype":"float32",)"
                                       R"("shape":[2000000000,2000000000,4,2]}])")) ==
               "tensor \"a\" has the impossible shape [2000000000,2000000000,4,2]");
    BOOST_TEST(refusal(manifest(shard, R"([{"name":"a","shape":[4],"dtype":"string"}])")) ==
               "tensor \"a\" has dtype \"string\"; float32 can be read");
    BOOST_TEST(refusal(manifest(shard, R"([{"name":"a","shape":[16],"dtype":"float32",)"
                                       R"("quantization":{"dtype":"uint8"}}])")) ==
               "tensor \"a\" is quantized; a model with float32 weights is needed");
}

BOOST_AUTO_TEST_CASE(shards_outside_of_the_folder_are_not_read) {
    for (const std::string name : {"../weights.bin", "/etc/passwd", "a/../../weights.bin", ""}) {
        BOOST_TEST(refusal(manifest("[\"" + name + "\"]", "[]")) ==
                   "shard \"" + name + "\" does not lie in the folder of the model");
    }
    BOOST_TEST(refusal(manifest(R"(["missing.bin"])", "[]")).find("missing.bin") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
