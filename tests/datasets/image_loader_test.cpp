// precision: float
#include "datasets/image_loader.h"

#include "autograd/error.h"
#include "tests/support/picture_files.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <stdexcept>
#include <thread>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

using Paths = std::vector<std::filesystem::path>;

// Pictures of 2x3 pixels, all of the grey that is their number.
Paths write_pictures(const TemporaryFolder& folder, int count) {
    Paths paths;
    for (int i = 0; i < count; ++i) {
        paths.push_back(folder.write(std::to_string(100 + i) + ".png", grey_png(i)));
    }
    return paths;
}

ImageLoadOptions grey_options() {
    ImageLoadOptions options;
    options.image.colour = ImageColour::kGrey;
    return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(image_loader_test)

BOOST_AUTO_TEST_CASE(any_number_of_threads_reads_the_same) {
    const TemporaryFolder folder;
    const Paths paths = write_pictures(folder, 20);
    std::vector<std::uint8_t> expected;
    for (int i = 0; i < 20; ++i) {
        expected.insert(expected.end(), 6, static_cast<std::uint8_t>(i));
    }
    for (const int thread_count : {0, 1, 2, 5, 50}) {
        ImageLoadOptions options = grey_options();
        options.thread_count = thread_count;
        const LoadedImages images = load_images(paths, options);
        BOOST_TEST((images.image_shape() == Shape{2, 3, 1}));
        BOOST_TEST(images.cached_count == 20);
        BOOST_CHECK(images.pixels == expected);
        BOOST_CHECK(images.failures == std::vector<std::string>(20));
    }
}

BOOST_AUTO_TEST_CASE(the_limit_of_memory_is_kept_to_the_byte) {
    const TemporaryFolder folder;
    const Paths paths = write_pictures(folder, 5);
    for (const auto& [bytes, count] : std::vector<std::pair<std::int64_t, std::int64_t>>{
             {0, 0}, {5, 0}, {6, 1}, {29, 4}, {30, 5}, {1000, 5}}) {
        ImageLoadOptions options = grey_options();
        options.cache_bytes = bytes;
        const LoadedImages images = load_images(paths, options);
        BOOST_TEST(images.cached_count == count);
        BOOST_TEST(images.pixels.size() == static_cast<std::size_t>(6 * count));
    }
}

BOOST_AUTO_TEST_CASE(the_first_small_image_gives_the_size) {
    const TemporaryFolder folder;
    const auto small = folder.write("small.png", grey_png(1, 64, 64));
    const auto smaller = folder.write("smaller.png", grey_png(2, 5, 7));
    const auto large = folder.write("large.png", grey_png(3, 20, 65));
    const auto shape = [](const Paths& paths, ReadImageOptions options) {
        ImageLoadOptions load;
        load.image = options;
        load.skip_unreadable = true;
        return load_images(paths, load).image_shape();
    };
    BOOST_TEST((shape({small, smaller}, {}) == Shape{64, 64, 3}));
    BOOST_TEST((shape({smaller, small}, {}) == Shape{5, 7, 3}));
    BOOST_TEST((shape({large, smaller}, {}) == Shape{64, 64, 3}));
    BOOST_TEST((shape({folder.write("no.png", "no"), smaller}, {}) == Shape{5, 7, 3}));
    BOOST_TEST((shape({smaller, small}, {.colour = ImageColour::kGrey, .height = 9, .width = 8}) ==
                Shape{9, 8, 1}));
}

BOOST_AUTO_TEST_CASE(the_first_file_that_cannot_be_read_is_named) {
    const TemporaryFolder folder;
    Paths paths = write_pictures(folder, 40);
    for (const std::size_t i : {7, 8, 30}) {
        folder.write(paths[i].filename().string(), "no picture");
    }
    for (const int thread_count : {1, 2, 5}) {
        ImageLoadOptions options = grey_options();
        options.thread_count = thread_count;
        BOOST_TEST(message_of<DataError>([&] { load_images(paths, options); }) ==
                   "image: " + paths[7].string() +
                       ": is neither PNG nor JPEG (skip_unreadable leaves such files out)");
        options.skip_unreadable = true;
        const LoadedImages images = load_images(paths, options);
        for (std::size_t i = 0; i < paths.size(); ++i) {
            const bool is_bad = i == 7 || i == 8 || i == 30;
            BOOST_TEST(images.failures[i] ==
                       (is_bad ? "image: " + paths[i].string() + ": is neither PNG nor JPEG" : ""));
            BOOST_TEST(images.pixels[6 * i] == (is_bad ? 0u : i));
        }
    }
}

BOOST_AUTO_TEST_CASE(files_none_of_which_can_be_read_are_an_error) {
    const TemporaryFolder folder;
    const Paths paths = {folder.write("a.png", "x"), folder.write("b.png", "x")};
    ImageLoadOptions options;
    options.skip_unreadable = true;
    BOOST_TEST(message_of<DataError>([&] { load_images(paths, options); }) ==
               "none of 2 files can be read; the first: image: " + paths[0].string() +
                   ": is neither PNG nor JPEG");
}

BOOST_AUTO_TEST_CASE(progress_is_told_to_the_thread_that_loads) {
    const TemporaryFolder folder;
    const Paths paths = write_pictures(folder, 12);
    for (const int thread_count : {1, 3}) {
        std::vector<std::int64_t> told;
        const auto this_thread = std::this_thread::get_id();
        ImageLoadOptions options = grey_options();
        options.thread_count = thread_count;
        options.on_progress = [&](std::int64_t done, std::int64_t total) {
            BOOST_TEST((std::this_thread::get_id() == this_thread));
            BOOST_TEST(total == 12);
            told.push_back(done);
        };
        load_images(paths, options);
        BOOST_TEST(told.back() == 12);
        BOOST_TEST(std::is_sorted(told.begin(), told.end()));
        BOOST_TEST(told.size() >= (thread_count == 1 ? 12u : 1u));
    }
}

BOOST_AUTO_TEST_CASE(an_exception_of_the_caller_ends_loading_and_arrives) {
    const TemporaryFolder folder;
    const Paths paths = write_pictures(folder, 12);
    ImageLoadOptions options = grey_options();
    options.thread_count = 3;
    options.on_progress = [](std::int64_t /*done*/, std::int64_t /*total*/) {
        throw std::domain_error("enough");
    };
    BOOST_TEST(message_of<std::domain_error>([&] { load_images(paths, options); }) == "enough");
}

BOOST_AUTO_TEST_CASE(impossible_options_are_no_fault_of_the_files) {
    const TemporaryFolder folder;
    const Paths paths = write_pictures(folder, 2);
    ImageLoadOptions options;
    options.skip_unreadable = true;
    options.cache_bytes = -1;
    BOOST_CHECK_THROW(load_images(paths, options), std::invalid_argument);
    options = {};
    options.thread_count = -1;
    BOOST_CHECK_THROW(load_images(paths, options), std::invalid_argument);
    options = {};
    options.skip_unreadable = true;
    options.image.height = 5;
    BOOST_CHECK_THROW(load_images(paths, options), std::invalid_argument);
    options.image.width = 40000;
    BOOST_CHECK_THROW(load_images(paths, options), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
