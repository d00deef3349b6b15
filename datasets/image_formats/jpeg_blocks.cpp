#include "datasets/image_formats/jpeg_blocks.h"

#include "datasets/image_formats/jpeg_bit_reader.h"

#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

namespace stepgrad {
namespace {

constexpr int kBlockSize = 64;    // coefficients: the mean and what differs from it
constexpr int kLongestCode = 16;  // bits
constexpr int kLargestRun = 15;   // of zeros, in front of a coefficient
constexpr int kLargestSize = 15;  // of a coefficient, in bits: it must stay one as a short
constexpr int kLargestMean = 32767;

class BlockWalk {
public:
    BlockWalk(const ByteReader& segment, const JpegTables& tables, const JpegScan& scan,
              std::span<const std::uint8_t> data, JpegFrame& frame)
        : segment_(segment), tables_(tables), scan_(scan), bits_(data), frame_(frame) {}

    void run(std::int64_t restart_interval) {
        if (!scan_.has_means()) {
            JpegComponent& component = frame_.components[scan_.components[0].place];
            component.nonzero.resize(
                static_cast<std::size_t>(component.row_blocks * component.column_blocks));
        }
        const std::int64_t unit_count = frame_.unit_count(scan_.places());
        start_anew();
        for (unit_ = 0; unit_ < unit_count; ++unit_) {
            if (restart_interval > 0 && unit_ > 0 && unit_ % restart_interval == 0) {
                if (!bits_.restart()) {
                    fail("lacks a restart marker");
                }
                start_anew();
            }
            for (std::size_t i = 0; i < scan_.components.size(); ++i) {
                read_blocks(i);
            }
        }
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        segment_.fail(what + " at unit " + std::to_string(unit_) + " of " +
                      std::to_string(frame_.unit_count(scan_.places())));
    }

    // What is carried from one block to the next ends at a restart.
    void start_anew() {
        means_.assign(scan_.components.size(), 0);
        empty_blocks_ = 0;
    }

    std::uint8_t symbol(const JpegHuffman& table) {
        const JpegHuffman::Code code = table.find(bits_.next_16());
        if (code.length == 0) {
            skip(kLongestCode);  // what looks like no code may be the end
            fail("has a code that is not in its table");
        }
        skip(code.length);
        return code.symbol;
    }

    void skip(int count) {
        if (!bits_.skip(count)) {
            fail("ends early: the coded data are used up");
        }
    }

    int number(int count) {
        const auto value = static_cast<int>(bits_.next_16() >> (16 - count));
        skip(count);
        return value;
    }

    void read_blocks(std::size_t i) {
        const JpegScanComponent& component = scan_.components[i];
        const JpegComponent& target = frame_.components[component.place];
        const std::int64_t block_count =
            scan_.components.size() == 1 ? 1 : target.across * target.down;
        for (std::int64_t block = 0; block < block_count; ++block) {
            if (!frame_.is_progressive) {
                read_mean(i);
                read_coefficients(component);
            } else if (!scan_.has_means()) {
                read_progressive_block(component);
            } else if (scan_.is_refinement()) {
                skip(1);
            } else {
                read_mean(i);
            }
        }
    }

    // F.2.2.1: how many bits the difference to the mean before has, and these bits. A first bit of 0
    // stands for a negative number.
    void read_mean(std::size_t i) {
        const int size = symbol(*tables_.huffman_dc[scan_.components[i].dc_table]);
        if (size > 0) {
            const int value = number(size);
            const bool is_negative = value >> (size - 1) == 0;
            means_[i] += is_negative ? value - (1 << size) + 1 : value;
        }
        if (std::abs(means_[i]) > kLargestMean) {
            fail("has a mean that is too large");
        }
    }

