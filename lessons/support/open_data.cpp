#include "lessons/support/open_data.h"

#include "autograd/error.h"
#include "datasets/open.h"
#include "lessons/support/terminal.h"

#include <chrono>
#include <cstdint>
#include <iostream>
#include <string>

namespace stepgrad::lessons {
namespace {

constexpr std::chrono::milliseconds kRedrawInterval{100};
constexpr std::int64_t kBarWidth = 20;
constexpr const char* kClearLine = "\r\x1b[K";

// One line of a terminal that shows how many photos have been read, and is gone in the end.
class ReadingBar {
public:
    ReadingBar() = default;
    ReadingBar(const ReadingBar&) = delete;
    ReadingBar& operator=(const ReadingBar&) = delete;

    ~ReadingBar() {
        if (is_drawn_) {
            std::cout << kClearLine << std::flush;
        }
    }

    void show(std::int64_t done, std::int64_t total) {
        const auto now = std::chrono::steady_clock::now();
        if (is_terminal() && now - last_shown_ >= kRedrawInterval) {
            const auto filled = static_cast<std::size_t>(kBarWidth * done / total);
            std::cout << kClearLine << "reading photos [" << std::string(filled, '#')
                      << std::string(kBarWidth - filled, '-') << "] " << done << " of " << total
                      << std::flush;
            last_shown_ = now;
            is_drawn_ = true;
        }
    }

private:
    std::chrono::steady_clock::time_point last_shown_ = std::chrono::steady_clock::now();
    bool is_drawn_ = false;
};

}  // namespace

DataSource open_data(const TrainingOptions& options) {
    ReadingBar bar;
    LoadOptions load;
    load.image_folder.load.image = {
        .colour = options.grey ? ImageColour::kGrey : ImageColour::kRgb,
        .height = options.image_size,
        .width = options.image_size,
    };
    load.image_folder.load.skip_unreadable = options.skip_unreadable;
    load.image_folder.load.on_progress = [&bar](std::int64_t done, std::int64_t total) {
        bar.show(done, total);
    };
    DataSource source = load_data(options.data, load);
    const bool asks_for_photos = options.image_size > 0 || options.grey || options.skip_unreadable;
    if (asks_for_photos && !is_image_folder(options.data)) {
        throw DataError(
            "--image-size, --grey and --skip-unreadable are for a folder of photos; \"" +
            options.data + "\" is none");
    }
    return source;
}

}  // namespace stepgrad::lessons
