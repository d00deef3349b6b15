// precision: float
#include "datasets/image_formats/exif.h"

#include "tests/support/byte_spans.h"
#include "tests/support/jpeg_bytes.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

int orientation_of(const std::string& block) {
    // A block of its own size on the heap, so that the sanitizers see a step beyond it.
    const std::vector<std::uint8_t> bytes(block.begin(), block.end());
    return exif_orientation(bytes);
}

std::string with_byte(std::string block, std::size_t position, int byte) {
    block[position] = static_cast<char>(byte);
    return block;
}

// Where things are in a little-endian block of exif_block.
constexpr std::size_t kMagic = 2;
constexpr std::size_t kDirectory = 4;
constexpr std::size_t kEntryCount = 8;
constexpr std::size_t kType = 24;
constexpr std::size_t kCount = 26;

}  // namespace

BOOST_AUTO_TEST_SUITE(exif_test)

BOOST_AUTO_TEST_CASE(reads_all_orientations_in_both_byte_orders) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
        BOOST_TEST(orientation_of(exif_block(orientation, /*is_little_endian=*/true)) ==
                   orientation);
        BOOST_TEST(orientation_of(exif_block(orientation, /*is_little_endian=*/false)) ==
                   orientation);
    }
}

BOOST_AUTO_TEST_CASE(orientations_that_do_not_exist_turn_nothing) {
    for (const int orientation : {0, 9, 255, 256, 65535}) {
        BOOST_TEST(orientation_of(exif_block(orientation, /*is_little_endian=*/true)) == 1);
    }
}

BOOST_AUTO_TEST_CASE(blocks_that_are_cut_off_turn_nothing) {
    for (const bool is_little_endian : {true, false}) {
        const std::string block = exif_block(6, is_little_endian);
        const std::size_t end_of_entry = kEntryCount + 2 + 2 * 12;
        for (std::size_t size = 0; size < block.size(); ++size) {
            BOOST_TEST(orientation_of(block.substr(0, size)) == (size < end_of_entry ? 1 : 6));
        }
    }
}

BOOST_AUTO_TEST_CASE(blocks_that_make_no_sense_turn_nothing) {
    const std::string good = exif_block(6, /*is_little_endian=*/true);
    BOOST_TEST(orientation_of("") == 1);
    BOOST_TEST(orientation_of(with_byte(good, 1, 'M')) == 1);
    BOOST_TEST(orientation_of("XX" + good.substr(2)) == 1);
    BOOST_TEST(orientation_of(with_byte(good, kMagic, 43)) == 1);
    BOOST_TEST(orientation_of(with_byte(good, kType, 4)) == 1);
    BOOST_TEST(orientation_of(with_byte(good, kCount, 2)) == 1);
    BOOST_TEST(orientation_of(with_byte(good, kEntryCount, 1)) ==
               1);  // only the first entry counts
    // A directory behind the end, also where adding to its place would overflow 32 bits.
    BOOST_TEST(orientation_of(with_byte(good, kDirectory + 1, 1)) == 1);
    BOOST_TEST(orientation_of(good.substr(0, kDirectory) + "\xff\xff\xff\xff" +
                              good.substr(kEntryCount)) == 1);
    // More entries than there are: those that are there count.
    BOOST_TEST(orientation_of(with_byte(good, kEntryCount + 1, 0xff)) == 6);
}

BOOST_AUTO_TEST_SUITE_END()
