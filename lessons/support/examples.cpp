#include "lessons/support/examples.h"

#include "lessons/support/picture_text.h"
#include "lessons/support/terminal.h"

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <span>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kWidestPicture = 16;
constexpr std::int64_t kMostRows = 3;
constexpr std::int64_t kGap = 2;

// Puts the lines of one more cell at the right of a row of cells.
void append_cell(std::vector<std::string>& row, const std::vector<std::string>& cell) {
    const bool is_first = row.empty();
    row.resize(cell.size());
    for (std::size_t i = 0; i < cell.size(); ++i) {
        row[i] += (is_first ? "" : spaces(kGap)) + cell[i];
    }
}

// Cells of one width: of the shrunken picture, or of a longer label up to the widest picture.
struct Layout {
    std::int64_t picture_width;
    std::int64_t cell_width;
    std::size_t per_row;
};

Layout layout_of(const std::vector<LabelledPicture>& pictures, int columns) {
    Layout layout{};
    layout.picture_width = picture_columns(pictures[0].picture.shape()[1], kWidestPicture);
    layout.cell_width = layout.picture_width;
    for (const LabelledPicture& picture : pictures) {
        layout.cell_width =
            std::max(layout.cell_width, std::min(character_count(picture.label), kWidestPicture));
    }
    const std::int64_t per_row = (columns + kGap) / (layout.cell_width + kGap);
    layout.per_row = static_cast<std::size_t>(std::max<std::int64_t>(per_row, 1));
    return layout;
}

std::string picture_row(std::span<const LabelledPicture> pictures, const Layout& layout,
                        bool use_colour) {
    std::vector<std::string> row;
    for (const LabelledPicture& picture : pictures) {
        std::vector<std::string> cell = picture_lines(picture.picture, kWidestPicture, use_colour);
        for (std::string& line : cell) {
            line += spaces(layout.cell_width - layout.picture_width);
        }
        cell.push_back(fitted(picture.label, layout.cell_width));
        append_cell(row, cell);
    }
    std::string text;
    for (const std::string& line : row) {
        text += line + "\n";
    }
    return text;
}

void print_pictures(const std::vector<LabelledPicture>& pictures) {
    if (is_terminal()) {
        std::cout << "\n" << picture_rows(pictures, terminal_columns(), terminal_has_colours());
    }
}

}  // namespace

std::string picture_rows(const std::vector<LabelledPicture>& pictures, int columns,
                         bool use_colour) {
    if (pictures.empty()) {
        return "";
    }
    const Layout layout = layout_of(pictures, columns);
    std::string text;
    std::size_t first = 0;
    for (std::int64_t row = 0; row < kMostRows && first < pictures.size(); ++row) {
        const std::size_t count = std::min(layout.per_row, pictures.size() - first);
        text += picture_row({pictures.data() + first, count}, layout, use_colour);
        first += count;
    }
    return text;
}

std::vector<LabelledPicture> first_of_each_class(const Dataset& dataset) {
    const std::vector<std::string> names = dataset.class_names();
    std::vector<std::int64_t> firsts(names.size(), -1);
    std::int64_t missing = std::ssize(names);
    for (std::int64_t index = 0; index < dataset.size() && missing > 0; ++index) {
        std::int64_t& first = firsts[static_cast<std::size_t>(dataset.label(index))];
        missing -= first < 0 ? 1 : 0;
        first = first < 0 ? index : first;
    }
    std::vector<LabelledPicture> pictures;
    for (std::size_t label = 0; label < names.size(); ++label) {
        if (firsts[label] >= 0) {
            pictures.push_back({dataset.image(firsts[label]), names[label]});
        }
    }
    return pictures;
}

void print_examples(const Dataset& dataset) {
    print_pictures(first_of_each_class(dataset));
}

void print_examples(const Dataset& dataset, const Transform& transform) {
    std::vector<LabelledPicture> pictures = first_of_each_class(dataset);
    Random random(0);
    for (LabelledPicture& picture : pictures) {
        transform.apply(picture.picture, random);
    }
    print_pictures(pictures);
}

}  // namespace stepgrad::lessons
