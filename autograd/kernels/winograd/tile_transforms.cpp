#include "autograd/kernels/winograd/tile_transforms.h"

#include "autograd/kernels/winograd/transforms.h"

namespace stepgrad::kernels {
namespace {

// Down the columns, for whole rows of numbers.
template <typename Transform>
inline void transform_rows_of_numbers(const Scalar* const (&from)[Transform::kFrom], Scalar* to,
                                      std::int64_t to_step, std::int64_t count) {
    for (std::int64_t e = 0; e < count; e += kLanes) {
        Vector in[Transform::kFrom];
        Vector out[Transform::kTo];
#pragma GCC unroll 6
        for (int i = 0; i < Transform::kFrom; ++i) {
            in[i] = load(from[i] + e);
        }
        Transform::apply(in, out);
#pragma GCC unroll 6
        for (int i = 0; i < Transform::kTo; ++i) {
            store(to + i * to_step + e, out[i]);
        }
    }
}

// Along a row, for all channels of one tile: neighbours are from_step and to_step apart.
template <typename Transform>
inline void transform_along_row(const Scalar* from, std::int64_t from_step, Scalar* to,
                                std::int64_t to_step, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; c += kLanes) {
        Vector in[Transform::kFrom];
        Vector out[Transform::kTo];
#pragma GCC unroll 6
        for (int i = 0; i < Transform::kFrom; ++i) {
            in[i] = load(from + i * from_step + c);
        }
        Transform::apply(in, out);
#pragma GCC unroll 6
        for (int i = 0; i < Transform::kTo; ++i) {
            store(to + i * to_step + c, out[i]);
        }
    }
}

// Zeros for the columns [first, end) of each row of a strip.
inline void clear_columns(Scalar* strip, int row_count, std::int64_t pitch, std::int64_t channels,
                          std::int64_t first, std::int64_t end) {
    for (int i = 0; i < row_count && first < end; ++i) {
        std::fill(strip + i * pitch + first * channels, strip + i * pitch + end * channels,
                  Scalar{0});
    }
}

// Where a row of tiles lies: in which image, and its first row of outputs there.
struct TileRow {
    std::int64_t image, first_output;
};

inline TileRow tile_row(const TileGrid& grid, std::int64_t row) {
    return {row / grid.rows_per_image, row % grid.rows_per_image * grid.outputs};
}

template <int kOutputs>
void transform_input_columns_of(const TileGrid& grid, const TileBlock& block, const Scalar* images,
                                Scalar* strips, const Scalar* zeros) noexcept {
    using Transform = InputTransform<kOutputs>;
    constexpr int kTile = Transform::kTo;
    const std::int64_t channels = grid.channels;
    const std::int64_t strip_columns = block.column_count * kOutputs + 2;
    const std::int64_t pitch = strip_columns * channels;
    // The columns of the strip that lie inside the image.
    const std::int64_t first_column = block.first_column * kOutputs - grid.pad_left;
    const std::int64_t begin = std::clamp<std::int64_t>(-first_column, 0, strip_columns);
    const std::int64_t end =
        std::clamp<std::int64_t>(grid.width - first_column, begin, strip_columns);

    for (std::int64_t r = 0; r < block.row_count; ++r) {
        const TileRow place = tile_row(grid, block.first_row + r);
        const Scalar* from[kTile];
        for (int i = 0; i < kTile; ++i) {
            const std::int64_t y = place.first_output - grid.pad_top + i;
            const std::int64_t pixel =
                (place.image * grid.height + y) * grid.width + first_column + begin;
            from[i] = y >= 0 && y < grid.height ? images + pixel * channels : zeros;
        }
        Scalar* const strip = strips + r * kTile * pitch;
        clear_columns(strip, kTile, pitch, channels, 0, begin);
        transform_rows_of_numbers<Transform>(from, strip + begin * channels, pitch,
                                             (end - begin) * channels);
        clear_columns(strip, kTile, pitch, channels, end, strip_columns);
    }
}

template <int kOutputs>
void transform_gradient_columns_of(const TileGrid& grid, const TileBlock& block,
                                   const ChannelRange& range, const Scalar* grad_outputs,
                                   Scalar* strips, const Scalar* zeros) noexcept {
    using Transform = OutputAdjoint<kOutputs>;
    constexpr int kTile = Transform::kTo;
    const std::int64_t strip_columns = block.column_count * kOutputs;
    const std::int64_t pitch = strip_columns * range.count;
    const std::int64_t first_column = block.first_column * kOutputs;
    const std::int64_t inside = std::min(strip_columns, grid.out_width - first_column);

    for (std::int64_t r = 0; r < block.row_count; ++r) {
        const TileRow place = tile_row(grid, block.first_row + r);
        const Scalar* from[kOutputs];
        for (int i = 0; i < kOutputs; ++i) {
            const std::int64_t y = place.first_output + i;
            const std::int64_t pixel =
                (place.image * grid.out_height + y) * grid.out_width + first_column;
            from[i] = y < grid.out_height ? grad_outputs + pixel * range.all + range.first : zeros;
        }
        Scalar* const strip = strips + r * kTile * pitch;
        for (std::int64_t x = 0; x < inside; ++x) {
            transform_rows_of_numbers<Transform>(from, strip + x * range.count, pitch, range.count);
            for (int i = 0; i < kOutputs; ++i) {
                from[i] += range.all;
            }
        }
        clear_columns(strip, kTile, pitch, range.count, inside, strip_columns);
    }
}

// Row i of every strip, tile by tile: inputs or gradients. A strip has `strip_columns` columns.
template <typename Transform, int kOutputs>
void transform_row_of_strips(const TileBlock& block, std::int64_t i, std::int64_t strip_columns,
                             std::int64_t channels, const Scalar* strips,
                             Scalar* transformed) noexcept {
    constexpr int kTile = Transform::kTo;
    const std::int64_t to_step = position_step(block.tile_count(), channels);
    for (std::int64_t r = 0; r < block.row_count; ++r) {
        const Scalar* from = strips + (r * kTile + i) * strip_columns * channels;
        for (std::int64_t t = 0; t < block.column_count; ++t) {
            transform_along_row<Transform>(from, channels, transformed, to_step, channels);
            from += kOutputs * channels;
            transformed += channels;
        }
    }
}

template <int kOutputs>
void transform_output_row_of(const TileBlock& block, std::int64_t i, std::int64_t channels,
                             const Scalar* products, Scalar* strips) noexcept {
    using Transform = OutputTransform<kOutputs>;
    const std::int64_t from_step = position_step(block.tile_count(), channels);
    const std::int64_t pitch = block.column_count * kOutputs * channels;
    for (std::int64_t r = 0; r < block.row_count; ++r) {
        Scalar* to = strips + (r * Transform::kFrom + i) * pitch;
        for (std::int64_t t = 0; t < block.column_count; ++t) {
            transform_along_row<Transform>(products, from_step, to, channels, channels);
            products += channels;
            to += kOutputs * channels;
        }
    }
}

// One row of tiles from its strip to the images: down the columns, and the bias added.
template <int kOutputs>
inline void write_outputs(const Scalar* strip, std::int64_t pitch, std::int64_t columns,
                          const ChannelRange& range, const Scalar* bias,
                          Scalar* const (&to)[kOutputs]) {
    using Transform = OutputTransform<kOutputs>;
    for (std::int64_t x = 0; x < columns; ++x, strip += range.count) {
        for (std::int64_t c = 0; c < range.count; c += kLanes) {
            Vector in[Transform::kFrom];
            Vector out[kOutputs];
#pragma GCC unroll 6
            for (int i = 0; i < Transform::kFrom; ++i) {
                in[i] = load(strip + i * pitch + c);
            }
            Transform::apply(in, out);
            const Vector shift = load(bias + c);
#pragma GCC unroll 4
            for (int i = 0; i < kOutputs; ++i) {
                store(to[i] + x * range.all + c, out[i] + shift);
            }
        }
    }
}

template <int kOutputs>
void transform_output_columns_of(const TileGrid& grid, const TileBlock& block,
                                 const ChannelRange& range, const Scalar* strips,
                                 const Scalar* bias, Scalar* outputs, Scalar* discarded) noexcept {
    constexpr int kTile = kOutputs + 2;
    const std::int64_t pitch = block.column_count * kOutputs * range.count;
    const std::int64_t first_column = block.first_column * kOutputs;
    const std::int64_t columns =
        std::min(block.column_count * kOutputs, grid.out_width - first_column);
    for (std::int64_t r = 0; r < block.row_count; ++r) {
        const TileRow place = tile_row(grid, block.first_row + r);
        Scalar* to[kOutputs];
        for (int i = 0; i < kOutputs; ++i) {
            const std::int64_t y = place.first_output + i;
            const std::int64_t pixel =
                (place.image * grid.out_height + y) * grid.out_width + first_column;
            to[i] = y < grid.out_height ? outputs + pixel * range.all + range.first : discarded;
        }
        write_outputs<kOutputs>(strips + r * kTile * pitch, pitch, columns, range,
                                bias + range.first, to);
    }
}

}  // namespace

