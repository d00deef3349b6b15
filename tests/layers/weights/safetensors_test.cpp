// precision: float
#include "layers/weights/safetensors.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "layers/sequential.h"
#include "tests/support/tensors.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// A module with a parameter, a bias that may be missing, and a buffer.
class Scale final : public Module {
public:
    Scale(const Shape& shape, std::uint64_t seed) : weight(random_tensor(shape, seed)) {
        running = random_tensor({2}, seed + 1);
    }

    Variable forward(const Variable& input) override { return input; }
    std::string type_name() const override { return "Scale"; }
    std::vector<NamedParameter> own_parameters() override {
        return {{"weight", weight}, {"bias", bias}};
    }
    std::vector<NamedBuffer> own_buffers() override { return {{"running", running}}; }

    Parameter weight;
    Parameter bias;  // undefined
    Tensor running;
};

// Two modules: weights of shape [3] and [], buffers of shape [2].
Sequential small_model(std::uint64_t seed) {
    Sequential model;
    model.add("a", Scale({3}, seed));
    model.add("b", Scale({}, seed + 10));
    return model;
}

// A folder that goes when the test ends.
class ScratchFolder {
public:
    ScratchFolder()
        : path_(std::filesystem::temp_directory_path() /
                ("stepgrad_safetensors_" +
                 boost::unit_test::framework::current_test_case().p_name.get())) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~ScratchFolder() { std::filesystem::remove_all(path_); }

