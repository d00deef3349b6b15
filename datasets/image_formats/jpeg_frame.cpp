#include "datasets/image_formats/jpeg_frame.h"

#include "datasets/image_formats/checked_image.h"

#include <algorithm>
#include <string>

namespace stepgrad {
namespace {

constexpr std::int64_t kBlock = 8;  // pixels a side
constexpr std::int64_t kLargestFactor = 4;
constexpr std::uint8_t kLastTable = 3;

std::int64_t divide_up(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

JpegComponent read_component(ByteReader& segment, const std::vector<JpegComponent>& before) {
    JpegComponent component;
    component.id = segment.byte();
    const std::uint8_t factors = segment.byte();
    component.across = factors >> 4;
    component.down = factors & 15;
    component.quantiser = segment.byte();
    const std::string title = "component " + std::to_string(component.id);
    for (const JpegComponent& other : before) {
        if (other.id == component.id) {
            segment.fail(title + " is there twice");
        }
    }
    if (component.across < 1 || component.across > kLargestFactor || component.down < 1 ||
        component.down > kLargestFactor) {
        segment.fail(title + " has sampling factors " + std::to_string(component.across) + " and " +
                     std::to_string(component.down) + ", they are 1 to 4");
    }
    if (component.quantiser > kLastTable) {
        segment.fail(title + " has quantisation table " + std::to_string(component.quantiser) +
                     ", there are only 0 to 3");
    }
    return component;
}

// Sections A.1.1 and A.2.4: a component is sampled down by what its factors lack to the largest.
void measure(const ByteReader& segment, JpegFrame& frame) {
    std::int64_t most_across = 1;
    std::int64_t most_down = 1;
    for (const JpegComponent& component : frame.components) {
        most_across = std::max(most_across, component.across);
        most_down = std::max(most_down, component.down);
    }
    frame.row_units = divide_up(frame.width, kBlock * most_across);
    frame.column_units = divide_up(frame.height, kBlock * most_down);
    for (JpegComponent& component : frame.components) {
        if (most_across % component.across != 0 || most_down % component.down != 0) {
            segment.fail("component " + std::to_string(component.id) + " has sampling factors " +
                         std::to_string(component.across) + " and " +
                         std::to_string(component.down) + ", which do not divide the largest, " +
                         std::to_string(most_across) + " and " + std::to_string(most_down));
        }
        component.row_blocks =
            divide_up(divide_up(frame.width * component.across, most_across), kBlock);
        component.column_blocks =
            divide_up(divide_up(frame.height * component.down, most_down), kBlock);
    }
}

}  // namespace

std::int64_t JpegFrame::unit_count(const std::vector<std::size_t>& places) const {
    if (places.size() == 1) {
        const JpegComponent& component = components[places[0]];
        return component.row_blocks * component.column_blocks;
    }
    return row_units * column_units;
}

std::int64_t JpegFrame::memory() const {
    // A byte for each sample of each block, and two bytes for its coefficient if they come bit by
    // bit; the picture in three colours; a row for each component; the decoder's own tables.
    constexpr std::int64_t kTables = 1 << 16;
    std::int64_t memory = kTables + 3 * height * width;
    for (const JpegComponent& component : components) {
        const std::int64_t samples =
            row_units * column_units * component.across * component.down * kBlock * kBlock;
        memory += samples * (is_progressive ? 3 : 1) + width + 64;
    }
    return memory;
}

JpegFrame read_jpeg_frame(ByteReader segment, bool is_progressive) {
    JpegFrame frame;
    frame.is_progressive = is_progressive;
    const std::uint8_t precision = segment.byte();
    frame.height = segment.big_endian_16();
    frame.width = segment.big_endian_16();
    const std::uint8_t component_count = segment.byte();
    if (precision != 8) {
        segment.fail("has " + std::to_string(precision) + " bits a sample, only 8 can be read");
    }
    require_extents(segment, frame.height, frame.width);
    if (component_count != 1 && component_count != 3 && component_count != 4) {
        segment.fail("has " + std::to_string(component_count) +
                     " components, only 1, 3 and 4 can be read");
    }
    for (int i = 0; i < component_count; ++i) {
        frame.components.push_back(read_component(segment, frame.components));
    }
    if (segment.left() != 0) {
        segment.fail("has " + std::to_string(segment.left()) + " bytes too many");
    }
    measure(segment, frame);
    return frame;
}

}  // namespace stepgrad
