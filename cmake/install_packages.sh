# Shared by lessons/run, tests/run and the like: finds out what is missing and installs it with apt.
# Source this file, then call
#
#     install_packages REQUIRED... -- OPTIONAL...
#
# with names of Debian packages. Nothing is run when nothing is missing. What counts is that a tool
# or a header works, not that a package is installed, so a compiler from elsewhere is fine too.
# All output goes to standard error: standard output belongs to the lesson.
# shellcheck shell=bash

note() {
    printf '%s\n' "$*" >&2
}

# What the package is for, for people whose system has no package of that name.
describe_package() {
    case $1 in
        g++) echo "g++: a C++20 compiler with OpenMP, GCC 12 or newer" ;;
        cmake) echo "cmake: CMake 3.25 or newer" ;;
        ninja-build) echo "ninja-build: the build tool Ninja" ;;
        libboost-test-dev) echo "libboost-test-dev: Boost.Test, as a shared library" ;;
        libstb-dev) echo "libstb-dev: the stb headers, stb_image.h and its siblings" ;;
        zlib1g-dev) echo "zlib1g-dev: zlib with its headers" ;;
        nlohmann-json3-dev) echo "nlohmann-json3-dev: JSON for Modern C++, version 3" ;;
        libcli11-dev) echo "libcli11-dev: CLI11, version 2" ;;
        libkainjow-mustache-dev) echo "libkainjow-mustache-dev: kainjow's Mustache templates" ;;
        libjs-chart.js) echo "libjs-chart.js: Chart.js 3, which draws the charts of reports" ;;
        dataset-fashion-mnist) echo "dataset-fashion-mnist: 70,000 images in four IDX.gz files" ;;
        libhdf5-dev) echo "libhdf5-dev: HDF5 with its headers, for the weights of Keras" ;;
        libflatbuffers-dev)
            echo "libflatbuffers-dev: FlatBuffers' headers, for the weights of TensorFlow Lite" ;;
        python3-h5py) echo "python3-h5py: HDF5 in Python, with which tests write Keras's files" ;;
        chromium) echo "chromium: the browser Chromium" ;;
        clang) echo "clang: Clang 14 or newer" ;;
        libomp-dev) echo "libomp-dev: Clang's OpenMP" ;;
        libclang-rt-dev) echo "libclang-rt-dev: Clang's sanitizers" ;;
        libbenchmark-dev) echo "libbenchmark-dev: Google Benchmark" ;;
        libtorch-dev) echo "libtorch-dev: libtorch, PyTorch's C++ library" ;;
        libopenblas0-openmp) echo "libopenblas0-openmp: OpenBLAS with OpenMP, which libtorch calls" ;;
        libdlib-dev) echo "libdlib-dev: dlib" ;;
        libdnnl-dev) echo "libdnnl-dev: oneDNN, version 2" ;;
        *) echo "$1" ;;
    esac
}

has_command() {
    command -v "$1" >/dev/null 2>&1
}

# has_header COMPILER HEADER
has_header() {
    has_command "$1" && printf '#if !__has_include(<%s>)\n#error\n#endif\n' "$2" |
        "$1" -E -x c++ - >/dev/null 2>&1
}

# can_link COMPILER FLAG...
can_link() {
    has_command "$1" && echo "int main() {}" | "$1" -x c++ - -o /dev/null "${@:2}" 2>/dev/null
}

