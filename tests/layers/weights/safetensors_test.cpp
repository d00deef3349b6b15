// precision: float
#include "layers/weights/safetensors.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "layers/sequential.h"
#include "tests/support/scale_module.h"
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
