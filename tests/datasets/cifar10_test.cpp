// precision: float
#include "datasets/cifar10.h"

#include "autograd/error.h"
#include "tests/support/cifar10_files.h"
#include "tests/support/environment_variable.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// What loading complains about, behind the name of this file of the folder.
std::string error_in(const TemporaryFolder& folder, const std::string& file) {
    const std::string message = message_of<DataError>([&] { load_cifar10(folder.path()); });
    const std::string name = (folder.path() / file).string() + ": ";
    BOOST_TEST_REQUIRE(message.find(name) != std::string::npos, message);
    return message.substr(message.find(name) + name.size());
}

// The same for test labels of this text.
std::string label_error(const std::string& text) {
    const TemporaryFolder folder;
    write_cifar10(folder.path());
    folder.write("test_lables.json", text);
    return error_in(folder, "test_lables.json");
}

void require_image(const Dataset& dataset, std::int64_t index, std::int64_t number) {
    const Tensor image = dataset.image(index);
    for (std::int64_t y = 0; y < 32; ++y) {
        for (std::int64_t x = 0; x < 32; ++x) {
            for (std::int64_t channel = 0; channel < 3; ++channel) {
                BOOST_REQUIRE(image.at({y, x, channel}) ==
                              static_cast<Scalar>(cifar10_byte(number, y, x, channel)) / 255);
            }
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cifar10_test)

BOOST_AUTO_TEST_CASE(joins_sheets_of_any_number_of_rows_in_order) {
    const TemporaryFolder folder;
    write_cifar10(folder.path());
    const DataSource data = load_cifar10(folder.path());
    BOOST_TEST(data.name == "cifar10");
    BOOST_TEST(data.note == "");
    BOOST_TEST(data.train->name() == "cifar10 train");
    BOOST_TEST(data.test->name() == "cifar10 test");
    BOOST_CHECK(data.train->image_shape() == Shape({32, 32, 3}));
    BOOST_TEST(data.train->class_names().size() == 10u);
    BOOST_TEST(data.train->class_names().front() == "airplane");
    BOOST_TEST(data.test->class_names().back() == "truck");
    BOOST_TEST_REQUIRE(data.train->size() == 9);
    for (std::int64_t i = 0; i < 9; ++i) {
        BOOST_TEST(data.train->label(i) == i);
        require_image(*data.train, i, i);
    }
    BOOST_TEST_REQUIRE(data.test->size() == 2);
    BOOST_TEST(data.test->label(0) == 9);
    BOOST_TEST(data.test->label(1) == 0);
    require_image(*data.test, 1, 21);
}

BOOST_AUTO_TEST_CASE(is_looked_for_where_it_is_fetched_to) {
    const TemporaryFolder folder;
    write_cifar10(folder.path() / "cifar10");
    const EnvironmentVariable variable("STEPGRAD_DATA_DIR", folder.path().string());
    BOOST_TEST(load_cifar10().train->size() == 9);
}

BOOST_AUTO_TEST_CASE(where_it_is_not_it_says_how_to_fetch_it) {
    const TemporaryFolder folder;
    write_cifar10(folder.path());
    std::filesystem::remove(folder.path() / "data_batch_4.png");
    std::filesystem::remove(folder.path() / "train_lables.json");
    BOOST_TEST(message_of<DataError>([&] { load_cifar10(folder.path()); }) ==
               "cifar10: " + folder.path().string() +
                   " lacks data_batch_4.png, train_lables.json; \"datasets/get cifar10\" fetches "
                   "what is missing");
    BOOST_CHECK_THROW(load_cifar10(folder.path() / "none"), DataError);
}

BOOST_AUTO_TEST_CASE(labels_must_be_as_many_as_images) {
    BOOST_TEST(label_error("[1]") == "holds 1 labels, the sheets hold 2 images");
    BOOST_TEST(label_error("[1,2,3]") == "holds 3 labels, the sheets hold 2 images");
    BOOST_TEST(label_error("[]") == "holds 0 labels, the sheets hold 2 images");
    const TemporaryFolder folder;
    write_cifar10(folder.path());
    write_cifar10_sheet(folder.path() / "data_batch_5.png", 6, 4);
    BOOST_TEST(error_in(folder, "train_lables.json") ==
               "holds 9 labels, the sheets hold 10 images");
}

BOOST_AUTO_TEST_CASE(labels_must_be_whole_numbers_from_0_to_9) {
    const std::string rule = ", must be a whole number from 0 to 9";
    BOOST_TEST(label_error("[0,10]") == "label 1 is 10" + rule);
    BOOST_TEST(label_error("[-1,0]") == "label 0 is -1" + rule);
    BOOST_TEST(label_error("[0,1.5]") == "label 1 is 1.5" + rule);
    BOOST_TEST(label_error("[18446744073709551615,0]") == "label 0 is 18446744073709551615" + rule);
    BOOST_TEST(label_error("[0,\"3\"]") == "label 1 is a JSON string" + rule);
    BOOST_TEST(label_error("[0,null]") == "label 1 is a JSON null" + rule);
    BOOST_TEST(label_error("[[0,1]]") == "label 0 is a JSON array" + rule);
}

BOOST_AUTO_TEST_CASE(labels_must_be_a_list_in_a_json_file) {
    BOOST_TEST(label_error("{\"labels\": [0,1]}") ==
               "must hold a list of labels, holds a JSON object");
    BOOST_TEST(label_error("7") == "must hold a list of labels, holds a JSON number");
    for (const std::string text : {"[0,1", "0,1", "[0,1]]", "labels", "\xff\xfe", "["}) {
        BOOST_TEST(label_error(text).find("is not JSON: ") == 0u, text);
    }
    BOOST_TEST(label_error("") == "the file is empty");
    // Deep nesting must not exhaust the stack, and a huge file not the memory.
    const std::string deep(400'000, '[');
    BOOST_TEST(label_error(deep).find("is not JSON: ") == 0u);
    BOOST_TEST(label_error(deep + std::string(deep.size(), ']')).find("label 0 is a JSON array") ==
               0u);
    BOOST_TEST(label_error("[" + std::string(1'000'000, ' ') + "]") ==
               "must be a JSON file of at most 1000000 bytes");
}

BOOST_AUTO_TEST_CASE(a_bad_sheet_is_named) {
    const TemporaryFolder folder;
    write_cifar10(folder.path());
    for (const std::string name : {"data_batch_1.png", "data_batch_5.png", "test_batch.png"}) {
        const std::string good = content_of(folder.path() / name);
        folder.write(name, "no picture");
        BOOST_TEST(!error_in(folder, name).empty());
        folder.write(name, good);
    }
    std::filesystem::remove(folder.path() / "data_batch_2.png");
    folder.write("data_batch_2.png/inside", "x");
    BOOST_TEST(error_in(folder, "data_batch_2.png") == "is a folder, a file is needed");
}

BOOST_AUTO_TEST_CASE(a_folder_for_the_labels_is_told) {
    const TemporaryFolder folder;
    write_cifar10(folder.path());
    std::filesystem::remove(folder.path() / "train_lables.json");
    folder.write("train_lables.json/inside", "x");
    BOOST_TEST(error_in(folder, "train_lables.json") == "is a folder, a file is needed");
}

BOOST_AUTO_TEST_SUITE_END()
