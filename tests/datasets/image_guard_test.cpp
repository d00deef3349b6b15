// precision: float
#include "datasets/image_guard.h"

#include "autograd/error.h"
#include "datasets/read_image.h"
#include "tests/support/byte_spans.h"
#include "tests/support/image_seeds.h"
#include "tests/support/jpeg_bytes.h"
#include "tests/support/png_bytes.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <span>
#include <sys/mman.h>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

std::string error_of(const std::string& file) {
    return message_of<DataError>([&] { check_image("a ä.jpg", bytes_of(file)); });
}

// 1 if the bytes are refused. Exactly as long as they are, so that the sanitizers see a step beyond.
int is_refused(const std::string& content) {
    const std::vector<std::uint8_t> bytes(content.begin(), content.end());
    try {
        decode_image("x", bytes, {.colour = ImageColour::kGrey, .height = 3, .width = 2});
        return 0;
    } catch (const DataError&) {
        return 1;
    }
}

int refusals_among_changes(const std::string& content) {
    int refusals = 0;
    for (std::size_t i = 0; i < content.size(); ++i) {
        refusals += is_refused(content.substr(0, i));
        for (const int change : {0x01, 0x80, 0xff}) {
            std::string changed = content;
            changed[i] = static_cast<char>(changed[i] ^ change);
            refusals += is_refused(changed);
        }
    }
    return refusals;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(image_guard_test)

BOOST_AUTO_TEST_CASE(formats_are_told_by_how_files_start) {
    const std::string png = png_file({}, hex("00 00"));
    const std::string jpeg = grey_jpeg(1, {7});
    BOOST_TEST((check_image("a.jpg", bytes_of(png)).format == ImageFormat::kPng));
    BOOST_TEST((check_image("a.png", bytes_of(jpeg)).format == ImageFormat::kJpeg));
}

BOOST_AUTO_TEST_CASE(messages_name_the_file) {
    BOOST_TEST(error_of("\x89PNG") ==
               "png: a ä.jpg: is cut off: at byte 0 there should be 8 more, there are 4");
    BOOST_TEST(error_of("\xff\xd8") == "jpeg: a ä.jpg: is cut off: it ends without the marker EOI");
}

BOOST_AUTO_TEST_CASE(other_formats_are_named_where_they_are_known) {
    const std::string start = "image: a ä.jpg: is neither PNG nor JPEG";
    BOOST_TEST(error_of("") == start);
    BOOST_TEST(error_of("B") == start);
    BOOST_TEST(error_of("some text") == start);
    BOOST_TEST(error_of("GIF89a ...") == start + " (it seems to be GIF)");
    BOOST_TEST(error_of("RIFF....WEBPVP8 ") == start + " (it seems to be WebP)");
    BOOST_TEST(error_of(hex("00 00 00 18") + "ftypheic") ==
               start + " (it seems to be HEIF or AVIF)");
    BOOST_TEST(error_of("BM....") == start + " (it seems to be BMP)");
    BOOST_TEST(error_of("II*.") == start + " (it seems to be TIFF)");
    BOOST_TEST(error_of("<!DOCTYPE html>") == start + " (it seems to be a web page)");
}

// Address space that takes no memory as long as nobody looks at it.
BOOST_AUTO_TEST_CASE(files_larger_than_stb_can_count_are_refused_at_once) {
    const std::size_t size = (std::size_t{1} << 30) + 1;
    void* const space = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                             /*fd=*/-1, /*offset=*/0);
    BOOST_REQUIRE(space != MAP_FAILED);
    const std::span<const std::uint8_t> bytes(static_cast<const std::uint8_t*>(space), size);
    BOOST_TEST(message_of<DataError>([&] { check_image("x", bytes); }) ==
               "image: x: has 1073741825 bytes, more than the 1073741824 that are read");
    munmap(space, size);
}

// The files that the fuzzer starts from, and all that can become of them by the loss of their end or
// the change of one byte: decoded, or refused with a message.
BOOST_AUTO_TEST_CASE(seeds_of_the_fuzzer_are_decoded) {
    std::vector<ImageSeed> seeds = png_seeds();
    const std::vector<ImageSeed> more = jpeg_seeds();
    seeds.insert(seeds.end(), more.begin(), more.end());
    for (const ImageSeed& seed : seeds) {
        BOOST_TEST_CONTEXT(seed.name) {
            BOOST_TEST(decode_image(seed.name, bytes_of(seed.content)).bytes.size() > 0u);
            BOOST_TEST(refusals_among_changes(seed.content) > 0);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
