// precision: float
#include "datasets/image_formats/jpeg_blocks.h"

#include "autograd/error.h"
#include "datasets/image_formats/jpeg_guard.h"
#include "datasets/image_formats/stb_codec.h"
#include "tests/support/byte_spans.h"
#include "tests/support/image_seeds.h"
#include "tests/support/jpeg_bytes.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// A file whose tables have codes of four bits: code i stands for symbol i of each list.
std::string file(const JpegFrameFields& frame, const std::vector<int>& dc_symbols,
                 const std::vector<int>& ac_symbols,
                 const std::vector<std::pair<JpegScanFields, JpegBitWriter>>& scans) {
    std::string content =
        jpeg_start() + jpeg_quantisers() +
        jpeg_huffman(0, 0, {0, 0, 0, static_cast<int>(dc_symbols.size())}, dc_symbols) +
        jpeg_huffman(1, 0, {0, 0, 0, static_cast<int>(ac_symbols.size())}, ac_symbols) +
        jpeg_frame(frame);
    for (const auto& [scan, bits] : scans) {
        content += jpeg_scan(scan) + bits.bytes();
    }
    return content + jpeg_end();
}

JpegBitWriter bits(const std::vector<std::pair<std::uint32_t, int>>& numbers) {
    JpegBitWriter writer;
    for (const auto& [number, count] : numbers) {
        writer.put(number, count);
    }
    return writer;
}

void check(const std::string& content) {
    check_jpeg("x", bytes_of(content));
}

// What is wrong, without the file and the segment.
std::string error_of(const std::string& content) {
    const std::string message = message_of<DataError>([&] { check(content); });
    return message.substr(message.rfind("SOS at byte"));
}

std::string reason_of(const std::string& content) {
    const std::string message = error_of(content);
    return message.substr(message.find(": ") + 2);
}

const JpegFrameFields kProgressive = {.marker = 0xc2};
const JpegScanFields kMeans = {.last = 0};

}  // namespace

BOOST_AUTO_TEST_SUITE(jpeg_blocks_test)

BOOST_AUTO_TEST_CASE(codes_must_be_in_their_tables) {
    BOOST_TEST(reason_of(file({}, {0}, {0}, {{{}, bits({{1, 4}, {0, 16}})}})) ==
               "has a code that is not in its table at unit 0 of 1");
    BOOST_TEST(reason_of(file({.width = 16}, {0}, {0},
                              {{{}, bits({{0, 4}, {0, 4}, {0, 4}, {9, 4}, {0, 16}})}})) ==
               "has a code that is not in its table at unit 1 of 2");
}

// 15 zeros and a coefficient, four times, are one coefficient too many.
BOOST_AUTO_TEST_CASE(coefficients_must_lie_within_the_block) {
    const auto with_runs = [](int count) {
        JpegBitWriter writer = bits({{0, 4}});
        for (int i = 0; i < count; ++i) {
            writer.put(1, 4);  // 0xf1
            writer.put(1, 1);
        }
        writer.put(0, 4);
        return file({}, {0}, {0, 0xf1}, {{{}, writer}});
    };
    BOOST_CHECK_NO_THROW(check(with_runs(3)));
    BOOST_TEST(reason_of(with_runs(4)) == "has a coefficient beyond its last at unit 0 of 1");
    // A progressive scan has a last one of its own.
    const auto progressive = [](int last) {
        return file(kProgressive, {0}, {0, 0x41},
                    {{kMeans, bits({{0, 4}})},
                     {{.first = 1, .last = last}, bits({{1, 4}, {1, 1}, {0, 4}})}});
    };
    BOOST_CHECK_NO_THROW(check(progressive(5)));
    BOOST_TEST(reason_of(progressive(4)) == "has a coefficient beyond its last at unit 0 of 1");
}

