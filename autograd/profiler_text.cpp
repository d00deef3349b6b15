#include "autograd/profiler.h"
#include "autograd/text_table.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {
namespace {

using Duration = Observer::Clock::duration;

constexpr std::size_t kTableWidth = 80;
constexpr std::size_t kMaxOperationWidth = 21;
constexpr double kGiga = 1e9;

// From here on a column is in s instead of ms, or in GB instead of MB.
constexpr std::chrono::seconds kLong{10};
constexpr std::int64_t kMany = 10'000'000'000;

constexpr const char* kLegend =
    "run_backward is autograd's own bookkeeping; what its nodes take stands above.\n"
    "other is what no operation did: waiting for batches, metrics, printing.\n"
    "GFLOP/s count a multiply-add as two, by the plain formula: Winograd needs fewer.\n"
    "The last column is what results and gradients take, without workspaces.\n";

double seconds(Duration time) {
    return std::chrono::duration<double>(time).count();
}

// 1234.56 as "1,234.6"
std::string with_one_decimal(double number) {
    const std::int64_t tenths = std::llround(std::abs(number) * 10);
    const std::string text = with_separators(tenths / 10) + "." + std::to_string(tenths % 10);
    return number < 0 && tenths > 0 ? "-" + text : text;
}

// One unit for a whole column, so that its numbers compare.
struct Units {
    const char* time;
    double per_second;
    const char* bytes;
    double per_byte;
};

Units units_for(const Profiler& profiler) {
    std::int64_t bytes = 0;
    for (const ProfileRow& row : profiler.rows()) {
        bytes += row.bytes;
    }
    const bool is_long = profiler.total_time() >= kLong;
    const bool has_many = bytes >= kMany;
    return {.time = is_long ? "s" : "ms",
            .per_second = is_long ? 1 : 1e3,
            .bytes = has_many ? "GB" : "MB",
            .per_byte = has_many ? 1e-9 : 1e-6};
}

// Writes the lines of a profile into a table.
class ProfileTable {
public:
    explicit ProfileTable(const Profiler& profiler)
        : units_(units_for(profiler)), total_(profiler.total_time()) {
        table_.add_row(
            {"Layer", "Operation", "Calls", units_.time, "Share", "GFLOP/s", units_.bytes});
        table_.add_rule();
    }

    // A heading with the sums of the rows, the rows, and a rule.
    void add_group(const char* heading, const std::vector<ProfileRow>& rows) {
        ProfileRow sum{.module_path = heading};
        for (const ProfileRow& row : rows) {
            sum.multiply_adds += row.multiply_adds;
            sum.bytes += row.bytes;
            sum.time += row.time;
        }
        add_line(sum);
        for (const ProfileRow& row : rows) {
            add_line(row);
        }
        table_.add_rule();
    }

    void add_line(const ProfileRow& row) {
        const double time = seconds(row.time);
        const double share = total_.count() == 0 ? 0 : time / seconds(total_);
        const bool has_rate = row.multiply_adds > 0 && time > 0;
        const double rate = 2 * static_cast<double>(row.multiply_adds) / kGiga / time;
        const double bytes = static_cast<double>(row.bytes) * units_.per_byte;
        table_.add_row(
            {row.module_path, row.operation, row.calls == 0 ? "" : with_separators(row.calls),
             with_one_decimal(time * units_.per_second), with_one_decimal(100 * share) + " %",
             has_rate ? with_one_decimal(rate) : "",
             row.bytes == 0 ? "" : with_one_decimal(bytes)});
    }

    std::string to_string() const { return table_.to_string(); }

private:
    Units units_;
    Duration total_;
    TextTable table_{{{},
                      {.max_width = kMaxOperationWidth},
                      {.is_number = true},
                      {.is_number = true},
                      {.is_number = true},
                      {.is_number = true},
                      {.is_number = true}},
                     kTableWidth};
};

std::vector<ProfileRow> rows_of(const Profiler& profiler, Pass pass) {
    std::vector<ProfileRow> rows;
    for (const ProfileRow& row : profiler.rows()) {
        if (row.pass == pass) {
            rows.push_back(row);
        }
    }
    return rows;
}

std::vector<ProfileRow> rows_outside(const Profiler& profiler) {
    std::vector<ProfileRow> rows;
    for (const ProfileSection& section : profiler.sections()) {
        rows.push_back({.operation = section.name, .calls = section.calls, .time = section.time});
    }
    rows.push_back({.operation = "profiler", .time = profiler.own_time()});
    rows.push_back({.operation = "other", .time = profiler.other_time()});
    return rows;
}

}  // namespace

std::string Profiler::to_string() const {
    ProfileTable table(*this);
    table.add_group("(forward)", rows_of(*this, Pass::kForward));
    table.add_group("(backward)", rows_of(*this, Pass::kBackward));
    table.add_group("(outside)", rows_outside(*this));
    table.add_line({.module_path = "(total)", .time = total_time_});
    return table.to_string() + "\n" + kLegend;
}

}  // namespace stepgrad
