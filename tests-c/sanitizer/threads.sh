#!/bin/sh
# threads.sh WORK: threads on one PixelMap, and on one picture, under ThreadSanitizer, the library and Rust's standard
# library built with it in the folder WORK. Needs rustup's component rust-src, for the standard library's source.
set -eu
work=$1
tests=$(dirname "$0")/..
host=$(rustc -vV | sed -n 's/host: //p')
rustup component add rust-src
# RUSTC_BOOTSTRAP: -Z flags with the stable compiler that everything else is built with.
RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=thread cargo build --quiet --lib --release --target "$host" \
    -Z build-std=std,panic_unwind --target-dir "$work"
library=$(cd "$work/$host/release" && pwd)
ln -sf libohimagekit.so "$library/libohimagekit.so.1"

# Builds and runs the C program of the source $1.
watch() {
    gcc -std=c11 -g -fno-builtin -fsanitize=thread -D_GNU_SOURCE -DTEST_IMAGES='"none"' \
        -I"$tests" -I"$tests/contract" -I"$tests/../include" "$tests/sanitizer/runtime.c" "$1" "$library/libohimagekit.so.1" \
        -lpthread -lm -Wl,--export-dynamic -Wl,-rpath,"$library" -o "$work/program"
    "$work/program"
}

watch "$tests/contract/pixelmap_threads.c"
watch "$tests/contract/picture_threads.c"
echo "threads on one PixelMap and on one picture: no data race"
if watch "$tests/sanitizer/race.c" 2>"$work/race.log" || ! grep -q 'ThreadSanitizer: data race' "$work/race.log"; then
    echo "the race made on purpose was not found: nothing is proven" >&2
    exit 1
fi
echo "a race made on purpose: found"
