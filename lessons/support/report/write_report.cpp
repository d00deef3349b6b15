#include "lessons/support/report/write_report.h"

#include "autograd/error.h"
#include "autograd/output_file.h"
#include "datasets/image.h"
#include "lessons/support/environment.h"
#include "lessons/support/report/base64.h"
#include "lessons/support/report/embedded.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <kainjow/mustache.hpp>
#include <string>
#include <system_error>

namespace stepgrad::lessons {
namespace {

using Json = nlohmann::ordered_json;
using kainjow::mustache::data;
using kainjow::mustache::mustache;
using kainjow::mustache::partial;

// The template asks "is there one?" of a text; an empty one must say no. Each text is set, since
// one that is not would be looked for further out.
void set_text(data& object, const char* key, const std::string& text) {
    if (text.empty()) {
        object.set(key, false);
    } else {
        object.set(key, text);
    }
}

std::string number_text(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", number);
    return text;
}

std::string kind_name(ChartKind kind) {
    switch (kind) {
        case ChartKind::kLines:
            return "lines";
        case ChartKind::kBars:
            return "bars";
        case ChartKind::kStackedBars:
            return "stacked_bars";
    }
    return "lines";
}

// For a script element: JSON has no need of '<', which might begin "</script>".
std::string json_of(const Chart& chart) {
    Json json = {{"kind", kind_name(chart.kind)},
                 {"x_title", chart.x_title},
                 {"y_title", chart.y_title},
                 {"labels", chart.labels},
                 {"series", Json::array()}};
    for (const ChartSeries& series : chart.series) {
        json["series"].push_back(
            {{"name", series.name}, {"values", series.values}, {"is_dashed", series.is_dashed}});
    }
    std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos;) {
        text.replace(at, 1, "\\u003c");
    }
    return text;
}

data data_of(const Cell& cell, bool is_heading) {
    data object;
    object.set("text", cell.text);
    object.set("is_heading", is_heading);
    set_text(object, "shade", cell.shade > 0 ? number_text(cell.shade) : "");
    return object;
}

data data_of(const Table& table) {
    data object;
    set_text(object, "caption", table.caption);
    data columns(data::type::list);
    for (const std::string& name : table.columns) {
        columns.push_back(data("name", name));
    }
    object.set("columns", columns);
    data rows(data::type::list);
    for (const std::vector<Cell>& row : table.rows) {
        data cells(data::type::list);
        for (const Cell& cell : row) {
            cells.push_back(data_of(cell, &cell == &row.front()));
        }
        rows.push_back(data("cells", cells));
    }
    object.set("rows", rows);
    return object;
}

// A row for each label, a column for each series.
Table table_of(const Chart& chart) {
    Table table{.caption = "", .columns = {chart.x_title}, .rows = {}};
    for (const ChartSeries& series : chart.series) {
        table.columns.push_back(series.name);
    }
    for (std::size_t i = 0; i < chart.labels.size(); ++i) {
        std::vector<Cell> row{{chart.labels[i]}};
        for (const ChartSeries& series : chart.series) {
            row.push_back({number_text(series.values.at(i))});
        }
        table.rows.push_back(row);
    }
    return table;
}

data data_of(const Chart& chart, bool is_drawn) {
    data object = data_of(table_of(chart));
    object.set("title", chart.title);
    object.set("alt", chart.title + ": " + chart.y_title + " by " + chart.x_title +
                          "; the numbers are in the table below");
    object.set("json", json_of(chart));
    object.set("is_drawn", is_drawn);
    return object;
}

data data_of(const Picture& picture) {
    data object;
    const Shape& shape = picture.image.shape();
    object.set("png", base64(png_bytes(picture.image)));
    object.set("height", std::to_string(shape[0] * picture.zoom));
    object.set("width", std::to_string(shape[1] * picture.zoom));
    object.set("alt", picture.alt);
    set_text(object, "caption", picture.caption);
    return object;
}

data data_of(const Claim& claim) {
    data object;
    object.set("id", claim.id);
    object.set("claim", claim.claim);
    object.set("source", claim.source);
    object.set("measured", claim.measured);
    object.set("verdict", claim.verdict);
    object.set("verdict_class", claim.verdict == "holds"           ? "holds"
                                : claim.verdict == "does not hold" ? "fails"
                                                                   : "depends");
    return object;
}

data data_of(const ReportSection& section, bool draws_charts) {
    data object;
    object.set("heading", section.heading);
    set_text(object, "text", section.text);
    data links(data::type::list);
    for (const Link& link : section.links) {
        data one("file", link.file);
        one.set("name", link.text);
        links.push_back(one);
    }
    object.set("has_links", !section.links.empty());
    object.set("links", links);
    data charts(data::type::list);
    for (const Chart& chart : section.charts) {
        charts.push_back(data_of(chart, draws_charts));
    }
    object.set("charts", charts);
    data tables(data::type::list);
    for (const Table& table : section.tables) {
        tables.push_back(data_of(table));
    }
    object.set("tables", tables);
    data pictures(data::type::list);
    for (const Picture& picture : section.pictures) {
        pictures.push_back(data_of(picture));
    }
    object.set("has_pictures", !section.pictures.empty());
    object.set("pictures", pictures);
    return object;
}

data data_of(const Report& report, bool draws_charts) {
    data page;
    page.set("title", report.title);
    page.set("idea", report.idea);
    set_text(page, "data", report.data);
    set_text(page, "caution", report.caution);
    set_text(page, "do_not_conclude", report.do_not_conclude);
    page.set("command", report.command);
    page.set("environment", environment_text());
    data claims(data::type::list);
    for (const Claim& claim : report.claims) {
        claims.push_back(data_of(claim));
    }
    page.set("has_claims", !report.claims.empty());
    page.set("claims", claims);
    data sections(data::type::list);
    for (const ReportSection& section : report.sections) {
        sections.push_back(data_of(section, draws_charts));
    }
    page.set("sections", sections);
    return page;
}

bool has_charts(const Report& report) {
    for (const ReportSection& section : report.sections) {
        if (!section.charts.empty()) {
            return true;
        }
    }
    return false;
}

// The whole file; empty if it cannot be read.
std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

std::string chart_library_path() {
    return STEPGRAD_CHART_JS;
}

std::string report_page(const Report& report, const std::string& chart_library) {
    const bool wants_charts = has_charts(report);
    const std::string library = wants_charts ? text_of(chart_library) : "";
    data page = data_of(report, !library.empty());
    page.set("style", kPageStyle);
    page.set("table", partial([] { return kTableTemplate; }));
    set_text(page, "chart_library", library);
    page.set("chart_script", kChartScript);
    set_text(page, "no_chart_library", wants_charts && library.empty() ? chart_library : "");
    return mustache(kPageTemplate).render(page);
}

void write_report(const Report& report, const std::string& path) {
    OutputFile file(path);
    file.stream() << report_page(report, chart_library_path());
    if (const std::error_code error = file.finish()) {
        throw DataError("report: cannot write " + path + ": " + error.message());
    }
}

}  // namespace stepgrad::lessons
