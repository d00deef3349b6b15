#!/usr/bin/env bash
# lessons/run on a made-up project of a few lessons, in a folder with spaces in its name.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
project="$work/a project"
run="$project/lessons/run"

fail() {
    printf 'run_test: %s\n' "$*" >&2
    cat "$work/out" "$work/err" >&2
    exit 1
}

# expect STATUS COMMAND... runs the command and keeps what it says in out and err.
expect() {
    local expected=$1 status=0
    shift
    "$@" >"$work/out" 2>"$work/err" || status=$?
    ((status == expected)) || fail "status $status instead of $expected: $*"
}

says() {
    grep -qF -e "$2" "$work/$1" || fail "\"$2\" is missing from $1"
}

mkdir -p "$project/lessons" "$project/cmake" "$work/bin" "$work/nowhere"
cp "$STEPGRAD_SOURCE_DIR/lessons/run" "$project/lessons"
cp "$STEPGRAD_SOURCE_DIR/cmake/install_packages.sh" "$project/cmake"
cp "$STEPGRAD_SOURCE_DIR/CMakePresets.json" "$project"
cat >"$project/CMakeLists.txt" <<'TXT'
cmake_minimum_required(VERSION 3.25)
project(lessons LANGUAGES CXX)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lessons)
add_executable(06_one lessons/06_one.cpp)
add_executable(07_two lessons/07_two.cpp)
add_executable(09_four lessons/09_four.cpp)
add_executable(recipes lessons/recipes.cpp)
add_executable(course_index lessons/course_index.cpp)
add_executable(seed_summary lessons/seed_summary.cpp)
add_custom_target(lessons DEPENDS 06_one 07_two 09_four recipes course_index seed_summary)
TXT
cat >"$project/lessons/course_index.cpp" <<'TXT'
#include <cstdio>
int main(int, char** words) {
    std::printf("all of %s\n", words[1]);
}
TXT
# Two programs that succeed: one knows seeds, like every lesson that trains.
for program in 09_four recipes seed_summary; do
    cat >"$project/lessons/$program.cpp" <<TXT
// Program: How does $program end?
#include <cstdio>
#include <cstring>
int main(int count, char** words) {
    if (count == 2 && std::strcmp(words[1], "--help") == 0) {
        std::puts("  --seed UINT   of the weights");
    }
    std::printf("this is $program:");
    for (int i = 1; i < count; ++i) {
        std::printf(" <%s>", words[i]);
    }
    std::puts("");
}
TXT
done
for lesson in 6:one 7:two; do
    cat >"$project/lessons/0${lesson%:*}_${lesson#*:}.cpp" <<TXT
// Lesson ${lesson%:*}: What is lesson ${lesson#*:}: a question?
#include <cstdio>
int main(int count, char** words) {
    std::puts("this is lesson ${lesson%:*}");
    for (int i = 1; i < count; ++i) {
        std::printf("<%s>\\n", words[i]);
    }
    return count;
}
TXT
done

# An apt-get that installs nothing and writes down what it was asked.
cat >"$work/bin/apt-get" <<TXT
#!/usr/bin/env bash
echo "\$*" >>"$work/apt_calls"
exit 100
TXT
chmod +x "$work/bin/apt-get"

# ---- What needs no build ------------------------------------------------------------------------

expect 0 "$run" --list
says out "What is lesson one: a question?"
says out "07_two"
says out "recipes"
expect 0 "$run" --help
says out "lessons/run 6 --help"
for unknown in 8 08_three two 07_tw 007; do
    expect 2 "$run" "$unknown"
    says err "There is no lesson \"$unknown\""
    says err "07_two"
done
[[ ! -e $project/build ]] || fail "a folder was made although nothing was built"

# ---- Something is missing -----------------------------------------------------------------------

for tool in bash env dirname readlink basename sed find; do
    ln -s "$(command -v "$tool")" "$work/nowhere/$tool"
done
expect 1 env -u CXX PATH="$work/nowhere" "$run"
says err "g++: a C++20 compiler"
says err "README.md"

