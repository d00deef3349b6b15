// precision: float
#include "lessons/support/lesson.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <new>
#include <stdexcept>
#include <string>

using namespace stepgrad::lessons;

namespace {

int ends_well(int /*argc*/, char** /*argv*/) {
    return 0;
}

int throws(int /*argc*/, char** /*argv*/) {
    throw std::runtime_error("what went wrong");
}

int asks_for_too_much(int /*argc*/, char** /*argv*/) {
    throw std::bad_alloc();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lesson_test)

BOOST_AUTO_TEST_CASE(an_exception_becomes_exit_code_1) {
    BOOST_TEST(run_lesson("folder/lesson", ends_well, 0, nullptr) == 0);
    BOOST_TEST(run_lesson("folder/lesson", throws, 0, nullptr) == 1);
    BOOST_TEST(run_lesson("folder/lesson", asks_for_too_much, 0, nullptr) == 1);
}

BOOST_AUTO_TEST_CASE(texts_are_broken_at_spaces_before_the_eightieth_character) {
    const std::string forty(40, 'a');
    const std::string thirty_eight(38, 'b');
    BOOST_TEST(wrapped("") == "");
    BOOST_TEST(wrapped("one two") == "one two");
    BOOST_TEST(wrapped(forty + " " + thirty_eight) == forty + " " + thirty_eight);  // 79
    BOOST_TEST(wrapped(forty + " " + thirty_eight + "b") == forty + "\n" + thirty_eight + "b");
}

BOOST_AUTO_TEST_CASE(further_lines_are_indented) {
    const std::string sixty(60, 'a');
    BOOST_TEST(wrapped(sixty + " " + sixty, 10) == sixty + "\n          " + sixty);
}

BOOST_AUTO_TEST_CASE(a_word_that_fits_no_line_stays_whole) {
    const std::string long_word(100, 'a');
    BOOST_TEST(wrapped("an " + long_word + " is") == "an\n" + long_word + "\nis");
}

BOOST_AUTO_TEST_CASE(nothing_that_is_printed_moves_the_cursor) {
    BOOST_TEST(printable("a\x1b[2J\r\x7f\u00e4\nb") == "a?[2J??\u00e4\nb");
}

BOOST_AUTO_TEST_CASE(numbers_are_written_as_people_read_them) {
    BOOST_TEST(percent(0.934) == "93.4 %");
    BOOST_TEST(percent(0.93456, 2) == "93.46 %");
    BOOST_TEST(points(0.0092) == "0.92 points");
    BOOST_TEST(signed_points(0.0092) == "+0.92 points");
    BOOST_TEST(signed_points(-0.5) == "-50.00 points");
    BOOST_TEST(fixed(0.528, 2) == "0.53");
    BOOST_TEST(significant(0) == "0");
    BOOST_TEST(significant(1.53e-6) == "1.5e-06");
    BOOST_TEST(significant(0.123) == "0.12");
    BOOST_TEST(significant(21.7) == "22");
    BOOST_TEST(fixed(7.6, 0) == "8");
    BOOST_TEST(duration(7.24) == "7.2 s");
    BOOST_TEST(duration(59.94) == "59.9 s");
    BOOST_TEST(duration(59.96) == "1:00");
    BOOST_TEST(duration(65) == "1:05");
    BOOST_TEST(duration(3600) == "60:00");
}

BOOST_AUTO_TEST_CASE(a_bar_has_a_character_for_each_five_per_cent) {
    BOOST_TEST(share_bar(0) == "");
    BOOST_TEST(share_bar(0.12) == "##");
    BOOST_TEST(share_bar(1) == std::string(20, '#'));
    BOOST_TEST(share_bar(7) == std::string(20, '#'));
    BOOST_TEST(share_bar(std::nan("")) == "");
}

BOOST_AUTO_TEST_SUITE_END()