BOOST_AUTO_TEST_CASE(means_and_coefficients_must_not_grow_too_large) {
    const auto means = [](int count) {
        JpegBitWriter writer;
        for (int i = 0; i < count; ++i) {
            writer.put(1, 4);  // 15 bits
            writer.put(0x7fff, 15);
            writer.put(0, 4);
        }
        return file({.width = 8 * count}, {0, 15}, {0}, {{{}, writer}});
    };
    BOOST_CHECK_NO_THROW(check(means(1)));
    BOOST_TEST(reason_of(means(2)) == "has a mean that is too large at unit 1 of 2");
    const auto coefficients = [](int bits_left) {
        return file(kProgressive, {0}, {0, 0x0e},
                    {{kMeans, bits({{0, 4}})},
                     {{.first = 1, .bits_left = bits_left}, bits({{1, 4}, {1, 14}, {0, 4}})}});
    };
    BOOST_CHECK_NO_THROW(check(coefficients(1)));
    BOOST_TEST(reason_of(coefficients(2)) == "has a coefficient that is too large at unit 0 of 1");
}

// Symbol 0x10 ends this block and one more, or two more if the bit behind it is 1.
BOOST_AUTO_TEST_CASE(a_run_of_empty_blocks_takes_no_bits) {
    const auto with_run = [](int width, std::uint32_t bit) {
        return file({.marker = 0xc2, .width = width}, {0}, {0x10},
                    {{kMeans, bits({{0, 4}, {0, 4}, {0, 4}, {0, 4}})},
                     {{.first = 1}, bits({{0, 4}, {bit, 1}, {7, 3}})}});
    };
    BOOST_CHECK_NO_THROW(check(with_run(16, 0)));
    BOOST_TEST(reason_of(with_run(24, 0)) ==
               "ends early: the coded data are used up at unit 2 of 3");
    BOOST_CHECK_NO_THROW(check(with_run(24, 1)));
    BOOST_TEST(reason_of(with_run(32, 1)) ==
               "ends early: the coded data are used up at unit 3 of 4");
}

BOOST_AUTO_TEST_CASE(refining_takes_a_bit_for_each_coefficient_that_is_not_0) {
    // Coefficients 1 and 3 first; then one at 4, behind one that is 0, or none.
    const auto refined = [](const JpegBitWriter& writer) {
        return file(kProgressive, {0}, {0, 0x01, 0x11, 0x02},
                    {{kMeans, bits({{0, 4}})},
                     {{.first = 1, .last = 5, .bits_left = 1},
                      bits({{1, 4}, {1, 1}, {2, 4}, {1, 1}, {0, 4}})},
                     {{.first = 1, .last = 5, .bits_before = 1}, writer}});
    };
    // Symbol 0x11 and a sign, a bit for 1, none for 2, a bit for 3: 4. Then the end of the block.
    BOOST_CHECK_NO_THROW(check(refined(bits({{2, 4}, {1, 1}, {0, 1}, {1, 1}, {0, 4}}))));
    // Nothing new, and a bit for 1 and 3 still. Three bits of padding: were there only one bit for
    // the two, or three, it would not come out.
    BOOST_CHECK_NO_THROW(check(refined(bits({{0, 4}, {0, 1}, {0, 1}}))));
    BOOST_TEST(reason_of(refined(bits({{3, 4}}))) ==
               "has a code that is no bit more at unit 0 of 1");
    BOOST_TEST(reason_of(refined(bits({{2, 4}, {1, 1}, {0, 1}, {1, 1}, {1, 1}}))) ==
               "ends early: the coded data are used up at unit 0 of 1");
}

// Bits that a scan lacks at its end, while the file goes on: each file without the last bytes of each
// scan, down to none.
BOOST_AUTO_TEST_CASE(scans_that_end_early_are_caught) {
    int scan_count = 0;
    for (const ImageSeed& seed : jpeg_seeds()) {
        std::size_t scan = seed.content.find("\xff\xda");
        for (; scan != std::string::npos; scan = seed.content.find("\xff\xda", scan + 2)) {
            const std::size_t header_size = static_cast<std::uint8_t>(seed.content[scan + 3]);
            const std::size_t first = scan + 2 + header_size;
            const std::size_t end = seed.content.find("\xff", first);
            BOOST_REQUIRE(end > first);
            for (std::size_t left = 0; first + left < end; ++left) {
                const std::string cut =
                    seed.content.substr(0, first + left) + seed.content.substr(end);
                BOOST_CHECK_THROW(check(cut), DataError);
            }
            ++scan_count;
        }
    }
    BOOST_TEST(scan_count >= 13);
}

BOOST_AUTO_TEST_SUITE_END()