void transform_input_columns(const TileGrid& grid, const TileBlock& block, const Scalar* images,
                             Scalar* strips, const Scalar* zeros) noexcept {
    const auto transform =
        grid.outputs == 2 ? transform_input_columns_of<2> : transform_input_columns_of<4>;
    transform(grid, block, images, strips, zeros);
}

void transform_input_row(const TileGrid& grid, const TileBlock& block, std::int64_t i,
                         const Scalar* strips, Scalar* transformed) noexcept {
    const auto transform = grid.outputs == 2 ? transform_row_of_strips<InputTransform<2>, 2>
                                             : transform_row_of_strips<InputTransform<4>, 4>;
    transform(block, i, block.column_count * grid.outputs + 2, grid.channels, strips, transformed);
}

void transform_output_row(const TileGrid& grid, const TileBlock& block, std::int64_t i,
                          std::int64_t channels, const Scalar* products, Scalar* strips) noexcept {
    const auto transform =
        grid.outputs == 2 ? transform_output_row_of<2> : transform_output_row_of<4>;
    transform(block, i, channels, products, strips);
}

void transform_output_columns(const TileGrid& grid, const TileBlock& block,
                              const ChannelRange& range, const Scalar* strips, const Scalar* bias,
                              Scalar* outputs, Scalar* discarded) noexcept {
    const auto transform =
        grid.outputs == 2 ? transform_output_columns_of<2> : transform_output_columns_of<4>;
    transform(grid, block, range, strips, bias, outputs, discarded);
}

void transform_gradient_columns(const TileGrid& grid, const TileBlock& block,
                                const ChannelRange& range, const Scalar* grad_outputs,
                                Scalar* strips, const Scalar* zeros) noexcept {
    const auto transform =
        grid.outputs == 2 ? transform_gradient_columns_of<2> : transform_gradient_columns_of<4>;
    transform(grid, block, range, grad_outputs, strips, zeros);
}

void transform_gradient_row(const TileGrid& grid, const TileBlock& block, std::int64_t i,
                            std::int64_t channels, const Scalar* strips,
                            Scalar* transformed) noexcept {
    const auto transform = grid.outputs == 2 ? transform_row_of_strips<OutputAdjoint<2>, 2>
                                             : transform_row_of_strips<OutputAdjoint<4>, 4>;
    transform(block, i, block.column_count * grid.outputs, channels, strips, transformed);
}

}  // namespace stepgrad::kernels
