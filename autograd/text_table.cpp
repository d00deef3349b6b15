#include "autograd/text_table.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace stepgrad {
namespace {

constexpr std::size_t kGap = 2;            // blanks between two columns
constexpr std::size_t kMinPathWidth = 12;  // the first column never becomes narrower

// "features.block12.branch3x3.conv" in 20 columns: "featu...anch3x3.conv". The end says most.
std::string shortened(const std::string& text, std::size_t width) {
    if (text.size() <= width) {
        return text;
    }
    const std::string dots = "...";
    const std::size_t head = (width - dots.size()) / 3;
    const std::size_t tail = width - dots.size() - head;
    return text.substr(0, head) + dots + text.substr(text.size() - tail);
}

std::size_t total_width(const std::vector<std::size_t>& widths) {
    return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
}

std::string line_of(const std::vector<std::string>& cells, const std::vector<TextColumn>& columns,
                    const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t column = 0; column < cells.size(); ++column) {
        const std::string text = shortened(cells[column], widths[column]);
        const std::string blanks(widths[column] - text.size(), ' ');
        line += std::string(column == 0 ? 0 : kGap, ' ') +
                (columns[column].is_number ? blanks + text : text + blanks);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

}  // namespace

TextTable::TextTable(std::vector<TextColumn> columns, std::size_t max_width)
    : columns_(std::move(columns)), max_width_(max_width) {}

void TextTable::add_row(std::vector<std::string> cells) {
    if (cells.size() != columns_.size()) {
        throw std::invalid_argument("TextTable: a row needs " + std::to_string(columns_.size()) +
                                    " cells, " + std::to_string(cells.size()) + " were given");
    }
    rows_.push_back(std::move(cells));
}

void TextTable::add_rule() {
    rows_.emplace_back();
}

std::vector<std::size_t> TextTable::fitting_widths() const {
    std::vector<std::size_t> widths(columns_.size());
    for (const std::vector<std::string>& cells : rows_) {
        for (std::size_t column = 0; column < cells.size(); ++column) {
            widths[column] = std::max(widths[column], cells[column].size());
        }
    }
    for (std::size_t column = 0; column < widths.size(); ++column) {
        if (!columns_[column].is_number) {
            widths[column] = std::min(widths[column], columns_[column].max_width);
        }
    }
    const std::size_t total = total_width(widths);
    if (total > max_width_) {
        const std::size_t excess = total - max_width_;
        const std::size_t left = widths[0] > excess ? widths[0] - excess : 0;
        widths[0] = std::min(widths[0], std::max(left, kMinPathWidth));
    }
    return widths;
}

std::string TextTable::to_string() const {
    const std::vector<std::size_t> widths = fitting_widths();
    const std::string rule = std::string(total_width(widths), '-') + "\n";
    std::string text;
    for (const std::vector<std::string>& cells : rows_) {
        text += cells.empty() ? rule : line_of(cells, columns_, widths);
    }
    return text;
}

std::string with_separators(std::int64_t number) {
    const std::string digits = std::to_string(number);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        text += digits[i];
        const std::size_t left = digits.size() - 1 - i;
        if (left > 0 && left % 3 == 0 && digits[i] != '-') {
            text += ',';
        }
    }
    return text;
}

}  // namespace stepgrad