is_installed() {
    local compiler=${CXX:-c++}
    case $1 in
        g++) has_header "$compiler" omp.h && can_link "$compiler" -fopenmp ;;
        cmake) has_command cmake ;;
        ninja-build) has_command ninja || has_command ninja-build ;;
        libboost-test-dev)
            has_header "$compiler" boost/test/unit_test.hpp &&
                can_link "$compiler" -lboost_unit_test_framework ;;
        libstb-dev) has_header "$compiler" stb/stb_image.h || has_header "$compiler" stb_image.h ;;
        zlib1g-dev) has_header "$compiler" zlib.h && can_link "$compiler" -lz ;;
        nlohmann-json3-dev) has_header "$compiler" nlohmann/json.hpp ;;
        libcli11-dev) has_header "$compiler" CLI/CLI.hpp ;;
        libkainjow-mustache-dev) has_header "$compiler" kainjow/mustache.hpp ;;
        libjs-chart.js) [[ -e /usr/share/javascript/chart.js/chart.min.js ]] ;;
        libhdf5-dev) has_header "$compiler" hdf5/serial/hdf5.h || has_header "$compiler" hdf5.h ;;
        libflatbuffers-dev) has_header "$compiler" flatbuffers/flatbuffers.h ;;
        python3-h5py) /usr/bin/python3 -c "import h5py" 2>/dev/null ;;
        dataset-fashion-mnist)
            [[ -e /usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz ]] ;;
        chromium) has_command chromium || has_command chromium-browser || has_command google-chrome ;;
        clang) has_command clang++ ;;
        libomp-dev) has_header clang++ omp.h && can_link clang++ -fopenmp ;;
        libclang-rt-dev)
            has_command clang++ &&
                [[ -n $(find "$(clang++ -print-resource-dir)/" -name 'libclang_rt.tsan*.a') ]] ;;
        libbenchmark-dev)
            has_header "$compiler" benchmark/benchmark.h && can_link "$compiler" -lbenchmark ;;
        gnuplot-nox) has_command gnuplot ;;
        libtorch-dev) has_header "$compiler" torch/csrc/api/include/torch/torch.h ;;
        libopenblas0-openmp) compgen -G "/usr/lib/*/openblas-openmp/libblas.so.3" >/dev/null ;;
        libdlib-dev) has_header "$compiler" dlib/dnn.h ;;
        libdnnl-dev) has_header "$compiler" dnnl.hpp && can_link "$compiler" -ldnnl ;;
        *) note "is_installed: does not know $1"; return 2 ;;
    esac
}

# Prints those of the given packages that are missing, one a line.
missing_packages() {
    local package
    for package in "$@"; do
        is_installed "$package" || echo "$package"
    done
}

# Prints what stands before apt-get to run it as root; fails if there is no way.
root_prefix() {
    if ((EUID == 0)); then
        echo ""
    elif has_command sudo && [[ -t 0 ]]; then
        echo "sudo"
    elif has_command sudo && sudo -n true 2>/dev/null; then
        echo "sudo -n"
    else
        return 1
    fi
}

# apt_install PREFIX PACKAGE...
apt_install() {
    local prefix=$1
    shift
    note "Installing: $*"
    # The prefix is two words or none. apt reads no keyboard: nobody may be there to answer.
    # shellcheck disable=SC2086
    $prefix env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null >&2
}

install_packages() {
    local -a required=() optional=()
    while (($# > 0)) && [[ $1 != -- ]]; do
        required+=("$1")
        shift
    done
    optional=("${@:2}")
    mapfile -t required < <(missing_packages "${required[@]}")
    mapfile -t optional < <(missing_packages "${optional[@]}")
    if ((${#required[@]} + ${#optional[@]} == 0)); then
        return 0
    fi

    local by_hand prefix package
    by_hand="apt-get update && apt-get install --no-install-recommends ${required[*]} ${optional[*]}"

    if ! has_command apt-get; then
        note "Not found on this system, which has no apt-get:"
        for package in "${required[@]}" "${optional[@]}"; do
            note "  $(describe_package "$package")"
        done
        note "README.md says how to install it elsewhere, or how to use a container."
        ((${#required[@]} == 0))
        return
    fi

    if ! prefix=$(root_prefix); then
        note "Something is missing, and installing it needs root. As root, run:"
        note "  $by_hand"
        ((${#required[@]} == 0))
        return
    fi

    # Without network the lists cannot be fetched, but the packages may lie in apt's cache.
    # shellcheck disable=SC2086
    $prefix apt-get update -q </dev/null >&2 || note "apt-get update failed; going on without it."
    if ((${#required[@]} > 0)) && ! apt_install "$prefix" "${required[@]}"; then
        note "The packages could not be installed. As root, run:"
        note "  $by_hand"
        return 1
    fi
    if ((${#optional[@]} > 0)) && ! apt_install "$prefix" "${optional[@]}"; then
        note "Going on without: ${optional[*]}"
    fi
}
