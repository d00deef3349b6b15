#pragma once

#include <cstddef>
#include <string>
#include <vector>

// What every lesson's main() is made of.
namespace stepgrad::lessons {

/// Runs a lesson and turns an exception, or output that cannot be written, into one line on the
/// error stream and exit code 1.
///
/// program  argv[0]: its file name goes in front of the message
int run_lesson(const char* program, int (*lesson)(int, char**), int argc, char** argv);

/// A title with a line under it.
void print_title(const std::string& title);

/// A numbered section's heading, with an empty line before it.
void print_section(const std::string& heading);

/// The same text with question marks for characters that would move a terminal's cursor; line feeds
/// stay. The names of files can hold anything.
std::string printable(const std::string& text);

/// "cats, dogs"
std::string joined(const std::vector<std::string>& words, const std::string& between = ", ");

/// How wide a line of a lesson's text is.
inline constexpr std::size_t kTextWidth = 79;

/// Breaks a text at spaces into lines of at most 79 characters, as long as no word is longer.
///
/// indent  where the text begins, and where every line after the first does
std::string wrapped(const std::string& text, std::size_t indent = 0);

/// "93.4 %" for 0.934
std::string percent(double share, int digits = 1);

/// "0.92 points" for 0.0092: the difference of two shares, in points of a per cent.
std::string points(double difference);

/// A bar of '#', one for each five per cent, to the nearest; for small charts beside figures.
std::string share_bar(double share);

/// "+0.92 points" for 0.0092: where the sign is the news.
std::string signed_points(double difference);

/// "0.53" for 0.528 and two digits behind the point.
std::string fixed(double number, int digits);

/// "1.5e-06", "0.12", "3.3", "22": two significant digits, for numbers of any size.
std::string significant(double number);

/// "1:05" for 65 seconds, "7.2 s" below a minute
std::string duration(double seconds);

}  // namespace stepgrad::lessons
