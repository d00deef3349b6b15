// precision: float
#include "datasets/fashion_mnist.h"

#include "autograd/error.h"
#include "tests/support/environment_variable.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/labels.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(fashion_mnist_test)

BOOST_AUTO_TEST_CASE(the_embedded_subset_has_200_and_50_images_of_each_class) {
    const DataSource data = load_fashion_mnist_subset();
    BOOST_TEST(data.name == "fashion-mnist-subset");
    BOOST_TEST(data.note == "");
    BOOST_CHECK(count_labels(*data.train) == std::vector<std::int64_t>(10, 200));
    BOOST_CHECK(count_labels(*data.test) == std::vector<std::int64_t>(10, 50));
    BOOST_CHECK(data.train->image_shape() == Shape({28, 28, 1}));
    BOOST_TEST(data.train->class_names().front() == "T-shirt/top");
    BOOST_TEST(data.test->class_names().back() == "Ankle boot");
    BOOST_TEST(data.train->label(0) == 9);  // an ankle boot, as everyone who plotted it knows
}

BOOST_AUTO_TEST_CASE(the_subset_steps_in_with_a_note_where_the_full_set_is_not) {
    const TemporaryFolder folder;
    const DataSource data = load_fashion_mnist_or_subset(folder.path());
    BOOST_TEST(data.name == "fashion-mnist-subset");
    BOOST_TEST(data.train->size() == 2000);
    BOOST_TEST(data.note.find("is not in " + folder.path().string()) != std::string::npos);
    BOOST_TEST(data.note.find("2000 training and 500 test images") != std::string::npos);
    BOOST_TEST(data.note.find("dataset-fashion-mnist") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_named_and_empty_is_an_error) {
    const TemporaryFolder folder;
    BOOST_CHECK_THROW(load_fashion_mnist(folder.path()), DataError);
    BOOST_CHECK_THROW(load_fashion_mnist(folder.path() / "none"), DataError);
}

BOOST_AUTO_TEST_CASE(a_full_set_that_is_there_and_bad_is_an_error) {
    const TemporaryFolder folder;
    for (const std::string name : {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                   "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"}) {
        folder.write(name, "bad bytes");
    }
    BOOST_CHECK_THROW(load_fashion_mnist_or_subset(folder.path()), DataError);
}

BOOST_AUTO_TEST_CASE(a_label_beyond_the_ten_classes_is_an_error) {
    const TemporaryFolder folder;
    folder.write("train-images-idx3-ubyte", idx_file({1, 1, 1}, "x"));
    folder.write("train-labels-idx1-ubyte", idx_file({1}, "\x0a"));
    folder.write("t10k-images-idx3-ubyte", idx_file({1, 1, 1}, "x"));
    folder.write("t10k-labels-idx1-ubyte", idx_file({1}, "\x01"));
    const std::string message = message_of<DataError>([&] { load_fashion_mnist(folder.path()); });
    BOOST_TEST(message.find("label 0 is 10, there are 10 classes") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_environment_overrides_where_the_subset_is) {
    const TemporaryFolder folder;
    const EnvironmentVariable variable("STEPGRAD_DATA_DIR", folder.path().string());
    folder.write("fashion_mnist_subset/train-images-idx3-ubyte", idx_file({1, 1, 1}, "x"));
    const std::string message = message_of<DataError>([] { load_fashion_mnist_subset(); });
    BOOST_TEST(message.find((folder.path() / "fashion_mnist_subset").string()) !=
               std::string::npos);
    folder.write("fashion_mnist_subset/train-labels-idx1-ubyte", idx_file({1}, "\x01"));
    folder.write("fashion_mnist_subset/test-images-idx3-ubyte", idx_file({1, 1, 1}, "x"));
    folder.write("fashion_mnist_subset/test-labels-idx1-ubyte", idx_file({1}, "\x01"));
    BOOST_TEST(load_fashion_mnist_subset().train->size() == 1);
}

BOOST_AUTO_TEST_CASE(a_data_folder_without_a_subset_leaves_the_embedded_one) {
    const TemporaryFolder folder;
    for (const std::string& chosen : {folder.path().string(), std::string()}) {
        const EnvironmentVariable variable("STEPGRAD_DATA_DIR", chosen);
        BOOST_TEST(load_fashion_mnist_subset().train->size() == 2000);
    }
}

BOOST_AUTO_TEST_SUITE_END()
