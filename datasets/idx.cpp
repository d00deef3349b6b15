#include "datasets/idx.h"

#include "autograd/error.h"
#include "datasets/byte_source.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace stepgrad {
namespace {

constexpr std::uint8_t kUnsignedByte = 0x08;
constexpr std::size_t kMagicSize = 4;
constexpr std::size_t kExtentSize = 4;
constexpr std::size_t kChunkSize = std::size_t{1} << 20;

struct IdxContent {
    std::vector<std::int64_t> extents;
    std::vector<std::uint8_t> bytes;
};

std::string kind_of(std::size_t dimensions) {
    return dimensions == 1 ? "labels" : dimensions == 3 ? "images" : "neither images nor labels";
}

// "60000 images of 28x28", "60000 labels"
std::string describe(const std::vector<std::int64_t>& extents) {
    std::string text = std::to_string(extents[0]) + " " + kind_of(extents.size());
    for (std::size_t axis = 1; axis < extents.size(); ++axis) {
        text += (axis == 1 ? " of " : "x") + std::to_string(extents[axis]);
    }
    return text;
}

std::string hexadecimal(const std::uint8_t* bytes, std::size_t count) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += (i == 0 ? "" : " ");
        text += kDigits[bytes[i] / 16];
        text += kDigits[bytes[i] % 16];
    }
    return text;
}

void read_header_bytes(ByteSource& source, std::uint8_t* target, std::size_t count) {
    if (source.read(target, count) < count) {
        source.fail("ends inside its IDX header");
    }
}

void check_magic(ByteSource& source, std::size_t dimensions) {
    std::uint8_t magic[kMagicSize];
    read_header_bytes(source, magic, kMagicSize);
    if (magic[0] != 0 || magic[1] != 0) {
        const std::uint8_t expected[] = {0, 0, kUnsignedByte,
                                         static_cast<std::uint8_t>(dimensions)};
        source.fail("is not IDX: it starts with the bytes " + hexadecimal(magic, kMagicSize) +
                    ", IDX " + kind_of(dimensions) + " with " + hexadecimal(expected, kMagicSize));
    }
    if (magic[2] != kUnsignedByte) {
        source.fail("its elements are of type " + hexadecimal(&magic[2], 1) +
                    ", only unsigned bytes (08) can be read");
    }
    if (magic[3] != dimensions) {
        source.fail("holds " + kind_of(magic[3]) + " (dimensions: " + std::to_string(magic[3]) +
                    ") where " + kind_of(dimensions) +
                    " are expected (dimensions: " + std::to_string(dimensions) + ")");
    }
}

std::vector<std::int64_t> read_extents(ByteSource& source, std::size_t dimensions) {
    std::vector<std::int64_t> extents;
    for (std::size_t axis = 0; axis < dimensions; ++axis) {
        std::uint8_t digits[kExtentSize];
        read_header_bytes(source, digits, kExtentSize);
        std::int64_t extent = 0;
        for (const std::uint8_t digit : digits) {
            extent = extent * 256 + digit;  // big-endian
        }
        extents.push_back(extent);
    }
    return extents;
}

std::int64_t checked_product(const ByteSource& source, const std::vector<std::int64_t>& extents) {
    std::int64_t product = 1;
    for (const std::int64_t extent : extents) {
        if (__builtin_mul_overflow(product, extent, &product)) {
            source.fail("header promises " + describe(extents) + ", more than any file can hold");
        }
    }
    if (product == 0) {
        source.fail("header promises " + describe(extents) + ": there is nothing to read");
    }
    return product;
}

// Reads what the header promises and one byte more, which must not be there. Memory grows with what
// has been read, so that a header that lies costs nothing.
std::vector<std::uint8_t> read_elements(ByteSource& source, std::size_t promised,
                                        const std::string& promise) {
    std::vector<std::uint8_t> bytes;
    while (bytes.size() < promised) {
        const std::size_t done = bytes.size();
        const std::size_t step = std::min(promised - done, kChunkSize);
        bytes.resize(done + step);
        const std::size_t count = source.read(bytes.data() + done, step);
        if (count < step) {
            source.fail("header promises " + promise + ", the file holds " +
                        std::to_string(done + count) + " bytes");
        }
    }
    std::uint8_t one_more = 0;
    if (source.read(&one_more, 1) != 0) {
        source.fail("header promises " + promise + ", the file holds more than these " +
                    std::to_string(promised) + " bytes");
    }
    return bytes;
}

IdxContent read_idx(const std::filesystem::path& path, std::size_t dimensions) {
    ByteSource source("idx", path);
    check_magic(source, dimensions);
    IdxContent content;
    content.extents = read_extents(source, dimensions);
    const std::int64_t promised = checked_product(source, content.extents);
    const auto header_size = static_cast<std::int64_t>(kMagicSize + dimensions * kExtentSize);
    if (!source.is_gzip() && promised != source.file_size() - header_size) {
        source.fail("header promises " + describe(content.extents) + ", the file holds " +
                    std::to_string(source.file_size() - header_size) + " bytes");
    }
    content.bytes =
        read_elements(source, static_cast<std::size_t>(promised), describe(content.extents));
    return content;
}

}  // namespace

IdxImages read_idx_images(const std::filesystem::path& path) {
    IdxContent content = read_idx(path, /*dimensions=*/3);
    return {content.extents[0], content.extents[1], content.extents[2], std::move(content.bytes)};
}

std::vector<std::uint8_t> read_idx_labels(const std::filesystem::path& path) {
    return read_idx(path, /*dimensions=*/1).bytes;
}

std::shared_ptr<const ByteDataset> read_idx_dataset(const std::string& name,
                                                    const std::filesystem::path& image_file,
                                                    const std::filesystem::path& label_file,
                                                    std::vector<std::string> class_names) {
    // The small file first: if the two do not fit, little was read in vain.
    const std::vector<std::uint8_t> labels = read_idx_labels(label_file);
    IdxImages images = read_idx_images(image_file);
    if (static_cast<std::int64_t>(labels.size()) != images.count) {
        throw DataError("idx: " + label_file.string() + ": holds " + std::to_string(labels.size()) +
                        " labels, " + image_file.string() + " holds " +
                        std::to_string(images.count) + " images");
    }
    if (class_names.empty()) {
        class_names = numbered_classes(*std::max_element(labels.begin(), labels.end()) + 1);
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] >= class_names.size()) {
            throw DataError("idx: " + label_file.string() + ": label " + std::to_string(i) +
                            " is " + std::to_string(labels[i]) + ", there are " +
                            std::to_string(class_names.size()) + " classes, from 0 on");
        }
    }
    return std::make_shared<ByteDataset>(
        name, Shape{images.height, images.width, 1}, std::move(images.pixels),
        std::vector<std::int32_t>(labels.begin(), labels.end()), std::move(class_names));
}

std::vector<std::string> numbered_classes(std::int64_t count) {
    std::vector<std::string> names;
    for (std::int64_t i = 0; i < count; ++i) {
        names.push_back(std::to_string(i));
    }
    return names;
}

}  // namespace stepgrad
