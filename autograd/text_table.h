#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

/// How one column of a TextTable is set.
struct TextColumn {
    bool is_number = false;                     // numbers stand on the right, words on the left
    std::size_t max_width = std::string::npos;  // longer words lose their middle
};

/// A table to print: columns as wide as their widest cell, two blanks apart. If that is too wide,
/// the first column, which holds paths, gives way. Belongs to who makes it; not for several threads
/// at once.
class TextTable {
public:
    /// max_width  in characters; exceeded only if numbers alone are wider
    TextTable(std::vector<TextColumn> columns, std::size_t max_width);

    /// A line with one cell for each column.
    ///
    /// throws  std::invalid_argument if there are more or fewer
    void add_row(std::vector<std::string> cells);

    /// A line of dashes.
    void add_rule();

    /// All lines, each ends with a newline.
    std::string to_string() const;

private:
    std::vector<std::size_t> fitting_widths() const;

    std::vector<TextColumn> columns_;
    std::size_t max_width_;
    std::vector<std::vector<std::string>> rows_;  // one without cells is a rule
};

/// 1234567 as "1,234,567": how counts are printed.
std::string with_separators(std::int64_t number);

}  // namespace stepgrad
