#include "datasets/image_formats/jpeg_scan.h"

#include "datasets/image_formats/jpeg_markers.h"

#include <algorithm>
#include <string>

namespace stepgrad {
namespace {

constexpr std::size_t kMostComponents = 4;
constexpr std::uint8_t kLastTable = 3;
constexpr int kLastCoefficient = 63;
constexpr int kMostBits = 13;  // that are left for later scans: section G.1.1.1.2

JpegScanComponent read_component(ByteReader& segment, const JpegFrame& frame) {
    const std::uint8_t id = segment.byte();
    const std::uint8_t tables = segment.byte();
    const auto found =
        std::find_if(frame.components.begin(), frame.components.end(),
                     [id](const JpegComponent& component) { return component.id == id; });
    if (found == frame.components.end()) {
        segment.fail("is a scan of component " + std::to_string(id) +
                     ", which the frame does not have");
    }
    JpegScanComponent component;
    component.place = static_cast<std::size_t>(found - frame.components.begin());
    component.dc_table = tables >> 4;
    component.ac_table = tables & 15;
    if (component.dc_table > kLastTable || component.ac_table > kLastTable) {
        segment.fail("uses Huffman tables " + std::to_string(component.dc_table) + " and " +
                     std::to_string(component.ac_table) + ", there are only 0 to 3");
    }
    return component;
}

void read_components(ByteReader& segment, const JpegFrame& frame, JpegScan& scan) {
    const std::size_t count = segment.byte();
    if (count < 1 || count > kMostComponents) {
        segment.fail("is a scan of " + std::to_string(count) + " components, there are 1 to 4");
    }
    for (std::size_t i = 0; i < count; ++i) {
        const JpegScanComponent component = read_component(segment, frame);
        for (const JpegScanComponent& other : scan.components) {
            if (other.place == component.place) {
                segment.fail("is a scan that has one component twice");
            }
        }
        scan.components.push_back(component);
    }
}

// Means come alone, other coefficients of one component at a time, and a later scan brings one bit
// more.
bool is_possible(const JpegScan& scan, bool is_progressive) {
    if (!is_progressive) {
        return scan.first == 0 && scan.last <= kLastCoefficient && scan.bits_before == 0 &&
               scan.bits_left == 0;
    }
    return scan.first <= scan.last && scan.last <= kLastCoefficient &&
           (scan.has_means() ? scan.last == 0 : scan.components.size() == 1) &&
           scan.bits_left <= kMostBits &&
           (!scan.is_refinement() || scan.bits_before == scan.bits_left + 1);
}

void read_progression(ByteReader& segment, bool is_progressive, JpegScan& scan) {
    scan.first = segment.byte();
    scan.last = segment.byte();
    const std::uint8_t bits = segment.byte();
    scan.bits_before = bits >> 4;
    scan.bits_left = bits & 15;
    if (!is_possible(scan, is_progressive)) {
        segment.fail("is a scan of coefficients " + std::to_string(scan.first) + " to " +
                     std::to_string(scan.last) + " from bit " + std::to_string(scan.bits_before) +
                     " to " + std::to_string(scan.bits_left) + ", which cannot be");
    }
}

void require_table(const ByteReader& segment, bool is_there, const char* kind, std::size_t place) {
    if (!is_there) {
        segment.fail("is a scan that uses " + std::string(kind) + " table " +
                     std::to_string(place) + ", which is not defined");
    }
}

// The tables that the scan uses, and means before everything else, once.
void check_component(const ByteReader& segment, const JpegTables& tables, const JpegScan& scan,
                     const JpegScanComponent& component, JpegFrame& frame) {
    JpegComponent& target = frame.components[component.place];
    require_table(segment, tables.has_quantisation[target.quantiser], "quantisation",
                  target.quantiser);
    if (!scan.has_means() || !frame.is_progressive) {
        require_table(segment, tables.huffman_ac[component.ac_table].has_value(), "AC Huffman",
                      component.ac_table);
    }
    const bool is_start = scan.has_means() && !scan.is_refinement();
    if (is_start) {
        require_table(segment, tables.huffman_dc[component.dc_table].has_value(), "DC Huffman",
                      component.dc_table);
    }
    if (is_start == target.has_start) {
        segment.fail(std::string("is a scan that ") + (is_start ? "starts" : "refines") +
                     " component " + std::to_string(target.id) + ", which has " +
                     (is_start ? "been started before" : "not been started"));
    }
    target.has_start = true;
}

}  // namespace

std::vector<std::size_t> JpegScan::places() const {
    std::vector<std::size_t> places;
    for (const JpegScanComponent& component : components) {
        places.push_back(component.place);
    }
    return places;
}

JpegScan read_jpeg_scan(ByteReader segment, const JpegTables& tables, JpegFrame& frame) {
    JpegScan scan;
    read_components(segment, frame, scan);
    read_progression(segment, frame.is_progressive, scan);
    if (segment.left() != 0) {
        segment.fail("has " + std::to_string(segment.left()) + " bytes too many");
    }
    for (const JpegScanComponent& component : scan.components) {
        check_component(segment, tables, scan, component, frame);
    }
    return scan;
}

// Data bytes, "ff 00" for the data byte ff, and restart markers: sections B.1.1.2 and B.1.1.5.
std::span<const std::uint8_t> take_jpeg_data(ByteReader& file) {
    const std::span<const std::uint8_t> rest = file.rest();
    auto position = rest.begin();
    for (;;) {
        const auto start = std::find(position, rest.end(), kJpegMarkerStart);
        // A marker may have any number of ff before it.
        const auto code = std::find_if(start, rest.end(),
                                       [](std::uint8_t byte) { return byte != kJpegMarkerStart; });
        if (code == rest.end()) {
            file.fail("is cut off: it ends within a scan");
        }
        if (*code != 0 && !is_jpeg_restart(*code)) {
            return file.take(static_cast<std::size_t>(start - rest.begin()));
        }
        position = code + 1;
    }
}

}  // namespace stepgrad
