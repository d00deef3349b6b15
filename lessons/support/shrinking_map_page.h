#pragma once

#include "lessons/support/frozen_maps.h"
#include "lessons/support/json_report.h"
#include "lessons/support/map_sizes.h"
#include "lessons/support/report/report.h"

#include <vector>

namespace stepgrad::lessons {

/// What must not be concluded, for the terminal and the page.
inline constexpr const char* kShrinkingMapCaution =
    "that maps lose the place by being small alone: with each pooling they are also deeper and "
    "closer to the classes; nor that GAP costs as much on the last maps of a network that is "
    "trained "
    "with it: those in the middle were made for the layers behind them (lesson 6 trains that).";

/// The body's run, then those of the probes, called "flatten/7x7" and "gap/7x7".
std::vector<Run> runs_of(const Run& body, const std::vector<Cut>& cuts);

/// For the JSON file: sizes, what shrinks, receptive fields and variances.
std::vector<Measurement> measurements_of(const std::vector<NetworkSizes>& networks,
                                         const std::vector<Cut>& cuts);

/// The parts of the page: sizes as tables; the probes against the map size; the variances.
std::vector<ReportSection> shrinking_map_sections(const std::vector<NetworkSizes>& networks,
                                                  const std::vector<Cut>& cuts);

}  // namespace stepgrad::lessons
