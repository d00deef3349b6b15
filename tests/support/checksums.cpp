#include "tests/support/checksums.h"

namespace stepgrad::testing {

std::uint32_t crc32_of(const std::string& content) {
    std::uint32_t crc = 0xffffffff;
    for (const char byte : content) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
        }
    }
    return ~crc;
}

std::uint32_t adler32_of(const std::string& content) {
    constexpr std::uint32_t kLargestPrime = 65521;
    std::uint32_t sum = 1;
    std::uint32_t sum_of_sums = 0;
    for (const char byte : content) {
        sum = (sum + static_cast<unsigned char>(byte)) % kLargestPrime;
        sum_of_sums = (sum_of_sums + sum) % kLargestPrime;
    }
    return sum_of_sums << 16 | sum;
}

}  // namespace stepgrad::testing
