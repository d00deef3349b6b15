#!/usr/bin/env bash
# A file includes only what is below it:
#
#     lessons            ->  everything but tests
#     layers, datasets   ->  do not know each other; datasets stop at tensors
#     autograd           ->  graph: backward, variable, node, operations; and optim above it
#     values             ->  tensor, storage, shape, ... (the list below)
#     kernels            ->  scalar.h and the standard library
#
# Outside libraries have one place each, and OpenMP lives in the kernels. Reads every #include and
# #pragma omp line, prints FILE:LINE of each violation and fails if there is one. Before that the
# rule itself is tried on a small made-up tree, so that it cannot pass by seeing nothing.
#
# dependency_rule_test.sh [FOLDER]   the folder is the source tree by default
set -euo pipefail
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/rule.awk" <<'AWK'
BEGIN {
    # The files of autograd/ that know numbers but nothing of graphs: what datasets may use.
    split("error memory_pool output_file random scalar shape shape_only storage tensor", names, " ")
    for (i in names) {
        is_value["autograd/" names[i]] = 1
    }
}

function starts_with(text, prefix) {
    return substr(text, 1, length(prefix)) == prefix
}

# The floor of the building on which a file lives.
function floor_of(path,    stem) {
    stem = path
    sub(/\.(h|cpp)$/, "", stem)
    if (starts_with(path, "autograd/kernels/")) return "kernels"
    if (starts_with(path, "autograd/optim/")) return "optim"
    if (stem in is_value) return "values"
    if (starts_with(path, "autograd/")) return "graph"
    if (match(path, /^(layers|datasets|lessons|tests)\//)) return substr(path, 1, RLENGTH - 1)
    return "nowhere"
}

# The floors a file may include, for each floor.
function may_include(from, to_floor, target) {
    if (from == "tests") return to_floor != "nowhere"
    if (from == "lessons") return to_floor != "nowhere" && to_floor != "tests"
    if (from == "layers") return to_floor ~ /^(layers|optim|graph|values|kernels)$/
    if (from == "datasets") return to_floor ~ /^(datasets|values)$/
    if (from == "optim") return to_floor ~ /^(optim|graph|values|kernels)$/
    if (from == "graph") return to_floor ~ /^(graph|values|kernels)$/
    if (from == "values") return to_floor ~ /^(values|kernels)$/
    if (from == "kernels") return to_floor == "kernels" || target == "autograd/scalar.h"
    return 0
}

# Headers of the operating system, and the standard library's, which have neither "/" nor ".".
function is_standard(header) {
    return header !~ /[\/.]/ || header ~ /^(sys\/[a-z]+|unistd|fcntl|signal|termios|poll|sched|pthread|dlfcn)\.h$/
}

# Outside libraries and the places where each may be used. Tests may use any of them.
function is_allowed_outsider(path, from, header) {
    if (from == "tests") return 1
    if (header ~ /^nlohmann\//)
        return from == "lessons" || starts_with(path, "layers/weights/") || path == "datasets/cifar10.cpp"
    if (header ~ /^(CLI|kainjow)\//) return from == "lessons"
    if (header == "hdf5.h") return path == "layers/weights/hdf5_file.h"
    if (header ~ /^flatbuffers\//) return path == "layers/weights/tflite_schema.h"
    if (header == "zlib.h") return from == "datasets"
    if (header ~ /^stb_/) return path == "datasets/image_formats/stb_codec.cpp"
    if (header ~ /^(omp|[a-z]*mmintrin|immintrin|arm_neon)\.h$/) return from == "kernels"
    if (header == "mpi.h") return starts_with(path, "autograd/distributed/")
    return 0
}

function violation(text) {
    printf "%s:%d: %s\n", FILENAME, FNR, text
    count++
}

FNR == 1 {
    file_count++
    floor = floor_of(FILENAME)
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, parts, "\"")
    target = parts[2]
    if (floor_of(target) == "nowhere") {
        violation("\"" target "\" is not a path from the root, such as \"autograd/tensor.h\"")
    } else if (!may_include(floor, floor_of(target), target)) {
        violation(floor " may not include " floor_of(target) ": \"" target "\"")
    }
}

/^[ \t]*#[ \t]*include[ \t]*</ {
    split($0, parts, /[<>]/)
    if (!is_standard(parts[2]) && !is_allowed_outsider(FILENAME, floor, parts[2])) {
        violation("<" parts[2] "> has no place here")
    }
}

/^[ \t]*#[ \t]*pragma[ \t]+omp|_Pragma[ \t]*\([ \t]*"omp/ {
    if (FILENAME !~ /^autograd\/kernels\/(.*\.cpp|in_parallel\.h)$/) {
        violation("OpenMP outside autograd/kernels/*.cpp and in_parallel.h")
    }
}

END {
    if (file_count == 0) {
        print "no source file was read"
        exit 1
    }
    exit count > 0
}
AWK

# check_tree FOLDER prints the violations in a source tree and fails if there is one.
check_tree() {
    (
        cd "$1"
        find autograd layers datasets lessons tests -path tests/package/consumer -prune \
            -o \( -name '*.h' -o -name '*.cpp' \) -print0 2>/dev/null |
            sort -z >"$work/files"
        xargs -0 -r awk -f "$work/rule.awk" <"$work/files" || exit 1
        [[ -s $work/files ]]
    )
}

# ---- The rule on a made-up tree -----------------------------------------------------------------

# try good|bad FILE LINE puts the line at the end of a made-up file and notes what should be said.
mkdir "$work/tree"
: >"$work/expected"
try() {
    local verdict=$1 file=$work/tree/$2 line=$3
    mkdir -p "$(dirname "$file")"
    printf '%s\n' "$line" >>"$file"
    if [[ $verdict == bad ]]; then
        echo "$2:$(wc -l <"$file")" >>"$work/expected"
    fi
}

try good autograd/kernels/gemm.cpp '#include "autograd/kernels/gemm.h"'
try good autograd/kernels/gemm.cpp '#include "autograd/scalar.h"'
try good autograd/kernels/gemm.cpp '#include <omp.h>'
try good autograd/kernels/gemm.cpp '#include <immintrin.h>'
try good autograd/kernels/gemm.cpp '#include <vector>'
try good autograd/kernels/gemm.cpp '#pragma omp parallel for'
try bad autograd/kernels/gemm.cpp '#include "autograd/shape.h"'
try bad autograd/kernels/gemm.cpp '#include "gemm.h"'
try bad autograd/kernels/gemm.cpp '#include <boost/test/unit_test.hpp>'
try bad autograd/kernels/gemm.h '#pragma omp declare simd'
try good autograd/tensor.h '#include "autograd/storage.h"'
try good autograd/tensor.cpp '#include "autograd/kernels/fill.h"'
try bad autograd/tensor.cpp '#include "autograd/variable.h"'
try bad autograd/tensor.cpp '    # pragma omp simd'
try bad autograd/tensor.cpp '#include <omp.h>'
try good autograd/variable.h '#include "autograd/tensor.h"'
try good autograd/variable.h '#include "autograd/node.h"'
try bad autograd/variable.h '#include "autograd/optim/sgd.h"'
try bad autograd/variable.h '#include "layers/linear.h"'
try good autograd/optim/sgd.h '#include "autograd/variable.h"'
try bad autograd/optim/sgd.h '#include "layers/parameter.h"'
try good layers/linear.cpp '#include "autograd/kernels/gemm.h"'
try good layers/linear.cpp '#include "layers/linear.h"'
try bad layers/linear.cpp '#include "datasets/dataset.h"'
try bad layers/linear.cpp '#include <nlohmann/json.hpp>'
try bad layers/linear.cpp '#include "tests/support/naive.h"'
try bad layers/linear.cpp '    _Pragma("omp parallel for")'
try good layers/weights/safetensors.cpp '#include <nlohmann/json.hpp>'
try good layers/weights/hdf5_file.h '#include <hdf5.h>'
try bad layers/weights/read_keras_h5.cpp '#include <hdf5.h>'
try good layers/weights/tflite_schema.h '#include <flatbuffers/flatbuffers.h>'
try good datasets/idx.cpp '#include "autograd/tensor.h"'
try good datasets/idx.cpp '#include <zlib.h>'
try good datasets/idx.cpp '#include <sys/stat.h>'
try bad datasets/idx.cpp '#include "autograd/variable.h"'
try bad datasets/idx.cpp '#include "autograd/kernels/gemm.h"'
try bad datasets/idx.cpp '#include "layers/linear.h"'
try bad datasets/idx.cpp '#include <stb_image.h>'
try bad datasets/idx.cpp '#include <CLI/CLI.hpp>'
try bad layers/linear.cpp '#include <kainjow/mustache.hpp>'
try good datasets/image_formats/stb_codec.cpp '#include <stb_image.h>'
try good lessons/06_flatten_or_gap.cpp '#include "datasets/idx.h"'
try good lessons/06_flatten_or_gap.cpp '#include "lessons/support/options.h"'
try good lessons/support/options.cpp '#include <CLI/CLI.hpp>'
try good lessons/support/report/write_report.cpp '#include <kainjow/mustache.hpp>'
try bad lessons/06_flatten_or_gap.cpp '#include "tests/support/naive.h"'
try bad lessons/06_flatten_or_gap.cpp '#include "../layers/linear.h"'
try bad lessons/06_flatten_or_gap.cpp '#include <zlib.h>'
try bad lessons/06_flatten_or_gap.cpp '#include <eigen3/Eigen/Dense>'
try good tests/layers/linear_test.cpp '#include "tests/support/naive.h"'
try good tests/layers/linear_test.cpp '#include <boost/test/unit_test.hpp>'
try bad tests/layers/linear_test.cpp '#pragma omp parallel'

if check_tree "$work/tree" >"$work/said"; then
    echo "The rule accepts a tree that breaks it." >&2
    exit 1
fi
if ! diff <(sort "$work/expected") <(cut -d: -f1,2 "$work/said" | sort) >&2; then
    echo "The rule misjudges its made-up tree: < should be reported, > is reported." >&2
    exit 1
fi
mkdir "$work/empty"
if check_tree "$work/empty" >/dev/null; then
    echo "The rule accepts a tree in which it reads no file." >&2
    exit 1
fi

# ---- The rule on the source tree ----------------------------------------------------------------

if ! check_tree "${1:-${STEPGRAD_SOURCE_DIR:-$(dirname "${BASH_SOURCE[0]}")/..}}"; then
    echo "A file includes only what is below it: see the head of tests/dependency_rule_test.sh." >&2
    exit 1
fi
