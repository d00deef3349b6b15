#pragma once

#include "lessons/support/frozen_maps.h"
#include "lessons/support/map_sizes.h"
#include "lessons/support/results.h"

#include <cstdint>
#include <vector>

// The verdicts of lesson 4. They follow from the figures by the bounds named in the source.
namespace stepgrad::lessons {

/// C3: deep maps get very small, as 300x300 to 5x5.
///
/// throws  std::invalid_argument if there is no network, or its walk of 300x300 is missing
Claim maps_get_small(const std::vector<NetworkSizes>& networks);

/// C4: the elements of one deep map hold little each. Judged by the smallest maps of more than one
/// pixel.
///
/// throws  std::invalid_argument if there are no two of them to compare
Claim elements_hold_little(const std::vector<Cut>& cuts, const Run& body, std::int64_t class_count);

/// C5: so dropping the place inside such a map does little harm.
///
/// throws  std::invalid_argument if no maps are small, but larger than a pixel
Claim little_harm(const std::vector<Cut>& cuts, const Run& body, std::int64_t class_count);

/// C6: GoogLeNet makes 7x7 of 224x224 by five max poolings.
///
/// throws  std::invalid_argument if GoogLeNet is missing
Claim five_max_poolings(const std::vector<NetworkSizes>& networks);

/// All four.
std::vector<Claim> shrinking_map_claims(const std::vector<NetworkSizes>& networks,
                                        const std::vector<Cut>& cuts, const Run& body,
                                        std::int64_t class_count);

}  // namespace stepgrad::lessons
