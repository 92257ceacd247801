#!/bin/sh
# Builds the stranger's project NAME against a copy of the package at PREFIX, runs its programs and looks at what they
# load: run.sh NAME PREFIX WORK-FOLDER
set -eu
name=$1 prefix=$2 work=$3/consumer/$1
source=$(cd "$(dirname "$0")" && pwd)/$name
rm -rf "$work"
mkdir -p "$work/built"
cp -a "$prefix" "$work/moved"
moved=$work/moved

fail() {
    echo "$name: $*" >&2
    exit 1
}

if grep -rIl -e "$prefix" "$moved/lib/cmake" "$moved/lib/pkgconfig" "$moved/include"; then
    fail "these files know where the package was built"
fi

# Nothing but the copy may be found. An ordinary program is told where the library lies; CMake tells its own programs.
unset LD_LIBRARY_PATH
case $name in
pkg_config)
    export PKG_CONFIG_PATH="$moved/lib/pkgconfig"
    make -C "$source" OUT="$work/built"
    export LD_LIBRARY_PATH="$moved/lib"
    ;;
ndk_names)
    "$CMAKE" -S "$source" -B "$work/built" -D CMAKE_C_FLAGS="-I$moved/include" \
        -D CMAKE_EXE_LINKER_FLAGS="-L$moved/lib -Wl,--no-as-needed"
    "$CMAKE" --build "$work/built"
    export LD_LIBRARY_PATH="$moved/lib"
    ;;
*)
    "$CMAKE" -S "$source" -B "$work/built" -D CMAKE_PREFIX_PATH="$moved"
    "$CMAKE" --build "$work/built"
    ;;
esac

found=0
for app in "$work/built/app" "$work/built/app_cxx" "$work/built/app_static"; do
    [ -e "$app" ] || continue
    found=$((found + 1))
    [ "$("$app")" = "quality 0" ] || fail "$app does not run"
    needed=$(readelf -d "$app" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
    ours=$(echo "$needed" | grep -E 'image|pixelmap|picture|hilog' || true)
    loaded=$(ldd "$app" | grep -E 'image|pixelmap|picture|hilog' || true)
    case $app in
    *_static) [ -z "$ours$loaded" ] || fail "$app loads: $ours$loaded" ;;
    *)
        [ "$ours" = libohimagekit.so.1 ] || fail "$app asks for: $ours"
        [ "$(echo "$loaded" | sed 's/.*=> //; s/ .*//')" = "$moved/lib/libohimagekit.so.1" ] || fail "$app loads: $loaded"
        ;;
    esac
    others=$(echo "$needed" | grep -Ev '^(libohimagekit\.so\.1|lib(c|m|gcc_s|stdc\+\+)\.so\.[0-9]+|ld-linux.*)$' || true)
    [ -z "$others" ] || fail "$app needs: $others"
done
[ $found -gt 0 ] || fail "no program was built"
