#!/usr/bin/env bash
# The worked example in layers/README.md must be the code that tests/package builds and runs.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Each code block of the page into a file of its own: 1, 2, ...
awk -v folder="$work" '
    /^```cpp$/ { number++; inside = 1; next }
    /^```$/    { inside = 0; next }
    inside     { print > (folder "/" number) }
' "$STEPGRAD_SOURCE_DIR/layers/README.md"

number=0
for file in swish.h swish.cpp main.cpp; do
    number=$((number + 1))
    if ! diff -u "$STEPGRAD_SOURCE_DIR/tests/package/consumer/$file" "$work/$number"; then
        echo "readme_test: code block $number of layers/README.md is not tests/package/consumer/$file" >&2
        exit 1
    fi
done