    // F.2.2.2: zeros and the size of the coefficient behind them, in one symbol; 0 ends the block.
    void read_coefficients(const JpegScanComponent& component) {
        const JpegHuffman& table = *tables_.huffman_ac[component.ac_table];
        int k = 1;
        while (k < kBlockSize) {
            const std::uint8_t run_and_size = symbol(table);
            const int run = run_and_size >> 4;
            const int size = run_and_size & 15;
            if (size == 0 && run < kLargestRun) {
                return;
            }
            k += run;
            if (size > 0) {
                require_place(k, kBlockSize - 1);
                skip(size);
            }
            ++k;
        }
    }

    void require_place(int k, int last) const {
        if (k > last) {
            fail("has a coefficient beyond its last");
        }
    }

    void read_progressive_block(const JpegScanComponent& component) {
        const JpegHuffman& table = *tables_.huffman_ac[component.ac_table];
        std::uint64_t& nonzero =
            frame_.components[component.place].nonzero[static_cast<std::size_t>(unit_)];
        if (scan_.is_refinement()) {
            refine_coefficients(table, nonzero);
        } else if (empty_blocks_ > 0) {
            --empty_blocks_;
        } else {
            start_coefficients(table, nonzero);
        }
    }

    // G.1.2.2: a run below 15 and no size end this block and 2^run - 1 blocks after it, and as many
    // more as the next bits say.
    void end_blocks(int run) { empty_blocks_ = (1 << run) - 1 + (run > 0 ? number(run) : 0); }

    void start_coefficients(const JpegHuffman& table, std::uint64_t& nonzero) {
        int k = scan_.first;
        while (k <= scan_.last) {
            const std::uint8_t run_and_size = symbol(table);
            const int run = run_and_size >> 4;
            const int size = run_and_size & 15;
            if (size == 0 && run < kLargestRun) {
                end_blocks(run);
                return;
            }
            k += run;
            if (size > 0) {
                require_place(k, scan_.last);
                if (size + scan_.bits_left > kLargestSize) {
                    fail("has a coefficient that is too large");
                }
                skip(size);
                nonzero |= std::uint64_t{1} << k;
            }
            ++k;
        }
    }

    // G.1.2.3: one bit more of every coefficient that is not 0, on the way to one that becomes 1 or
    // -1 behind a run of zeros.
    void refine_coefficients(const JpegHuffman& table, std::uint64_t& nonzero) {
        int k = scan_.first;
        while (empty_blocks_ == 0 && k <= scan_.last) {
            const std::uint8_t run_and_size = symbol(table);
            const int run = run_and_size >> 4;
            const int size = run_and_size & 15;
            if (size > 1) {
                fail("has a code that is no bit more");
            }
            if (size == 0 && run < kLargestRun) {
                end_blocks(run);
                ++empty_blocks_;  // this one
                break;
            }
            if (size == 1) {
                skip(1);  // its sign
            }
            k = skip_zeros(k, run, nonzero);
            if (k <= scan_.last) {
                nonzero |= std::uint64_t(size) << k;
                ++k;
            }
        }
        if (empty_blocks_ > 0) {
            skip_zeros(k, kBlockSize, nonzero);
            --empty_blocks_;
        }
    }

    // Goes over `count` coefficients that are 0, and up to the next one; the others on the way have
    // a bit each. Returns where that is, beyond the last if there is none.
    int skip_zeros(int k, int count, std::uint64_t nonzero) {
        for (; k <= scan_.last; ++k) {
            if ((nonzero >> k & 1) != 0) {
                skip(1);
            } else if (count-- == 0) {
                break;
            }
        }
        return k;
    }

    const ByteReader& segment_;
    const JpegTables& tables_;
    const JpegScan& scan_;
    JpegBitReader bits_;
    JpegFrame& frame_;
    std::int64_t unit_ = 0;
    std::vector<int> means_;         // of the last block of each component
    std::int64_t empty_blocks_ = 0;  // that follow
};

}  // namespace

void check_jpeg_blocks(const ByteReader& segment, const JpegTables& tables, const JpegScan& scan,
                       std::int64_t restart_interval, std::span<const std::uint8_t> data,
                       JpegFrame& frame) {
    BlockWalk(segment, tables, scan, data, frame).run(restart_interval);
}

}  // namespace stepgrad
