// precision: float
#include "datasets/image_folder.h"

#include "autograd/error.h"
#include "tests/support/jpeg_bytes.h"
#include "tests/support/picture_files.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// The greys of all images of a dataset: which files they came from.
std::vector<int> greys_of(const std::shared_ptr<const Dataset>& dataset) {
    std::vector<int> greys;
    for (std::int64_t i = 0; i < dataset->size(); ++i) {
        greys.push_back(static_cast<int>(dataset->image(i).data()[0] * 255 + Scalar(0.5)));
    }
    return greys;
}

void write_class(const TemporaryFolder& folder, const std::string& name, int first, int count) {
    for (int i = 0; i < count; ++i) {
        folder.write(name + "/" + std::to_string(100 + i) + ".png", grey_png(first + i));
    }
}

// Two classes of ten images: greys 0 to 9 and 100 to 109.
void write_photos(const TemporaryFolder& folder) {
    write_class(folder, "cats", 0, 10);
    write_class(folder, "dogs", 100, 10);
}

std::string error_of(const TemporaryFolder& folder, const ImageFolderOptions& options = {}) {
    return message_of<DataError>([&] { read_image_folder("mine", folder.path(), options); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(image_folder_test)

BOOST_AUTO_TEST_CASE(sub_folders_are_classes_and_a_share_of_each_is_for_testing) {
    const TemporaryFolder folder;
    write_photos(folder);
    const DataSource data = read_image_folder("mine", folder.path());
    BOOST_TEST(data.name == "mine");
    BOOST_TEST(data.note == "");
    BOOST_TEST(data.validation == nullptr);
    BOOST_TEST(data.train->class_names() == (std::vector<std::string>{"cats", "dogs"}));
    BOOST_TEST((data.train->image_shape() == Shape{2, 3, 3}));
    BOOST_TEST(data.train->size() == 16);
    BOOST_TEST(data.test->size() == 4);
    std::set<int> all;
    for (const auto& part : {data.train, data.test}) {
        const std::vector<int> greys = greys_of(part);
        for (std::size_t i = 0; i < greys.size(); ++i) {
            BOOST_TEST(part->label(static_cast<std::int64_t>(i)) == greys[i] / 100);
            all.insert(greys[i]);
        }
    }
    BOOST_TEST(all.size() == 20u);
}

BOOST_AUTO_TEST_CASE(the_split_follows_its_options) {
    const TemporaryFolder folder;
    write_photos(folder);
    ImageFolderOptions options;
    options.split = {.validation_share = 0.1, .test_share = 0.3, .seed = 7};
    const DataSource data = read_image_folder("mine", folder.path(), options);
    BOOST_TEST(data.validation->size() == 2);
    BOOST_TEST(data.test->size() == 6);
    BOOST_TEST(greys_of(read_image_folder("mine", folder.path(), options).test) ==
               greys_of(data.test));
    options.split.seed = 8;
    BOOST_TEST(greys_of(read_image_folder("mine", folder.path(), options).test) !=
               greys_of(data.test));
}

BOOST_AUTO_TEST_CASE(folders_for_training_and_testing_are_taken_as_they_are) {
    for (const std::string train : {"train", "Train"}) {
        for (const std::string test : {"test", "TEST", "val", "valid", "validation"}) {
            const TemporaryFolder folder;
            write_class(folder, train + "/cats", 0, 3);
            write_class(folder, train + "/dogs", 100, 2);
            write_class(folder, test + "/cats", 50, 1);
            write_class(folder, test + "/dogs", 150, 2);
            const DataSource data = read_image_folder("mine", folder.path());
            BOOST_TEST(greys_of(data.train) == (std::vector{0, 1, 2, 100, 101}));
            BOOST_TEST(greys_of(data.test) == (std::vector{50, 150, 151}));
            BOOST_TEST(data.test->label(0) == 0);
            BOOST_TEST(data.test->label(2) == 1);
            BOOST_TEST(data.validation == nullptr);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_folder_for_validation_stands_beside_one_for_testing) {
    const TemporaryFolder folder;
    for (const std::string part : {"train", "val", "test"}) {
        write_class(folder, part + "/a", part == "train" ? 0 : part == "val" ? 10 : 20, 2);
        write_class(folder, part + "/b", part == "train" ? 30 : part == "val" ? 40 : 50, 1);
    }
    folder.write("README.txt", "no picture");
    const DataSource data = read_image_folder("mine", folder.path());
    BOOST_TEST(greys_of(data.train) == (std::vector{0, 1, 30}));
    BOOST_TEST(greys_of(data.validation) == (std::vector{10, 11, 40}));
    BOOST_TEST(greys_of(data.test) == (std::vector{20, 21, 50}));
}

BOOST_AUTO_TEST_CASE(validation_images_are_drawn_where_nobody_has_chosen_them) {
    const TemporaryFolder folder;
    write_class(folder, "train/a", 0, 4);
    write_class(folder, "train/b", 100, 4);
    write_class(folder, "test/a", 50, 1);
    write_class(folder, "test/b", 150, 1);
    ImageFolderOptions options;
    options.split.validation_share = 0.25;
    const DataSource data = read_image_folder("mine", folder.path(), options);
    BOOST_TEST(data.train->size() == 6);
    BOOST_TEST(data.validation->size() == 2);
    BOOST_TEST(greys_of(data.test) == (std::vector{50, 150}));
}

BOOST_AUTO_TEST_CASE(pictures_of_trains_are_a_class) {
    const TemporaryFolder folder;
    write_class(folder, "train", 0, 5);
    write_class(folder, "tram", 100, 5);
    const DataSource data = read_image_folder("mine", folder.path());
    BOOST_TEST(data.train->class_names() == (std::vector<std::string>{"train", "tram"}));
}

BOOST_AUTO_TEST_CASE(all_parts_must_have_the_same_classes) {
    const TemporaryFolder folder;
    write_class(folder, "train/a", 0, 2);
    write_class(folder, "train/b", 0, 2);
    write_class(folder, "test/a", 0, 2);
    write_class(folder, "test/c", 0, 2);
    BOOST_TEST(
        error_of(folder) ==
        "image folder: " + (folder.path() / "test").string() +
            ": must have the classes of the training images, \"b\" is only in one of the two");
}

BOOST_AUTO_TEST_CASE(formats_sizes_and_orientations_may_be_mixed) {
    const TemporaryFolder folder;
    const std::string turned = grey_jpeg(2, {200, 40}, exif_segment(6, true));
    folder.write("a/0.png", grey_png(10, 16, 8));
    folder.write("a/1.JPG", turned);
    folder.write("b b/2.jpeg", grey_jpeg(1, {30}));
    folder.write("b b/3.PNG", grey_jpeg(1, {40}));
    ImageFolderOptions options;
    options.load.image = {.colour = ImageColour::kGrey, .height = 16, .width = 8};
    const DataSource data = read_image_folder("mine", folder.path(), options);
    BOOST_TEST((data.train->image_shape() == Shape{16, 8, 1}));
    BOOST_TEST(data.train->size() + data.test->size() == 4);
    int turned_count = 0;  // it lay, and stands now
    for (const auto& part : {data.train, data.test}) {
        for (std::int64_t i = 0; i < part->size(); ++i) {
            const Tensor image = part->image(i);
            turned_count += image.at({4, 4, 0}) == 200 / Scalar(255) &&
                            image.at({12, 4, 0}) == 40 / Scalar(255);
        }
    }
    BOOST_TEST(turned_count == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_named_or_skipped_and_counted) {
    const TemporaryFolder folder;
    write_photos(folder);
    const auto bad = folder.write("cats/bad one.png", "no picture");
    BOOST_TEST(error_of(folder) ==
               "image: " + bad.string() +
                   ": is neither PNG nor JPEG (skip_unreadable leaves such files out)");
    ImageFolderOptions options;
    options.load.skip_unreadable = true;
    BOOST_TEST(read_image_folder("mine", folder.path(), options).note ==
               "Images left out because they cannot be read: 1 (image: " + bad.string() +
                   ": is neither PNG nor JPEG).");
    for (const std::string name : {"w.png", "x.png", "y.png"}) {
        folder.write("dogs/" + name + "/inside", "a folder for a file");
    }
    const DataSource data = read_image_folder("mine", folder.path(), options);
    BOOST_TEST(data.train->size() + data.test->size() == 20);
    const std::string dogs = (folder.path() / "dogs").string();
    BOOST_TEST(data.note == "Images left out because they cannot be read: 4 (image: " +
                                bad.string() + ": is neither PNG nor JPEG; image: " + dogs +
                                "/w.png: is a folder, a file is needed; image: " + dogs +
                                "/x.png: is a folder, a file is needed; and so on).");
}

BOOST_AUTO_TEST_CASE(the_note_tells_what_was_left_out_and_what_is_not_kept) {
    const TemporaryFolder folder;
    write_photos(folder);
    folder.write("cats/clip.gif", "GIF89a");
    ImageFolderOptions options;
    options.load.cache_bytes = 5 * 18;
    BOOST_TEST(read_image_folder("mine", folder.path(), options).note ==
               "Files left out because they are neither .png nor .jpg: 1. Images kept in memory: 5 "
               "of 20; the others are read in every epoch.");
}

BOOST_AUTO_TEST_CASE(a_class_of_which_nothing_can_be_read_is_named) {
    const TemporaryFolder folder;
    write_class(folder, "a", 0, 4);
    folder.write("b/1.png", "bad");
    ImageFolderOptions options;
    options.load.skip_unreadable = true;
    BOOST_TEST(error_of(folder, options) ==
               "image folder: " + folder.path().string() + ": no image of class \"b\" can be read");
}

BOOST_AUTO_TEST_CASE(classes_too_small_to_split_are_named) {
    const TemporaryFolder folder;
    write_class(folder, "a", 0, 4);
    write_class(folder, "b", 0, 1);
    BOOST_TEST(error_of(folder) ==
               "split_by_class: mine: class \"b\" has 1 image, a split into 2 parts needs "
               "at least 2");
}

BOOST_AUTO_TEST_CASE(empty_folders_and_single_classes_are_named) {
    const TemporaryFolder folder;
    BOOST_TEST(!looks_like_image_folder(folder.path()));
    folder.write("loose.jpg", "");
    BOOST_TEST(looks_like_image_folder(folder.path()));
    BOOST_TEST(error_of(folder).find("has no sub-folders") != std::string::npos);
    write_class(folder, "cats", 0, 2);
    BOOST_TEST(error_of(folder).find("has one class only, \"cats\"") != std::string::npos);
    std::filesystem::create_directory(folder.path() / "dogs");
    BOOST_TEST(error_of(folder).find("dogs: the class has no PNG or JPEG files") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(says_what_lies_where_nothing_is_looked_for) {
    const TemporaryFolder folder;
    for (const std::string set : {"train/", "test/"}) {
        write_class(folder, set + "cats", 0, 2);
        write_class(folder, set + "dogs", 100, 2);
    }
    BOOST_TEST(read_image_folder("mine", folder.path()).note == "");
    write_class(folder, "birds", 200, 2);
    write_class(folder, "fish", 200, 2);
    folder.write("loose.png", grey_png(9));
    BOOST_TEST(read_image_folder("mine", folder.path()).note ==
               "Pictures left out because they lie beside the folders, not in one. "
               "Folders left out beside train and test: birds, fish.");
}

BOOST_AUTO_TEST_SUITE_END()
