#pragma once

#include "autograd/kernels/batch_norm.h"
#include "autograd/kernels/parallel.h"

#include <algorithm>
#include <cstdint>

// How the rows of batch normalisation are cut into chunks: by the number of channels alone.
//
//     64 channels:   128 rows │ 128 rows │ 128 rows │ the rest       8192 numbers each
//   1024 channels:    64 rows │  64 rows │  64 rows │ the rest      65536 numbers each
namespace stepgrad::kernels {

inline constexpr std::int64_t kChunkNumel = 8192;  // 32 KiB of floats: a chunk stays in the cache
inline constexpr std::int64_t kFewestChunkRows = 64;

inline std::int64_t chunk_rows(BatchNormSizes sizes) {
    return std::max(kFewestChunkRows, kChunkNumel / std::max<std::int64_t>(1, sizes.channels));
}

inline std::int64_t chunk_count(BatchNormSizes sizes) {
    return (sizes.rows + chunk_rows(sizes) - 1) / chunk_rows(sizes);
}

inline std::int64_t rows_of_chunk(BatchNormSizes sizes, std::int64_t chunk) {
    return std::min(chunk_rows(sizes), sizes.rows - chunk * chunk_rows(sizes));
}

inline bool is_large(BatchNormSizes sizes) {
    return sizes.rows * sizes.channels >= kParallelFrom;
}

}  // namespace stepgrad::kernels