    std::filesystem::path file(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string length_bytes(std::uint64_t length) {
    std::string bytes(8, '\0');
    for (char& byte : bytes) {
        byte = static_cast<char>(length & 0xff);
        length >>= 8;
    }
    return bytes;
}

const std::string kMetadata =
    R"("__metadata__":{"format":"stepgrad","filter_layout":"height, width, in, out"})";

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
    const ScratchFolder folder;
    const std::filesystem::path path = folder.file("model.safetensors");
    write_bytes(path, bytes);
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

BOOST_AUTO_TEST_SUITE(safetensors_test)

BOOST_AUTO_TEST_CASE(loads_what_was_saved_bit_for_bit) {
    const ScratchFolder folder;
    Sequential saved = small_model(1);
    Sequential loaded = small_model(100);
    save_weights(saved, folder.file("model.safetensors"));
    load_weights(loaded, folder.file("model.safetensors"));
    for (std::size_t i = 0; i < saved.named_parameters().size(); ++i) {
        BOOST_TEST(same_bits(loaded.named_parameters()[i].parameter.value(),
                             saved.named_parameters()[i].parameter.value()));
        BOOST_TEST(same_bits(loaded.named_buffers()[i].buffer, saved.named_buffers()[i].buffer));
    }
}

BOOST_AUTO_TEST_CASE(keeps_every_bit_pattern_and_every_rank) {
    const ScratchFolder folder;
    const std::filesystem::path path = folder.file("model.safetensors");
    for (const Shape& shape :
         {Shape{}, Shape{5}, Shape{2, 3}, Shape{2, 1, 3}, Shape{3, 3, 2, 4}, Shape{0, 3}}) {
        Scale saved(shape, 1);
        if (shape.numel() > 0) {
            const std::uint32_t signalling_nan = 0x7fa00001;
            std::memcpy(Tensor(saved.weight.value()).mutable_data(), &signalling_nan, 4);
        }
        Scale loaded(shape, 2);
        save_weights(saved, path);
        load_weights(loaded, path);
        BOOST_TEST(same_bits(loaded.weight.value(), saved.weight.value()), shape.to_string());
    }
}

BOOST_AUTO_TEST_CASE(writes_these_bytes) {
    const ScratchFolder folder;
    const std::filesystem::path path = folder.file("model.safetensors");
    Scale model({2}, 1);
    Tensor(model.weight.value()).copy_from(Tensor::from({2}, {1, -2}));
    model.running.copy_from(Tensor::from({2}, {0, 0.5}));
    save_weights(model, path);
    std::string header = "{" + kMetadata +
                         R"(,"weight":{"dtype":"F32","shape":[2],"data_offsets":[0,8]})"
                         R"(,"running":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})";
    header.resize((header.size() + 7) / 8 * 8, ' ');
    const std::string numbers("\0\0\x80\x3f\0\0\0\xc0\0\0\0\0\0\0\0\x3f", 16);
    BOOST_TEST(bytes_of(path) == length_bytes(header.size()) + header + numbers);
}

BOOST_AUTO_TEST_CASE(the_same_weights_give_the_same_bytes_and_no_temporary_file_stays) {
    const ScratchFolder folder;
    Sequential model = small_model(1);
    save_weights(model, folder.file("one"));
    save_weights(model, folder.file("two"));
    save_weights(model, folder.file("two"));  // over an existing file
    BOOST_TEST(bytes_of(folder.file("one")) == bytes_of(folder.file("two")));
    const std::filesystem::directory_iterator files(folder.file(""));
    BOOST_TEST(std::distance(files, {}) == 2, "something else was left beside the two files");
}

BOOST_AUTO_TEST_CASE(numbers_change_in_place_and_raise_the_version) {
    const ScratchFolder folder;
    const std::filesystem::path path = folder.file("model.safetensors");
    Sequential model = small_model(1);
    save_weights(model, path);
    const Variable parameter = model.parameters()[0];
    const std::uint64_t version = parameter.value().version();
    load_weights(model, path);
    BOOST_TEST(parameter.value().version() > version);
    BOOST_TEST(parameter.value().shares_memory_with(model.parameters()[0].value()));
}

BOOST_AUTO_TEST_CASE(refuses_every_truncation_of_a_good_file) {
    const ScratchFolder folder;
    Sequential model = small_model(1);
    save_weights(model, folder.file("model.safetensors"));
    const std::string good = bytes_of(folder.file("model.safetensors"));
    for (std::size_t length = 0; length < good.size(); ++length) {
        write_bytes(folder.file("cut"), good.substr(0, length));
        BOOST_CHECK_THROW(load_weights(model, folder.file("cut")), DataError);
    }
    write_bytes(folder.file("longer"), good + "x");
    BOOST_CHECK_THROW(load_weights(model, folder.file("longer")), DataError);
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_in_the_header_is_refused_or_harmless_and_never_worse) {
    const ScratchFolder folder;
    Sequential model = small_model(1);
    save_weights(model, folder.file("model.safetensors"));
    const std::string good = bytes_of(folder.file("model.safetensors"));
    std::size_t refused = 0;
    for (std::size_t bit = 0; bit < (good.size() - 32) * 8; ++bit) {
        std::string flipped = good;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        write_bytes(folder.file("flipped"), flipped);
        try {
            load_weights(model, folder.file("flipped"));
        } catch (const DataError&) {
            ++refused;
        }
    }
    BOOST_TEST(refused > (good.size() - 32) * 7);  // blanks between tokens may change
}

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

BOOST_AUTO_TEST_CASE(says_which_file_cannot_be_read_or_written) {
    const ScratchFolder folder;
    Sequential model = small_model(1);
    const std::filesystem::path nowhere = folder.file("no/such/file");
    BOOST_TEST(message_of<DataError>([&] { load_weights(model, nowhere); }) ==
               "load_weights: " + nowhere.string() +
                   ": cannot be opened: No such file or directory");
    BOOST_CHECK_THROW(load_weights(model, folder.file("")), DataError);  // a folder
    BOOST_TEST(message_of<DataError>([&] { save_weights(model, nowhere); }) ==
               "save_weights: " + nowhere.string() +
                   ": cannot be written: No such file or directory");
    std::filesystem::create_directories(folder.file("folder/inside"));
    BOOST_TEST(message_of<DataError>([&] {
                   save_weights(model, folder.file("folder"));
               }).find("save_weights: " + folder.file("folder").string()) == 0);
}

BOOST_AUTO_TEST_CASE(refuses_a_model_without_numbers) {
    const ScratchFolder folder;
    const ShapeOnlyGuard shape_only;
    class Hollow final : public Module {
    public:
        Variable forward(const Variable& input) override { return input; }
        std::string type_name() const override { return "Hollow"; }
        std::vector<NamedParameter> own_parameters() override { return {{"weight", weight}}; }
        Parameter weight{Tensor::empty({3})};
    };
    Hollow model;
    BOOST_TEST(message_of<GraphError>([&] { save_weights(model, folder.file("a")); }) ==
               "save_weights: \"weight\" has a shape but no numbers: it was made under a "
               "ShapeOnlyGuard");
    BOOST_CHECK_THROW(load_weights(model, folder.file("a")), GraphError);
}

BOOST_AUTO_TEST_CASE(refuses_two_tensors_of_one_name) {
    class Twice final : public Module {
    public:
        Variable forward(const Variable& input) override { return input; }
        std::string type_name() const override { return "Twice"; }
        std::vector<NamedParameter> own_parameters() override {
            return {{"weight", a}, {"weight", b}};
        }
        Parameter a{Tensor::zeros({3})};
        Parameter b{Tensor::zeros({3})};
    };
    const ScratchFolder folder;
    Twice model;
    BOOST_TEST(message_of<std::invalid_argument>([&] { save_weights(model, folder.file("a")); }) ==
               "save_weights: the name \"weight\" is taken; every tensor needs one of its own");
}

BOOST_AUTO_TEST_SUITE_END()
