#include "lessons/support/counting_bar.h"

#include "lessons/support/terminal.h"

#include <iostream>
#include <utility>

namespace stepgrad::lessons {
namespace {

constexpr std::chrono::milliseconds kRedrawInterval{100};
constexpr std::int64_t kBarWidth = 20;
constexpr const char* kClearLine = "\r\x1b[K";

}  // namespace

CountingBar::CountingBar(std::string what) : what_(std::move(what)) {}

CountingBar::~CountingBar() {
    if (is_drawn_) {
        std::cout << kClearLine << std::flush;
    }
}

void CountingBar::show(std::int64_t done, std::int64_t total) {
    const auto now = std::chrono::steady_clock::now();
    if (is_terminal() && now - last_shown_ >= kRedrawInterval) {
        const auto filled = static_cast<std::size_t>(kBarWidth * done / total);
        std::cout << kClearLine << what_ << " [" << std::string(filled, '#')
                  << std::string(kBarWidth - filled, '-') << "] " << done << " of " << total
                  << std::flush;
        last_shown_ = now;
        is_drawn_ = true;
    }
}

}  // namespace stepgrad::lessons