ln -s "$work/bin/apt-get" "$work/nowhere/apt-get"
expect 1 env -u CXX PATH="$work/nowhere" "$run" </dev/null
says err "apt-get update && apt-get install --no-install-recommends g++ cmake ninja-build libstb-dev"
if ((EUID == 0)); then
    grep -q "install --yes --no-install-recommends .* g++ cmake" "$work/apt_calls" ||
        fail "apt-get was not asked to install g++"
fi

# ---- Builds and passes everything on ------------------------------------------------------------

export PATH="$work/bin:$PATH"
cd "$work"
expect 3 "$run" 7 "two words" --flag
says out "this is lesson 7"
says out "<two words>"

rm -f "$work/apt_calls"
expect 1 "$run" 07
expect 1 "$run" 07_two
[[ ! -s $work/err ]] || fail "a second start says something"
grep -q "no work to do" "$project/build/release/build.log" || fail "a second start builds"
[[ ! -e $work/apt_calls ]] || fail "a second start calls apt-get"

expect 1 "$run"
says out "this is lesson 6"
expect 3 "$run" --epochs 2
says out "this is lesson 6"
says out "<--epochs>"

# ---- The whole course. These lessons end with the number of their words, which is a failure ------

expect 1 "$run" --all
says out "<reports/06_one.html>"
says out "<reports/07_two.json>"
says out "all of reports"
says err "These have failed: 06_one 07_two"
expect 1 "$run" --all --quick
if grep -q -e "--quick" "$work/out"; then
    fail "--quick was given to a lesson whose help does not know it"
fi
expect 2 "$run" --all --epochs 3
says err "--all takes --quick or --full and nothing else"

# ---- Five seeds ---------------------------------------------------------------------------------

expect 0 "$run" 9 --epochs 2 --full --json "my results.json"
for seed in 1 2 3 4 5; do
    files="reports/seeds/09_four_seed$seed"
    says out "this is 09_four: <--epochs> <2> <--seed> <$seed> <--json> <$files.json> <--report> <$files.html>"
done
says out "<--command> <lessons/run 9 --full --epochs 2> <--json> <my results.json>"
says out "<--report> <reports/09_four.html> <reports/seeds/09_four_seed1.json>"
says out "<--check> <--json> <my results.json> <--report> <reports/09_four.html>" # before the first seed
expect 0 "$run" 9 --full --help
says out "this is 09_four: <--help>"
[[ $(wc -l <"$work/out") == 2 ]] || fail "--full --help runs more than the help"
expect 0 "$run" 9 --full --report=page.html
says out "<--report=page.html> <reports/seeds/09_four_seed1.json>"
expect 2 "$run" 9 --full --seed 3
says err "--full takes the seeds 1 to 5"
expect 1 "$run" 7 --full # nothing in it is random, and it fails with the number of its words
says err "Nothing in this lesson is random"
says out "this is lesson 7"
expect 1 "$run" --all --full
says out "<--command> <lessons/run 9 --full> <--report> <reports/09_four.html> <--json> <reports/09_four.json>"
expect 0 "$run" recipes --full
says out "this is recipes: <--full>"

# ---- A mistake in a lesson is shown -------------------------------------------------------------

echo "mistake" >>"$project/lessons/06_one.cpp"
expect 1 "$run" 6
says err "mistake"
expect 1 "$run" 7
says out "this is lesson 7"

# ---- A folder that was moved is built again -----------------------------------------------------

mv "$project" "$work/moved"
expect 1 "$work/moved/lessons/run" 7
says out "this is lesson 7"

# ---- The real lessons: each opens with its question ---------------------------------------------

for lesson in "$STEPGRAD_SOURCE_DIR"/lessons/[0-9][0-9]_*.cpp; do
    number=$(basename "$lesson")
    number=$((10#${number:0:2}))
    head -n 1 "$lesson" >"$work/out"
    grep -qE "^// Lesson $number: .+\?$" "$work/out" ||
        fail "$lesson does not open with \"// Lesson $number: A question?\""
done
