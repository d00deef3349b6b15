#include "lessons/support/report/base64.h"

#include <cstdint>

namespace stepgrad::lessons {

std::string base64(const std::string& bytes) {
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {  // three bytes are four digits
        std::uint32_t group = 0;
        for (std::size_t j = i; j < i + 3; ++j) {
            const auto byte = j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0;
            group = group << 8 | static_cast<std::uint32_t>(byte);
        }
        for (std::size_t digit = 0; digit < 4; ++digit) {
            const bool is_padding = i + digit > bytes.size();
            text += is_padding ? '=' : kDigits[group >> (18 - 6 * digit) & 63];
        }
    }
    return text;
}

}  // namespace stepgrad::lessons
