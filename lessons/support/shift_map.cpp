#include "lessons/support/shift_map.h"

#include "datasets/subset.h"
#include "lessons/support/evaluate.h"
#include "lessons/support/on_canvas.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <numeric>
#include <set>
#include <stdexcept>

namespace stepgrad::lessons {
namespace {

void print_cell(const ShiftAccuracy& cell, const ShiftAccuracy& first) {
    if (cell.right == first.right) {
        std::printf("\n%12lld", static_cast<long long>(cell.down));
    }
    std::printf("%5.0f", 100 * cell.accuracy);
}

}  // namespace

std::vector<ShiftAccuracy> shift_map(const std::string& run, Module& model,
                                     const TrainingData& data, std::int64_t border,
                                     std::int64_t most) {
    std::vector<std::int64_t> indices(static_cast<std::size_t>(std::min(data.test_count(), most)));
    std::iota(indices.begin(), indices.end(), 0);
    const auto some = std::make_shared<Subset>(data.test_images(), indices);
    std::vector<ShiftAccuracy> map;
    for (std::int64_t down = -border; down <= border; ++down) {
        for (std::int64_t right = -border; right <= border; ++right) {
            const PixelShift shift{down, right};
            const auto moved = std::make_shared<OnCanvas>(some, /*border=*/0, shift);
            map.push_back({run, down, right, accuracy_on(model, data.in_order(moved))});
        }
    }
    return map;
}

std::vector<ShiftAccuracy> map_of(const std::string& run, const std::vector<ShiftAccuracy>& maps) {
    std::vector<ShiftAccuracy> map;
    std::copy_if(maps.begin(), maps.end(), std::back_inserter(map),
                 [&](const ShiftAccuracy& cell) { return cell.run == run; });
    return map;
}

void print_shift_maps(const std::vector<ShiftAccuracy>& maps) {
    const ShiftAccuracy* first = nullptr;  // of the map that is being printed
    for (const ShiftAccuracy& cell : maps) {
        if (first == nullptr || cell.run != first->run) {
            std::printf("%s%-12s", first == nullptr ? "" : "\n\n", cell.run.c_str());
            first = &cell;
            for (const ShiftAccuracy& column : map_of(cell.run, maps)) {
                if (column.down == cell.down) {
                    std::printf("%5lld", static_cast<long long>(column.right));
                }
            }
        }
        print_cell(cell, *first);
    }
    std::printf("\n");
    std::fflush(stdout);
}

std::vector<Measurement> measurements_of(const std::vector<ShiftAccuracy>& maps) {
    std::vector<Measurement> measurements;
    std::set<std::string> runs;
    for (const ShiftAccuracy& cell : maps) {
        runs.insert(cell.run);
    }
    for (const std::string& run : runs) {
        const ShiftSummary summary = summary_of(map_of(run, maps));
        measurements.push_back({run + " in the middle: accuracy", summary.middle, Unit::kShare});
        measurements.push_back(
            {run + " elsewhere: mean accuracy", summary.elsewhere, Unit::kShare});
        measurements.push_back(
            {run + " at the worst place: accuracy", summary.worst, Unit::kShare});
    }
    return measurements;
}

ShiftSummary summary_of(const std::vector<ShiftAccuracy>& map) {
    ShiftSummary summary{.worst = 1};
    std::int64_t others = 0;
    for (const ShiftAccuracy& cell : map) {
        const bool is_middle = cell.down == 0 && cell.right == 0;
        summary.middle = is_middle ? cell.accuracy : summary.middle;
        summary.elsewhere += is_middle ? 0 : cell.accuracy;
        summary.worst = std::min(summary.worst, cell.accuracy);
        others += is_middle ? 0 : 1;
    }
    if (others == 0 || others == std::ssize(map)) {
        throw std::invalid_argument("shift_map: a middle and something else is needed");
    }
    summary.elsewhere /= static_cast<double>(others);
    return summary;
}

}  // namespace stepgrad::lessons
