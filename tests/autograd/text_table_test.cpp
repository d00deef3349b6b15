// precision: float
#include "autograd/text_table.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// A path, a word of at most eight characters, and a number.
TextTable small_table(std::size_t max_width) {
    return TextTable({{}, {.max_width = 8}, {.is_number = true}}, max_width);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_table_test)

BOOST_AUTO_TEST_CASE(words_stand_on_the_left_and_numbers_on_the_right) {
    TextTable table = small_table(80);
    table.add_row({"Layer", "Type", "Params"});
    table.add_rule();
    table.add_row({"features.0", "Linear", "1,234,567"});
    table.add_row({"", "exp", "3"});
    BOOST_TEST(table.to_string() ==
               "Layer       Type       Params\n"
               "-----------------------------\n"
               "features.0  Linear  1,234,567\n"
               "            exp             3\n");
}

BOOST_AUTO_TEST_CASE(no_line_ends_with_blanks) {
    TextTable table = small_table(80);
    table.add_row({"a", "b", "123"});
    table.add_row({"a", "", ""});
    table.add_row({"", "", ""});
    BOOST_TEST(table.to_string() == "a  b  123\na\n\n");
}

BOOST_AUTO_TEST_CASE(a_word_wider_than_its_column_may_be_loses_its_middle) {
    TextTable table = small_table(80);
    table.add_row({"a", "0123456789", "1"});
    BOOST_TEST(table.to_string() == "a  0...6789  1\n");
}

BOOST_AUTO_TEST_CASE(paths_give_way_where_the_table_is_too_wide) {
    TextTable table = small_table(32);
    table.add_row({"features.block12.branch3x3.conv", "Conv2d", "12"});
    table.add_row({"head", "Linear", "3"});
    BOOST_TEST(table.to_string() ==
               "featu...anch3x3.conv  Conv2d  12\n"
               "head                  Linear   3\n");
}

BOOST_AUTO_TEST_CASE(numbers_never_give_way_and_a_path_keeps_twelve_characters) {
    TextTable table = small_table(20);
    table.add_row({"features.block12", "Conv2d", "1,234,567"});
    BOOST_TEST(table.to_string() == "fea...lock12  Conv2d  1,234,567\n");
}

BOOST_AUTO_TEST_CASE(a_table_without_rows_is_empty) {
    BOOST_TEST(small_table(80).to_string().empty());
}

BOOST_AUTO_TEST_CASE(a_row_with_too_few_cells_is_refused) {
    TextTable table = small_table(80);
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   table.add_row({"a", "b"});
               }) == "TextTable: a row needs 3 cells, 2 were given");
}

BOOST_AUTO_TEST_CASE(counts_are_printed_with_separators) {
    BOOST_TEST(with_separators(0) == "0");
    BOOST_TEST(with_separators(999) == "999");
    BOOST_TEST(with_separators(1000) == "1,000");
    BOOST_TEST(with_separators(138357544) == "138,357,544");
    BOOST_TEST(with_separators(-999) == "-999");
    BOOST_TEST(with_separators(-1234) == "-1,234");
}

BOOST_AUTO_TEST_SUITE_END()
