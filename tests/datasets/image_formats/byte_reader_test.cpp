// precision: float
#include "datasets/image_formats/byte_reader.h"

#include "autograd/error.h"
#include "tests/support/byte_spans.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(byte_reader_test)

BOOST_AUTO_TEST_CASE(numbers_start_with_their_most_significant_byte) {
    const std::string bytes = "\x01\x02\x03\xff\xfe\xfd\xfc";
    ByteReader reader("it", bytes_of(bytes));
    BOOST_TEST(reader.byte() == 1);
    BOOST_TEST(reader.big_endian_16() == 0x0203u);
    BOOST_TEST(reader.position() == 3u);
    BOOST_TEST(reader.big_endian_32() == 0xfffefdfcu);
    BOOST_TEST(reader.left() == 0u);
}

BOOST_AUTO_TEST_CASE(nothing_is_read_beyond_the_end) {
    const std::string bytes = "abc";
    for (int skipped = 0; skipped <= 3; ++skipped) {
        ByteReader reader("it", bytes_of(bytes));
        reader.take(static_cast<std::size_t>(skipped));
        BOOST_TEST(message_of<DataError>([&] { reader.take(4); }) ==
                   "it: is cut off: at byte " + std::to_string(skipped) +
                       " there should be 4 more, there are " + std::to_string(3 - skipped));
        BOOST_CHECK_THROW(reader.big_endian_32(), DataError);
    }
}

BOOST_AUTO_TEST_CASE(a_part_has_its_own_end_and_name) {
    const std::string bytes = "abcdef";
    ByteReader reader("it", bytes_of(bytes));
    reader.byte();
    ByteReader part = reader.part("the middle", 3);
    BOOST_TEST(reader.byte() == 'e');
    BOOST_TEST(part.byte() == 'b');
    BOOST_TEST(part.left() == 2u);
    BOOST_TEST(part.rest()[0] == 'c');
    BOOST_TEST(message_of<DataError>([&] { part.big_endian_32(); }) ==
               "it: the middle: is cut off: at byte 3 there should be 2 more, there are 0");
}

BOOST_AUTO_TEST_SUITE_END()
