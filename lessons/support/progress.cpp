#include "lessons/support/progress.h"

#include "autograd/text_table.h"
#include "lessons/support/lesson.h"
#include "lessons/support/terminal.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <utility>

namespace stepgrad::lessons {
namespace {

constexpr int kWidestBar = 20;
constexpr int kNarrowestBar = 8;  // below that it shows nothing that the numbers do not
constexpr std::chrono::milliseconds kRedrawInterval{100};
constexpr const char* kClearToEndOfLine = "\x1b[K";

}  // namespace

Progress::Progress(std::string name, int epochs, std::int64_t images_per_epoch)
    : name_(std::move(name)),
      epochs_(epochs),
      images_per_epoch_(images_per_epoch),
      is_terminal_(is_terminal()),
      start_(Clock::now()),
      last_shown_(start_) {}

void Progress::add(double loss, std::int64_t correct, std::int64_t count) {
    if (images_in_epoch_ == images_per_epoch_) {  // the first step of the next epoch
        ++epoch_;
        images_in_epoch_ = 0;
        loss_.reset();
        accuracy_.reset();
    }
    loss_.add(loss, count);
    accuracy_.add(static_cast<double>(correct) / static_cast<double>(count), count);
    images_in_epoch_ += count;
    images_ += count;
    seconds_ = std::chrono::duration<double>(Clock::now() - start_).count();
    show(images_in_epoch_ >= images_per_epoch_);
}

void Progress::leave_out(double seconds) {
    start_ += std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

double Progress::images_per_second() const {
    return seconds_ > 0 ? static_cast<double>(images_) / seconds_ : 0;
}

// "[####----] ", as wide as there is room for beside `other_characters`; or nothing.
std::string Progress::bar(std::size_t other_characters) const {
    const int room = terminal_columns() - static_cast<int>(other_characters) - 4;
    const int width = std::min(room, kWidestBar);
    if (width < kNarrowestBar) {
        return "";
    }
    const auto filled = static_cast<std::size_t>(width * images_in_epoch_ / images_per_epoch_);
    return "[" + std::string(filled, '#') +
           std::string(static_cast<std::size_t>(width) - filled, '-') + "] ";
}

// "loss 0.423  accuracy 85.1 %  4,273 images/s  1:39 left", without the word "accuracy" if
// is_short.
std::string Progress::numbers(bool is_short) const {
    const double left = static_cast<double>(images_per_epoch_ * epochs_ - images_);
    char text[128];
    std::snprintf(text, sizeof text, "loss %.3f  %s%s  %s images/s  %s left", loss_.mean(),
                  is_short ? "" : "accuracy ", percent(accuracy_.mean()).c_str(),
                  with_separators(static_cast<std::int64_t>(images_per_second())).c_str(),
                  duration(left / images_per_second()).c_str());
    return text;
}

std::string Progress::line() const {
    const std::string epoch = std::to_string(epoch_) + "/" + std::to_string(epochs_);
    if (!is_terminal_) {
        return name_ + "  epoch " + epoch + "  " + numbers(/*is_short=*/false);
    }
    const std::string start = name_ + " " + epoch + " ";
    const std::string long_numbers = numbers(/*is_short=*/false);
    std::string text = bar(start.size() + long_numbers.size());
    if (!text.empty()) {
        text = start + text + long_numbers;
    } else {
        const std::string short_numbers = numbers(/*is_short=*/true);
        text = start + bar(start.size() + short_numbers.size()) + short_numbers;
    }
    return text.substr(0, static_cast<std::size_t>(terminal_columns() - 1));
}

void Progress::show(bool epoch_is_over) {
    if (is_terminal_) {
        const Clock::time_point now = Clock::now();
        if (epoch_is_over || now - last_shown_ >= kRedrawInterval) {
            last_shown_ = now;
            std::cout << "\r" << line() << kClearToEndOfLine << (epoch_is_over ? "\n" : "")
                      << std::flush;
        }
    } else if (epoch_is_over) {
        std::cout << line() << std::endl;
    }
}

}  // namespace stepgrad::lessons
