#include "datasets/image_loader.h"

#include "autograd/error.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <stdexcept>
#include <thread>

namespace stepgrad {
namespace {

constexpr std::int64_t kDefaultSide = 64;  // pixels

// What the threads share. Each takes the next file that nobody has taken, and writes to the places
// of that file alone.
struct LoadWork {
    const std::vector<std::filesystem::path>& files;
    const LoadProgress& on_progress;
    bool skips_unreadable;
    LoadedImages& images;
    std::size_t image_size = 0;
    std::atomic<std::size_t> next = 0;
    std::atomic<std::int64_t> done = 0;
    std::atomic<bool> is_over = false;  // some file failed: take no more
};

void check_options(const ImageLoadOptions& options) {
    if (options.cache_bytes < 0 || options.thread_count < 0) {
        throw std::invalid_argument("load_images: cache_bytes and thread_count are not negative, " +
                                    std::to_string(options.cache_bytes) + " and " +
                                    std::to_string(options.thread_count) + " were given");
    }
}

void read_file(LoadWork& work, std::size_t index) {
    try {
        const ByteImage image = read_byte_image(work.files[index], work.images.options);
        if (index < static_cast<std::size_t>(work.images.cached_count)) {
            std::copy(image.bytes.begin(), image.bytes.end(),
                      work.images.pixels.data() + index * work.image_size);
        }
    } catch (const DataError& error) {
        work.images.failures[index] = error.what();
        if (!work.skips_unreadable) {
            work.is_over = true;
        }
    }
    ++work.done;
}

// Files are taken in order: where one fails, all before it have been taken, so that the first
// failure is the same for any number of threads.
void read_files(LoadWork& work, bool reports_progress) {
    try {
        while (!work.is_over) {
            const std::size_t index = work.next++;
            if (index >= work.files.size()) {
                return;
            }
            read_file(work, index);
            if (reports_progress && work.on_progress != nullptr) {
                work.on_progress(work.done, static_cast<std::int64_t>(work.files.size()));
            }
        }
    } catch (...) {
        work.is_over = true;
        throw;
    }
}

void read_on_threads(LoadWork& work, int thread_count) {
    std::vector<std::future<void>> others;
    for (int i = 1; i < thread_count; ++i) {
        others.push_back(std::async(std::launch::async, read_files, std::ref(work), false));
    }
    read_files(work, /*reports_progress=*/true);
    for (std::future<void>& other : others) {
        other.get();
    }
    if (work.on_progress != nullptr && !work.is_over) {
        work.on_progress(work.done, static_cast<std::int64_t>(work.files.size()));
    }
}

// The first image that can be read shows the size of all.
void choose_size(const std::vector<std::filesystem::path>& files, ReadImageOptions& options) {
    if (options.height != 0 || options.width != 0) {
        return;
    }
    options.height = kDefaultSide;
    options.width = kDefaultSide;
    ReadImageOptions as_it_is = options;
    as_it_is.height = as_it_is.width = 0;
    for (const std::filesystem::path& file : files) {
        try {
            const ByteImage image = read_byte_image(file, as_it_is);
            if (image.height <= kDefaultSide && image.width <= kDefaultSide) {
                options.height = image.height;
                options.width = image.width;
            }
            return;
        } catch (const DataError&) {
            // Reading all files will say so, if it is to be said.
        }
    }
}

int threads_for(int asked, std::size_t file_count) {
    const int wanted =
        asked > 0 ? asked : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return std::min(wanted, static_cast<int>(std::min<std::size_t>(file_count, 1024)));
}

void require_readable(const LoadedImages& images, bool skips_unreadable) {
    const std::vector<std::string>& failures = images.failures;
    const auto is_failure = [](const std::string& failure) {
        return !failure.empty();
    };
    const auto first = std::find_if(failures.begin(), failures.end(), is_failure);
    if (first == failures.end()) {
        return;
    }
    if (!skips_unreadable) {
        throw DataError(*first + " (skip_unreadable leaves such files out)");
    }
    if (std::all_of(first, failures.end(), is_failure) && first == failures.begin()) {
        throw DataError("none of " + std::to_string(failures.size()) +
                        " files can be read; the first: " + *first);
    }
}

}  // namespace

Shape LoadedImages::image_shape() const {
    return {options.height, options.width, options.colour == ImageColour::kGrey ? 1 : 3};
}

LoadedImages load_images(const std::vector<std::filesystem::path>& files,
                         const ImageLoadOptions& options) {
    check_options(options);
    LoadedImages images;
    images.options = options.image;
    choose_size(files, images.options);
    const std::int64_t image_size = images.image_shape().numel();
    images.cached_count = std::min(static_cast<std::int64_t>(files.size()),
                                   options.cache_bytes / std::max<std::int64_t>(image_size, 1));
    images.pixels.resize(static_cast<std::size_t>(images.cached_count * image_size));
    images.failures.resize(files.size());

    LoadWork work{files, options.on_progress, options.skip_unreadable, images,
                  static_cast<std::size_t>(image_size)};
    read_on_threads(work, threads_for(options.thread_count, files.size()));
    require_readable(images, options.skip_unreadable);
    return images;
}

}  // namespace stepgrad
