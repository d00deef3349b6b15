#include "lessons/support/lesson.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>

namespace stepgrad::lessons {
namespace {

std::string file_name(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

int failed(const char* program, const std::string& reason) {
    std::cout.flush();
    std::cerr << file_name(program) << ": " << printable(reason) << "\n";
    return 1;
}

template <typename... Arguments>
std::string formatted(const char* format, Arguments... arguments) {
    char text[64];
    std::snprintf(text, sizeof text, format, arguments...);
    return text;
}

}  // namespace

int run_lesson(const char* program, int (*lesson)(int, char**), int argc, char** argv) {
    try {
        const int exit_code = lesson(argc, argv);
        if (!std::cout.flush() || std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
            return failed(program, "the output could not be written");
        }
        return exit_code;
    } catch (const std::bad_alloc&) {
        return failed(program, "there is not enough memory; smaller batches or images need less");
    } catch (const std::exception& error) {
        return failed(program, error.what());
    }
}

void print_title(const std::string& title) {
    std::cout << title << "\n" << std::string(title.size(), '=') << "\n";
}

void print_section(const std::string& heading) {
    std::cout << "\n" << heading << "\n" << std::string(heading.size(), '-') << "\n" << std::flush;
}

std::string printable(const std::string& text) {
    std::string result = text;
    std::replace_if(
        result.begin(), result.end(),
        [](char byte) {
            const auto code = static_cast<unsigned char>(byte);
            return (code < 0x20 && byte != '\n') || code == 0x7f;
        },
        '?');
    return result;
}

std::string joined(const std::vector<std::string>& words, const std::string& between) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : between) + word;
    }
    return text;
}

std::string wrapped(const std::string& text, std::size_t indent) {
    std::string result;
    std::size_t column = indent;
    std::size_t position = 0;
    while (position < text.size()) {
        const std::size_t end = std::min(text.find(' ', position), text.size());
        const std::string word = text.substr(position, end - position);
        if (column > indent && column + 1 + word.size() > kTextWidth) {
            result += "\n" + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            result += ' ';
            ++column;
        }
        result += word;
        column += word.size();
        position = end + 1;
    }
    return result;
}

std::string percent(double share, int digits) {
    return formatted("%.*f %%", digits, 100 * share);
}

std::string points(double difference) {
    return formatted("%.2f points", 100 * difference);
}

std::string share_bar(double share) {
    constexpr double kCharacters = 20;
    const double length = std::round(kCharacters * std::clamp(share, 0.0, 1.0));
    return std::string(std::isnan(length) ? 0 : static_cast<std::size_t>(length), '#');
}

std::string signed_points(double difference) {
    return formatted("%+.2f points", 100 * difference);
}

std::string fixed(double number, int digits) {
    return formatted("%.*f", digits, number);
}

std::string significant(double number) {
    return formatted("%.2g", number);
}

std::string duration(double seconds) {
    if (seconds < 59.95) {
        return formatted("%.1f s", seconds);
    }
    const auto whole = static_cast<long long>(seconds + 0.5);
    return formatted("%lld:%02lld", whole / 60, whole % 60);
}

}  // namespace stepgrad::lessons
