// precision: float
#include "datasets/image_formats/jpeg_huffman.h"

#include "autograd/random.h"

#include <boost/test/unit_test.hpp>

#include <numeric>
#include <string>

using namespace stepgrad;

namespace {

std::string binary(std::uint32_t number, int length) {
    std::string text;
    for (int i = length - 1; i >= 0; --i) {
        text += (number >> i & 1) != 0 ? '1' : '0';
    }
    return text;
}

// The codes as the standard lists them: T.81, figure C.2.
std::vector<std::string> naive_codes(const std::vector<std::uint8_t>& counts) {
    std::vector<std::string> codes;
    std::uint32_t code = 0;
    for (int length = 1; length <= 16; ++length) {
        for (int i = 0; i < counts[static_cast<std::size_t>(length - 1)]; ++i) {
            codes.push_back(binary(code++, length));
        }
        code *= 2;
    }
    return codes;
}

std::vector<std::uint8_t> symbols_for(std::size_t count) {
    std::vector<std::uint8_t> symbols(count);
    for (std::size_t i = 0; i < count; ++i) {
        symbols[i] = static_cast<std::uint8_t>(7 * i + 3);
    }
    return symbols;
}

// Counts of a random tree: each length takes some of the codes that are left.
std::vector<std::uint8_t> random_counts(Random& random) {
    std::vector<std::uint8_t> counts;
    std::uint32_t left = 1;
    std::uint32_t total = 0;
    for (int length = 1; length <= 16; ++length) {
        left *= 2;
        const std::uint32_t most = std::min<std::uint32_t>({left - 1, 40, 256 - total});
        const std::uint32_t count = random.below(most + 1);
        counts.push_back(static_cast<std::uint8_t>(count));
        left -= count;
        total += count;
    }
    return counts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(jpeg_huffman_test)

BOOST_AUTO_TEST_CASE(codes_are_those_of_the_standard) {
    Random random(3);
    for (int round = 0; round < 20; ++round) {
        const std::vector<std::uint8_t> counts = random_counts(random);
        const std::vector<std::string> codes = naive_codes(counts);
        const std::vector<std::uint8_t> symbols = symbols_for(codes.size());
        const JpegHuffman table(counts, symbols);
        BOOST_TEST(JpegHuffman::overfull_length(counts) == 0);
        std::size_t found_count = 0;
        for (std::uint32_t bits = 0; bits < 1u << 16; bits += 5) {
            const JpegHuffman::Code found = table.find(bits);
            const std::string text = binary(bits, 16);
            std::size_t expected = codes.size();
            for (std::size_t i = 0; i < codes.size(); ++i) {
                if (text.starts_with(codes[i])) {
                    expected = i;
                    break;
                }
            }
            if (expected == codes.size()) {
                BOOST_REQUIRE(found.length == 0);
                continue;
            }
            ++found_count;
            BOOST_REQUIRE(found.length == static_cast<int>(codes[expected].size()));
            BOOST_REQUIRE(found.symbol == symbols[expected]);
        }
        BOOST_TEST((found_count > 0 || codes.empty()));
    }
}

BOOST_AUTO_TEST_CASE(an_empty_table_has_no_code) {
    const JpegHuffman table(std::vector<std::uint8_t>(16), {});
    for (const std::uint32_t bits : {0u, 0x8000u, 0xffffu}) {
        BOOST_TEST(table.find(bits).length == 0);
    }
}

BOOST_AUTO_TEST_CASE(the_first_length_that_does_not_fit_is_told) {
    std::vector<std::uint8_t> counts(16);
    counts[0] = 1;
    BOOST_TEST(JpegHuffman::overfull_length(counts) == 0);
    counts[3] = 8;
    BOOST_TEST(JpegHuffman::overfull_length(counts) == 4);
    counts[3] = 7;
    BOOST_TEST(JpegHuffman::overfull_length(counts) == 0);
    counts[15] = 255;
    BOOST_TEST(JpegHuffman::overfull_length(counts) == 0);
    counts[4] = 2;
    BOOST_TEST(JpegHuffman::overfull_length(counts) == 5);
}

BOOST_AUTO_TEST_SUITE_END()
