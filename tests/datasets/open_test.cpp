// precision: float
#include "datasets/open.h"

#include "autograd/error.h"
#include "tests/support/cifar10_files.h"
#include "tests/support/environment_variable.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/picture_files.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(open_test)

BOOST_AUTO_TEST_CASE(opens_every_name_it_knows_or_says_how_to_fetch_it) {
    const TemporaryFolder folder;
    const EnvironmentVariable variable("STEPGRAD_DATA_DIR", folder.path().string());
    BOOST_TEST(data_names().size() >= 4u);
    for (const std::string& name : data_names()) {
        if (name == "mnist" || name == "cifar10") {
            const std::string message = message_of<DataError>([&] { load_data(name); });
            BOOST_TEST(message.find((folder.path() / name).string()) != std::string::npos);
            BOOST_TEST(message.find("\"datasets/get " + name + "\"") != std::string::npos);
            continue;
        }
        const DataSource data = load_data(name);
        BOOST_TEST(data.train->size() > 0);
        BOOST_TEST(data.test->size() > 0);
        // "fashion-mnist" may become its subset, and then says so.
        BOOST_TEST(((data.name == name) || !data.note.empty()));
    }
    BOOST_TEST(load_data("fashion-mnist-subset").name == "fashion-mnist-subset");
}

BOOST_AUTO_TEST_CASE(opens_what_was_fetched) {
    const TemporaryFolder folder;
    const EnvironmentVariable variable("STEPGRAD_DATA_DIR", folder.path().string());
    write_cifar10(folder.path() / "cifar10");
    BOOST_TEST(load_data("cifar10").name == "cifar10");
    folder.write("mnist/train-images-idx3-ubyte", idx_file({1, 1, 1}, "a"));
    folder.write("mnist/train-labels-idx1-ubyte", idx_file({1}, "\1"));
    folder.write("mnist/t10k-images-idx3-ubyte", idx_file({1, 1, 1}, "c"));
    folder.write("mnist/t10k-labels-idx1-ubyte", idx_file({1}, "\1"));
    BOOST_TEST(load_data("mnist").name == "mnist");
}

BOOST_AUTO_TEST_CASE(opens_a_folder) {
    const TemporaryFolder folder;
    folder.write("train-images-idx3-ubyte", idx_file({2, 1, 1}, "ab"));
    folder.write("train-labels-idx1-ubyte", idx_file({2}, std::string("\0\1", 2)));
    folder.write("test-images-idx3-ubyte", idx_file({1, 1, 1}, "c"));
    folder.write("test-labels-idx1-ubyte", idx_file({1}, "\1"));
    const DataSource data = load_data(folder.path().string());
    BOOST_TEST(data.name == folder.path().string());
    BOOST_TEST(data.train->size() == 2);
    BOOST_TEST(data.test->class_names().back() == "1");
}

BOOST_AUTO_TEST_CASE(a_folder_with_nothing_to_read_is_told_what_may_be_in_it) {
    const TemporaryFolder folder;
    folder.write("notes.txt", "no pictures");
    BOOST_TEST(message_of<DataError>([&] { load_data(folder.path().string()); }) ==
               "load_data: the folder \"" + folder.path().string() +
                   "\" holds neither a sub-folder of pictures for each class nor "
                   "train-images-idx3-ubyte and its three companions");
}

BOOST_AUTO_TEST_CASE(a_folder_with_some_of_the_idx_files_is_told_which_are_missing) {
    const TemporaryFolder folder;
    folder.write("train-images-idx3-ubyte", "");
    const std::string message = message_of<DataError>([&] { load_data(folder.path().string()); });
    BOOST_TEST(message.find("lacks train-labels-idx1-ubyte") != std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(opens_a_folder_of_pictures_with_its_options) {
    const TemporaryFolder folder;
    for (const std::string name : {"cats/1.png", "cats/2.png", "dogs/1.png", "dogs/2.png"}) {
        folder.write(name, grey_png(7, 4, 5));
    }
    DataSource data = load_data(folder.path().string());
    BOOST_TEST(data.name == folder.path().string());
    BOOST_TEST((data.train->image_shape() == Shape{4, 5, 3}));
    BOOST_TEST(data.test->class_names().back() == "dogs");
    LoadOptions options;
    options.image_folder.load.image = {.colour = ImageColour::kGrey, .height = 8, .width = 9};
    data = load_data(folder.path().string(), options);
    BOOST_TEST((data.test->image_shape() == Shape{8, 9, 1}));
}

BOOST_AUTO_TEST_CASE(pictures_without_classes_are_an_error_that_says_so) {
    const TemporaryFolder folder;
    folder.write("1.png", grey_png(7));
    const std::string message = message_of<DataError>([&] { load_data(folder.path().string()); });
    BOOST_TEST(message.find("has no sub-folders") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(idx_files_are_taken_before_pictures) {
    const TemporaryFolder folder;
    folder.write("train-images-idx3-ubyte", idx_file({2, 1, 1}, "ab"));
    folder.write("train-labels-idx1-ubyte", idx_file({2}, std::string("\0\1", 2)));
    folder.write("test-images-idx3-ubyte", idx_file({1, 1, 1}, "c"));
    folder.write("test-labels-idx1-ubyte", idx_file({1}, "\1"));
    folder.write("pictures/1.png", grey_png(7));
    BOOST_TEST((load_data(folder.path().string()).train->image_shape() == Shape{1, 1, 1}));
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_an_error_that_lists_the_known_ones) {
    BOOST_TEST(message_of<DataError>([] { load_data("fashoin-mnist"); }) ==
               "load_data: there is no data set and no folder \"fashoin-mnist\"; possible are "
               "fashion-mnist, fashion-mnist-subset, mnist, cifar10, shapes, or a folder "
               "with train-images-idx3-ubyte and its three companions, or with a sub-folder of "
               "pictures for each class");
    BOOST_CHECK_THROW(load_data(""), DataError);
}

BOOST_AUTO_TEST_SUITE_END()
