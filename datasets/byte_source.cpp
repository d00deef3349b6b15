#include "datasets/byte_source.h"

#include "autograd/error.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace stepgrad {
namespace {

constexpr std::uint8_t kGzipMagic[] = {0x1f, 0x8b};  // RFC 1952, section 2.3.1
constexpr int kGzipWindowBits = 15 + 16;             // zlib.h: the largest window, gzip only
constexpr std::size_t kBufferSize = std::size_t{1} << 16;
constexpr std::size_t kLargestStep = std::size_t{1} << 30;  // zlib counts with 32 bits

}  // namespace

ByteSource::ByteSource(const std::string& reader, const std::filesystem::path& path)
    : reader_(reader), path_(path) {
    // What is it?
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) {
        fail("there is no such file");
    }
    if (std::filesystem::is_directory(status)) {
        fail("is a folder, a file is needed");
    }
    if (!std::filesystem::is_regular_file(status)) {
        fail(error ? error.message() : "is not a regular file");
    }
    // How much is it?
    errno = 0;
    file_.open(path, std::ios::binary);
    if (!file_) {
        fail("cannot be opened: " + std::generic_category().message(errno));
    }
    file_size_ = static_cast<std::int64_t>(std::filesystem::file_size(path, error));
    if (error) {
        fail("its size is not known: " + error.message());
    }
    if (file_size_ == 0) {
        fail("the file is empty");
    }
    // Is it gzip?
    std::uint8_t magic[sizeof(kGzipMagic)] = {};
    read_file(magic, sizeof(magic));
    file_.clear();
    file_.seekg(0);
    if (std::equal(std::begin(magic), std::end(magic), std::begin(kGzipMagic))) {
        stream_ = std::make_unique<z_stream_s>();
        compressed_.resize(kBufferSize);
        if (inflateInit2(stream_.get(), kGzipWindowBits) != Z_OK) {
            stream_.reset();
            fail("zlib cannot start");
        }
    }
}

ByteSource::~ByteSource() {
    if (stream_ != nullptr) {
        inflateEnd(stream_.get());
    }
}

std::size_t ByteSource::read(std::uint8_t* target, std::size_t count) {
    if (!is_gzip()) {
        return read_file(target, count);
    }
    std::size_t done = 0;
    while (done < count && !is_at_end_) {
        if (stream_->avail_in == 0 && !refill()) {
            fail("the gzip data are cut off");
        }
        const std::size_t step = std::min(count - done, kLargestStep);
        stream_->next_out = target + done;
        stream_->avail_out = static_cast<uInt>(step);
        const int result = inflate(stream_.get(), Z_NO_FLUSH);
        done += step - stream_->avail_out;
        if (result == Z_STREAM_END) {
            finish_member();
        } else if (result != Z_OK) {
            fail(std::string("the gzip data are damaged: ") +
                 (stream_->msg != nullptr ? stream_->msg : zError(result)));
        }
    }
    return done;
}

void ByteSource::fail(const std::string& what) const {
    throw DataError(reader_ + ": " + path_.string() + ": " + what);
}

std::size_t ByteSource::read_file(std::uint8_t* target, std::size_t count) {
    file_.read(reinterpret_cast<char*>(target), static_cast<std::streamsize>(count));
    if (file_.bad()) {
        fail("cannot be read");
    }
    return static_cast<std::size_t>(file_.gcount());
}

// Gives the stream the next part of the file; false if there is none.
bool ByteSource::refill() {
    stream_->next_in = compressed_.data();
    stream_->avail_in = static_cast<uInt>(read_file(compressed_.data(), compressed_.size()));
    return stream_->avail_in > 0;
}

// A gzip file is one member or several (RFC 1952, section 2.2), and nothing after them.
void ByteSource::finish_member() {
    if (stream_->avail_in == 0 && !refill()) {
        is_at_end_ = true;
        return;
    }
    if (*stream_->next_in != kGzipMagic[0]) {
        fail("the gzip data are followed by something else");
    }
    inflateReset(stream_.get());
}

}  // namespace stepgrad
