// precision: float
#include "datasets/image_file_dataset.h"

#include "autograd/error.h"
#include "tests/support/picture_files.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <future>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Pictures of 2x3 pixels: the grey of each is its number, its class is odd or even.
std::vector<LabelledFile> write_files(const TemporaryFolder& folder, int count) {
    std::vector<LabelledFile> files;
    for (int i = 0; i < count; ++i) {
        files.push_back({folder.write(std::to_string(100 + i) + ".png", grey_png(i)), i % 2});
    }
    return files;
}

ImageLoadOptions options_with_cache(std::int64_t bytes) {
    ImageLoadOptions options;
    options.image.colour = ImageColour::kGrey;
    options.cache_bytes = bytes;
    return options;
}

const std::vector<std::string> kClasses = {"even", "odd"};

}  // namespace

BOOST_AUTO_TEST_SUITE(image_file_dataset_test)

BOOST_AUTO_TEST_CASE(images_are_the_same_whether_they_are_kept_or_not) {
    const TemporaryFolder folder;
    const std::vector<LabelledFile> files = write_files(folder, 5);
    for (const std::int64_t cache_bytes : {0, 6 * 3, 1000}) {
        const ImageFileDataset dataset("mine", files, kClasses, options_with_cache(cache_bytes));
        BOOST_TEST(dataset.name() == "mine");
        BOOST_TEST(dataset.size() == 5);
        BOOST_TEST(dataset.cached_count() == std::min<std::int64_t>(cache_bytes / 6, 5));
        BOOST_TEST((dataset.image_shape() == Shape{2, 3, 1}));
        BOOST_TEST(dataset.class_names() == kClasses);
        BOOST_TEST(dataset.failures().empty());
        for (std::int64_t i = 0; i < 5; ++i) {
            BOOST_TEST(dataset.label(i) == i % 2);
            BOOST_TEST(
                same_bits(dataset.image(i), Tensor::full({2, 3, 1}, static_cast<Scalar>(i) / 255)));
        }
        BOOST_CHECK_THROW(dataset.image(5), std::out_of_range);
        BOOST_CHECK_THROW(dataset.label(-1), std::out_of_range);
    }
}

BOOST_AUTO_TEST_CASE(images_that_are_kept_outlive_their_files_and_others_are_named) {
    const TemporaryFolder folder;
    const std::vector<LabelledFile> files = write_files(folder, 3);
    const ImageFileDataset dataset("mine", files, kClasses, options_with_cache(6));
    for (const LabelledFile& file : files) {
        std::filesystem::remove(file.path);
    }
    BOOST_TEST(dataset.image(0).at({0, 0, 0}) == 0);
    BOOST_TEST(message_of<DataError>([&] { dataset.image(2); }) ==
               "image: " + files[2].path.string() + ": there is no such file");
}

BOOST_AUTO_TEST_CASE(files_that_are_skipped_leave_no_hole) {
    const TemporaryFolder folder;
    std::vector<LabelledFile> files = write_files(folder, 6);
    folder.write(files[1].path.filename().string(), "bad");
    folder.write(files[4].path.filename().string(), "bad");
    BOOST_CHECK_THROW(ImageFileDataset("mine", files, kClasses, options_with_cache(1000)),
                      DataError);
    for (const std::int64_t cache_bytes : {0, 6 * 3, 1000}) {
        ImageLoadOptions options = options_with_cache(cache_bytes);
        options.skip_unreadable = true;
        const ImageFileDataset dataset("mine", files, kClasses, options);
        BOOST_TEST(dataset.readable() == (std::vector<std::int64_t>{0, 2, 3, 5}));
        BOOST_TEST(dataset.size() == 4);
        BOOST_TEST(dataset.failures().size() == 2u);
        BOOST_TEST(dataset.failures()[1] ==
                   "image: " + files[4].path.string() + ": is neither PNG nor JPEG");
        for (std::int64_t i = 0; i < 4; ++i) {
            const std::int64_t number = dataset.readable()[static_cast<std::size_t>(i)];
            BOOST_TEST(dataset.label(i) == number % 2);
            BOOST_TEST(dataset.image(i).at({1, 2, 0}) == static_cast<Scalar>(number) / 255);
        }
        // Of the three files whose pixels are kept one is bad.
        BOOST_TEST(dataset.cached_count() == (cache_bytes == 0 ? 0 : cache_bytes == 18 ? 2 : 4));
    }
}

BOOST_AUTO_TEST_CASE(threads_read_one_dataset_together) {
    const TemporaryFolder folder;
    const ImageFileDataset dataset("mine", write_files(folder, 12), kClasses,
                                   options_with_cache(6 * 6));
    std::vector<std::future<bool>> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.push_back(std::async(std::launch::async, [&dataset] {
            bool is_right = true;
            for (std::int64_t i = 0; i < 120; ++i) {
                std::vector<Scalar> pixels(6);
                dataset.copy_image(i % 12, pixels.data());
                is_right = is_right && pixels[5] == static_cast<Scalar>(i % 12) / 255;
            }
            return is_right;
        }));
    }
    for (std::future<bool>& thread : threads) {
        BOOST_TEST(thread.get());
    }
}

BOOST_AUTO_TEST_CASE(labels_must_have_a_class_name) {
    const TemporaryFolder folder;
    std::vector<LabelledFile> files = write_files(folder, 2);
    for (const std::int32_t label : {-1, 2}) {
        files[1].label = label;
        BOOST_TEST(message_of<DataError>([&] { ImageFileDataset("mine", files, kClasses); }) ==
                   "image_file_dataset: " + files[1].path.string() + ": has label " +
                       std::to_string(label) + ", there are 2 classes");
    }
}

BOOST_AUTO_TEST_SUITE_END()
