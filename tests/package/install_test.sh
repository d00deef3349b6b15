#!/usr/bin/env bash
# What is installed must be enough for a separate project: installs the current build into an empty
# folder, then configures, builds and runs the project in tests/package/consumer against it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix="$work/a prefix"

fail() {
    printf 'install_test: %s\n' "$*" >&2
    exit 1
}

# quietly COMMAND... shows what the command said only if it fails.
quietly() {
    "$@" >"$work/output" 2>&1 || {
        cat "$work/output" >&2
        fail "failed: $*"
    }
}

# The consumer knows nothing of our presets and flags, and is compiled for any processor.
configure_consumer() {
    cmake -S "$work/consumer" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_CXX_COMPILER="$CXX" "$@"
}

quietly cmake --install "$STEPGRAD_BINARY_DIR" --prefix "$prefix"

# ---- Nothing installed may lead back to the source tree or to the build --------------------------

for folder in "$STEPGRAD_SOURCE_DIR" "$STEPGRAD_BINARY_DIR"; do
    if grep -rFn --include='*.cmake' --include='*.h' -e "$folder" "$prefix"; then
        fail "an installed file names $folder"
    fi
done

# ---- A separate project, which includes every public header -------------------------------------

cp -R "$STEPGRAD_SOURCE_DIR/tests/package/consumer" "$work/consumer"
(cd "$prefix/include/stepgrad" && find . -name '*.h' -not -path './autograd/kernels/*' |
    sort | sed 's|^\./\(.*\)|#include "\1"|') >"$work/consumer/all_headers.cpp"
[[ -s $work/consumer/all_headers.cpp ]] || fail "no header was installed"

quietly configure_consumer -DCMAKE_PREFIX_PATH="$prefix"
quietly cmake --build "$work/build"
"$work/build/consumer" || fail "the consumer ended with status $?"

if grep -F -e "$STEPGRAD_SOURCE_DIR" "$work/build/build.ninja"; then
    fail "the consumer's build refers to the source tree"
fi

# ---- Both precisions in one program -------------------------------------------------------------

if [[ -n $(find "$prefix" -name libstepgrad_f64.a) ]]; then
    if configure_consumer -DCMAKE_PREFIX_PATH="$prefix" -DCONSUMER_LINKS_BOTH=ON \
        >"$work/output" 2>&1; then
        fail "a program that links to both precisions was accepted"
    fi
    grep -q STEPGRAD_SCALAR "$work/output" || fail "the refusal does not name STEPGRAD_SCALAR"
fi

# ---- The source tree as a subdirectory of another project (configured only) ---------------------

mkdir "$work/parent"
cp "$work/consumer/main.cpp" "$work/parent"
cat >"$work/parent/CMakeLists.txt" <<TXT
cmake_minimum_required(VERSION 3.25)
project(parent LANGUAGES CXX)
add_subdirectory("$STEPGRAD_SOURCE_DIR" stepgrad)
add_executable(consumer main.cpp)
target_link_libraries(consumer PRIVATE stepgrad::stepgrad)
if(TARGET stepgrad_tests OR TARGET lessons)
    message(FATAL_ERROR "a subdirectory builds no tests and no lessons unless asked to")
endif()
TXT
quietly cmake -S "$work/parent" -B "$work/parent_build" -G Ninja -DCMAKE_CXX_COMPILER="$CXX"
