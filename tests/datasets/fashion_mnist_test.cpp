// precision: float
#include "datasets/fashion_mnist.h"

#include <boost/test/unit_test.hpp>

#include <stdlib.h>

#include <cmath>

#include "autograd/error.h"
#include "datasets/idx_folder.h"
#include "datasets/transforms.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

namespace test_tools = boost::test_tools;
namespace unit_test = boost::unit_test;

test_tools::assertion_result full_set_is_installed(unit_test::test_unit_id /*id*/) {
    test_tools::assertion_result result(holds_idx_files(fashion_mnist_folder()));
    result.message() << "the full Fashion-MNIST is not in " << fashion_mnist_folder().string();
    return result;
}

std::vector<std::int64_t> count_labels(const Dataset& dataset) {
    std::vector<std::int64_t> counts(dataset.class_names().size(), 0);
    for (std::int64_t i = 0; i < dataset.size(); ++i) {
        ++counts[static_cast<std::size_t>(dataset.label(i))];
    }
    return counts;
}

// Sets STEPGRAD_DATA_DIR for the length of a test.
class DataFolderVariable {
public:
    explicit DataFolderVariable(const std::filesystem::path& folder) {
        setenv("STEPGRAD_DATA_DIR", folder.c_str(), /*overwrite=*/1);
    }
    ~DataFolderVariable() { unsetenv("STEPGRAD_DATA_DIR"); }
};

// The first `count_per_class` images of each class of `full`, in order, are those of `subset`.
void check_first_of_each_class(const Dataset& full, const Dataset& subset,
                               std::int64_t count_per_class) {
    std::vector<std::int64_t> seen(10, 0);
    std::int64_t position = 0;
    for (std::int64_t i = 0; i < full.size(); ++i) {
        if (seen[static_cast<std::size_t>(full.label(i))]++ < count_per_class) {
            BOOST_REQUIRE(subset.label(position) == full.label(i));
            BOOST_REQUIRE(same_bits(subset.image(position), full.image(i)));
            ++position;
        }
    }
    BOOST_TEST(position == subset.size());
}

}  // namespace

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
    const DataFolderVariable variable(folder.path());
    const std::string message = message_of<DataError>([] { load_fashion_mnist_subset(); });
    BOOST_TEST(message.find((folder.path() / "fashion_mnist_subset").string()) !=
               std::string::npos);
    folder.write("fashion_mnist_subset/train-images-idx3-ubyte", idx_file({1, 1, 1}, "x"));
    folder.write("fashion_mnist_subset/train-labels-idx1-ubyte", idx_file({1}, "\x01"));
    folder.write("fashion_mnist_subset/test-images-idx3-ubyte", idx_file({1, 1, 1}, "x"));
    folder.write("fashion_mnist_subset/test-labels-idx1-ubyte", idx_file({1}, "\x01"));
    BOOST_TEST(load_fashion_mnist_subset().train->size() == 1);
}

BOOST_AUTO_TEST_CASE(the_full_set_is_what_its_authors_say,
                     *unit_test::precondition(full_set_is_installed)) {
    const DataSource data = load_fashion_mnist_or_subset();
    BOOST_TEST(data.name == "fashion-mnist");
    BOOST_TEST(data.note == "");
    BOOST_CHECK(count_labels(*data.train) == std::vector<std::int64_t>(10, 6000));
    BOOST_CHECK(count_labels(*data.test) == std::vector<std::int64_t>(10, 1000));
    // Mean and deviation as they are quoted everywhere, to the four places that are quoted.
    constexpr double kFourPlaces = 5e-5;
    const ChannelStatistics statistics = channel_statistics(*data.train);
    BOOST_REQUIRE(statistics.mean.size() == 1u);
    BOOST_CHECK_SMALL(statistics.mean[0] - 0.2860, kFourPlaces);
    BOOST_CHECK_SMALL(statistics.standard_deviation[0] - 0.3530, kFourPlaces);
}

BOOST_AUTO_TEST_CASE(the_subset_is_the_first_images_of_each_class_of_the_full_set,
                     *unit_test::precondition(full_set_is_installed)) {
    const DataSource full = load_fashion_mnist(fashion_mnist_folder());
    const DataSource subset = load_fashion_mnist_subset();
    check_first_of_each_class(*full.train, *subset.train, 200);
    check_first_of_each_class(*full.test, *subset.test, 50);
}

BOOST_AUTO_TEST_SUITE_END()
