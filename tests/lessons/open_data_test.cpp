// precision: float
#include "lessons/support/open_data.h"

#include "autograd/error.h"
#include "tests/support/picture_files.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

// Two classes of five pictures of 10x12 pixels.
TrainingOptions photos_in(const TemporaryFolder& folder) {
    for (const std::string name : {"cats", "dogs"}) {
        for (int i = 0; i < 5; ++i) {
            folder.write(name + "/" + std::to_string(i) + ".png", grey_png(20 * i, 10, 12));
        }
    }
    TrainingOptions options;
    options.data = folder.path().string();
    return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(open_data_test)

BOOST_AUTO_TEST_CASE(photos_have_colours_and_the_size_of_the_first_unless_told_otherwise) {
    const TemporaryFolder folder;
    TrainingOptions options = photos_in(folder);
    BOOST_TEST((open_data(options).train->image_shape() == Shape{10, 12, 3}));
    options.grey = true;
    BOOST_TEST((open_data(options).train->image_shape() == Shape{10, 12, 1}));
    options.image_size = 16;
    BOOST_TEST((open_data(options).train->image_shape() == Shape{16, 16, 1}));
}

BOOST_AUTO_TEST_CASE(a_photo_that_cannot_be_read_is_named_or_left_out_and_counted) {
    const TemporaryFolder folder;
    TrainingOptions options = photos_in(folder);
    folder.write("dogs/torn.png", "not a picture");
    BOOST_TEST(message_of<DataError>([&] { open_data(options); }).find("dogs/torn.png") !=
               std::string::npos);
    options.skip_unreadable = true;
    const DataSource source = open_data(options);
    BOOST_TEST(source.train->size() + source.test->size() == 10);
    BOOST_TEST(source.note.find("cannot be read: 1 (") != std::string::npos, source.note);
    BOOST_TEST(source.note.find("dogs/torn.png") != std::string::npos, source.note);
}

BOOST_AUTO_TEST_CASE(options_for_photos_are_refused_beside_other_data) {
    TrainingOptions options;
    options.data = "fashion-mnist-subset";
    const std::string message =
        "--image-size, --grey and --skip-unreadable are for a folder of photos; "
        "\"fashion-mnist-subset\" is none";
    options.image_size = 32;
    BOOST_TEST(message_of<DataError>([&] { open_data(options); }) == message);
    options.image_size = 0;
    options.grey = true;
    BOOST_TEST(message_of<DataError>([&] { open_data(options); }) == message);
    options.grey = false;
    options.skip_unreadable = true;
    BOOST_TEST(message_of<DataError>([&] { open_data(options); }) == message);
    options.skip_unreadable = false;
    BOOST_TEST(open_data(options).train->size() == 2000);
}

BOOST_AUTO_TEST_SUITE_END()
