// precision: float
#include "autograd/error.h"
#include "layers/models/vgg16.h"
#include "layers/weights/assign_weights.h"
#include "layers/weights/read_keras_h5.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

bool runs(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

boost::test_tools::assertion_result has_both(boost::unit_test::test_unit_id /*id*/) {
    boost::test_tools::assertion_result result(has_hdf5() &&
                                               runs("/usr/bin/python3 -c 'import h5py'"));
    result.message() << "needs libhdf5-dev, and python3-h5py to write the files";
    return result;
}

// All files of write_keras_h5, gone at the end of the program.
const TemporaryFolder& files() {
    static const TemporaryFolder folder;
    static const bool is_written =
        runs("/usr/bin/python3 \"" STEPGRAD_SOURCE_DIR "/tests/layers/weights/write_keras_h5\" \"" +
             folder.path().string() + "\"");
    BOOST_REQUIRE(is_written);
    return folder;
}

StoredWeights read(const std::string& name) {
    return read_keras_h5(files().path() / name);
}

// The message behind "read_keras_h5: PATH: ".
std::string refusal(const std::string& name) {
    const std::string message = message_of<DataError>([&] { read(name); });
    const std::string start = "read_keras_h5: " + (files().path() / name).string() + ": ";
    BOOST_TEST(message.substr(0, start.size()) == start);
    return message.size() < start.size() ? message : message.substr(start.size());
}

void check_small(const StoredWeights& weights) {
    BOOST_REQUIRE(weights.tensors.size() == 5U);
    BOOST_TEST(weights.tensors[0].name == "conv1: conv1/kernel:0");
    BOOST_TEST(weights.tensors[0].layer == "conv1");
    BOOST_TEST(weights.tensors[0].part == "kernel");
    BOOST_TEST(
        same_bits(weights.tensors[0].tensor, Tensor::from({1, 1, 2, 3}, {0, 1, 2, 3, 4, 5})));
    BOOST_TEST(weights.tensors[4].part == "moving_variance");
    BOOST_TEST(same_bits(weights.tensors[4].tensor, Tensor::from({3}, {3, 4, 5})));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(read_keras_h5_full_test, *boost::unit_test::precondition(has_both))

BOOST_AUTO_TEST_CASE(weights_are_read_alone_and_out_of_a_whole_model) {
    check_small(read("weights.h5"));
    check_small(read("model.h5"));
}

BOOST_AUTO_TEST_CASE(old_names_are_understood) {
    const StoredWeights weights = read("old_names.h5");
    BOOST_REQUIRE(weights.tensors.size() == 2U);
    BOOST_TEST(weights.tensors[0].part == "kernel");
    BOOST_TEST(weights.tensors[1].part == "bias");
    Sequential model =
        vgg16({.image_height = 32, .image_width = 32, .image_channels = 1, .has_top = false});
    BOOST_TEST(message_of<DataError>([&] { assign_weights(model, weights); })
                   .find("\"block1_conv1: block1_conv1_W_1:0\" has shape [3, 3, 1, 2], the model's "
                         "\"block1_conv1.weight\" expects [3, 3, 1, 64]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(long_lists_and_halves_and_texts_of_any_length_are_read) {
    const StoredWeights weights = read("chunked.h5");
    BOOST_REQUIRE(weights.tensors.size() == 4U);
    BOOST_TEST(weights.tensors[3].layer == "b");
    BOOST_TEST(same_bits(weights.tensors[3].tensor, Tensor::from({2}, {0, 1})));
    BOOST_TEST(read("variable.h5").tensors.size() == 1U);
    BOOST_TEST(read("slash.h5").tensors.at(0).layer == "block/a");
}

BOOST_AUTO_TEST_CASE(nothing_is_followed_out_of_the_file) {
    const std::string link = "\"kernel:0\" is a link to another place, which is not followed";
    BOOST_TEST(refusal("external_link.h5") == link);
    BOOST_TEST(refusal("soft_link.h5") == link);
    BOOST_TEST(refusal("external_group.h5") ==
               "\"inside\" is a link to another place, which is not followed");
    BOOST_TEST(refusal("external_storage.h5") ==
               "\"kernel:0\" is stored in other files, which are not read");
    BOOST_TEST(refusal("virtual.h5") ==
               "\"kernel:0\" is a virtual data set, made of others; these are not read");
}

BOOST_AUTO_TEST_CASE(what_is_damaged_or_something_else_is_refused) {
    BOOST_TEST(refusal("too_large.h5") == "\"kernel:0\" promises more numbers than the file holds");
    BOOST_TEST(refusal("whole_numbers.h5") ==
               "\"kernel:0\" does not hold floating-point numbers of 16 or 32 bits");
    BOOST_TEST(refusal("doubles.h5") ==
               "\"kernel:0\" does not hold floating-point numbers of 16 or 32 bits");
    BOOST_TEST(refusal("missing.h5") == "there is no \"kernel:0\" in it");
    BOOST_TEST(refusal("no_names.h5") ==
               "has no attribute \"layer_names\": it was not written by Keras's save_weights()");
    BOOST_TEST(refusal("nowhere.h5").find("cannot be opened: ") == 0U);
    std::ofstream(files().path() / "text.h5") << "no HDF5";
    BOOST_TEST(refusal("text.h5") == "is no HDF5 file, or is damaged");
}

BOOST_AUTO_TEST_CASE(a_file_that_was_cut_off_is_refused) {
    const std::string whole = content_of(files().path() / "weights.h5");
    for (const std::size_t size : {whole.size() / 4, whole.size() / 2, whole.size() - 8}) {
        files().write("cut.h5", whole.substr(0, size));
        BOOST_CHECK_THROW(read("cut.h5"), DataError);
    }
}

BOOST_AUTO_TEST_SUITE_END()
