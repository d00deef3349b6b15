#include "lessons/support/open_data.h"

#include "autograd/error.h"
#include "datasets/open.h"
#include "lessons/support/counting_bar.h"

#include <cstdint>

namespace stepgrad::lessons {

DataSource open_data(const TrainingOptions& options) {
    CountingBar bar("reading photos");
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
