// Random changes to a PNG file end at its checksums. So this target changes what is in a chunk, or
// the pixels that are compressed in it, and puts the right checksum behind; now and then it leaves
// the file as it came out.

#include "tests/fuzz/fuzz_image.h"
#include "tests/support/png_bytes.h"

#include <zlib.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

using namespace stepgrad::testing;

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

constexpr std::size_t kSignatureSize = 8;
constexpr std::size_t kLargestContent = 4096;

struct Chunk {
    std::string name;
    std::string data;
};

std::uint32_t big_endian_at(const std::string& bytes, std::size_t position) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        number = number << 8 | static_cast<std::uint8_t>(bytes[position + i]);
    }
    return number;
}

std::vector<Chunk> chunks_of(const std::string& file) {
    std::vector<Chunk> chunks;
    for (std::size_t position = kSignatureSize; position + 12 <= file.size();) {
        const std::size_t length = big_endian_at(file, position);
        if (length > file.size() - position - 12) {
            break;
        }
        chunks.push_back({file.substr(position + 4, 4), file.substr(position + 8, length)});
        position += 12 + length;
    }
    return chunks;
}

std::string mutated(std::string content) {
    const std::size_t size = content.size();
    content.resize(size + 64);
    content.resize(
        LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(content.data()), size, content.size()));
    return content;
}

// Empty if it is no zlib stream or a large one.
std::string uncompressed(const std::string& stream) {
    std::string content(kLargestContent, '\0');
    uLongf size = content.size();
    const int result = uncompress(reinterpret_cast<Bytef*>(content.data()), &size,
                                  reinterpret_cast<const Bytef*>(stream.data()), stream.size());
    content.resize(result == Z_OK ? size : 0);
    return content;
}

void mutate_chunk(Chunk& chunk, bool changes_pixels) {
    const std::string pixels = chunk.name == "IDAT" ? uncompressed(chunk.data) : "";
    chunk.data =
        changes_pixels && !pixels.empty() ? zlib_stream(mutated(pixels)) : mutated(chunk.data);
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned int seed) {
    std::minstd_rand random(seed);
    const std::string file(reinterpret_cast<const char*>(data), size);
    std::vector<Chunk> chunks = chunks_of(file);
    if (chunks.empty() || random() % 8 == 0) {
        return LLVMFuzzerMutate(data, size, max_size);
    }
    mutate_chunk(chunks[random() % chunks.size()], /*changes_pixels=*/random() % 4 != 0);
    std::string result = png_signature();
    for (const Chunk& chunk : chunks) {
        result += png_chunk(chunk.name, chunk.data);
    }
    if (result.size() > max_size) {
        return LLVMFuzzerMutate(data, size, max_size);
    }
    std::memcpy(data, result.data(), result.size());
    return result.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    decode_hostile_image(data, size);
    return 0;
}
