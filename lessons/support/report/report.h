#pragma once

#include "autograd/tensor.h"
#include "lessons/support/results.h"

#include <string>
#include <vector>

// What a lesson's report shows, without a word about how it looks: write_report.h makes a page of
// it.
namespace stepgrad::lessons {

enum class ChartKind {
    kLines,        // a point for each label, joined
    kBars,         // side by side
    kStackedBars,  // on top of each other: parts of a whole
};

struct ChartSeries {
    std::string name;
    std::vector<double> values;  // one for each label of the chart
    bool is_dashed = false;      // a second line that belongs to the one before: test beside train
};

/// A chart, which the page also offers as a table.
struct Chart {
    std::string title = {};
    ChartKind kind = ChartKind::kLines;
    std::string x_title;  // with the unit: "epoch"
    std::string y_title;  // "accuracy (%)"
    std::vector<std::string> labels;
    std::vector<ChartSeries> series;
};

struct Cell {
    std::string text;
    double shade = 0;  // of its background, from 0 (none) to 1
};

/// The first cell of each row is its heading.
struct Table {
    std::string caption;
    std::vector<std::string> columns;
    std::vector<std::vector<Cell>> rows;
};

struct Picture {
    Tensor image;         // as write_png takes it (datasets/image.h)
    std::string caption;  // may be empty
    std::string alt;      // what is to be seen, for those who do not see it
    int zoom = 1;         // how many pixels of a screen each pixel is wide
};

/// A page in the same folder.
struct Link {
    std::string file;
    std::string text;
};

struct ReportSection {
    std::string heading = {};
    std::string text = {};
    std::vector<Link> links = {};
    std::vector<Chart> charts = {};
    std::vector<Table> tables = {};
    std::vector<Picture> pictures = {};
};

/// One page.
struct Report {
    std::string lesson = {};   // "06_flatten_or_gap"
    std::string title = {};    // "Lesson 6: Flatten or global average pooling?"
    std::string idea = {};     // two or three sentences
    std::string command = {};  // what runs it again
    std::string data = {};     // "fashion-mnist: 60,000 training images, ..."; may be empty
    std::string caution = {};  // what its figures are worth, if less than usual
    std::vector<Claim> claims = {};
    std::string do_not_conclude = {};  // "that ..."
    std::vector<ReportSection> sections = {};
};

}  // namespace stepgrad::lessons
