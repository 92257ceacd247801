#!/bin/sh
# Builds the examples against the package at PREFIX and runs them: test.sh PREFIX IMAGES WORK-FOLDER
set -u
prefix=$1 images=$2 work=$3/examples
source=$(cd "$(dirname "$0")" && pwd)/c
out=$work/out
failures=0
rm -rf "$work"
mkdir -p "$out"
"${CMAKE:-cmake}" -S "$source" -B "$work/built" -D CMAKE_PREFIX_PATH="$prefix" \
    -D CMAKE_C_FLAGS="-Wall -Wextra -Wpedantic -Werror" &&
    "${CMAKE:-cmake}" --build "$work/built" || exit 1
/usr/bin/convert -size 64x48 xc:none -fill red -draw 'circle 32,24 32,8' PNG32:"$work/faint.png" || exit 1
cd "$out" || exit 1

wrong() {
    echo "$*" >&2
    failures=$((failures + 1))
}

# pack_image with the arguments behind PATTERN, an extended regular expression for every line that it says: on stdout if
# all went well, else on stderr.
expect() {
    status=$1 pattern=$2
    shift 2
    "$work/built/pack_image" "$@" >"$work/stdout" 2>"$work/stderr"
    got=$?
    [ $got = "$status" ] || wrong "pack_image $*: exit code $got, not $status"
    said=$work/stdout silent=$work/stderr
    [ "$status" = 0 ] || said=$work/stderr silent=$work/stdout
    [ ! -s "$silent" ] || wrong "pack_image $*: $silent: $(cat "$silent")"
    if [ ! -s "$said" ] || grep -Evqx -- "$pattern" "$said"; then
        wrong "pack_image $*: $said: $(cat "$said")"
    fi
}

# A failure, which leaves nothing behind.
refuse() {
    expect "$@"
    [ -z "$(ls -A "$out")" ] || wrong "left behind: $(ls -A "$out")"
}

ms='[0-9]+ bytes [0-9]+\.[0-9] ms'
echo "this is no image" >"$work/text.jpg"
# 16384x1 pixels are one column too many for WebP.
{
    printf 'BM\066\300\0\0\0\0\0\0\066\0\0\0\050\0\0\0\0\100\0\0\001\0\0\0\001\0\030\0\0\0\0\0\0\300\0\0'
    head -c 49168 /dev/zero
} >"$work/wide.bmp"
refuse 2 'usage: .*|QUALITY .*'
refuse 2 'usage: .*|QUALITY .*' "$images/coffee.png"
refuse 2 'pack_image: out\.bmp: the name must end in .*' "$images/coffee.png" out.bmp
refuse 2 'pack_image: out: the name must end in .*' "$images/coffee.png" out
for quality in 101 -1 abc 85x ''; do
    refuse 2 "pack_image: $quality: the quality must be .*" "$images/coffee.png" out.jpg "$quality"
done
refuse 1 'pack_image: missing\.png: .*missing\.png cannot be opened.*' missing.png out.jpg
refuse 1 'pack_image: .*/text\.jpg: .*not an image of a known format' "$work/text.jpg" out.png
refuse 1 'pack_image: nowhere/out\.jpg: No such file or directory' "$images/coffee.png" nowhere/out.jpg
refuse 1 'pack_image: image/webp: .*16384.*' "$work/wide.bmp" out.webp

# HEIF without its plugin.
export OHIMAGEKIT_PLUGIN_PATH="$out"
refuse 1 'pack_image: image/heic: .*HEIF needs its plugin: .*' "$images/coffee.png" out.heic
unset OHIMAGEKIT_PLUGIN_PATH

# A failure leaves what was there; OUT may not be a folder.
mkdir folder.png
expect 1 'pack_image: folder\.png: Is a directory' "$images/coffee.png" folder.png
echo kept >kept.jpg
expect 1 'pack_image: .*/text\.jpg: .*' "$work/text.jpg" kept.jpg
[ "$(cat kept.jpg)" = kept ] || wrong "kept.jpg was touched"
[ "$(ls -A)" = "$(printf 'folder.png\nkept.jpg')" ] || wrong "left behind: $(ls -A)"

expect 0 "wide\.jpg image/jpeg q85 16384x1 $ms" "$work/wide.bmp" wide.jpg
expect 0 'pack_image, OHImageKit [0-9].*' --version
expect 0 "kept\.jpg image/jpeg q85 600x400 $ms" "$images/coffee.png" kept.jpg
expect 0 "small\.JPEG image/jpeg q10 640x427 $ms" "$images/rocket.jpg" small.JPEG 10
expect 0 "out\.png image/png q85 451x300 $ms" "$images/chelsea.png" out.png
expect 0 "out\.webp image/webp q100 448x172 $ms" "$images/text.png" out.webp 100
expect 0 "out\.gif image/gif q85 451x300 $ms" "$images/chelsea.png" out.gif
if [ -n "$(find "$prefix" -name libohimagekit_heif.so)" ]; then
    expect 0 "out\.heic image/heic q80 451x300 $ms" "$images/chelsea.png" out.heic 80
    heif-info out.heic | grep -q 'image: 451x300' || wrong "out.heic: $(heif-info out.heic)"
fi
"$work/built/pack_pixels" || wrong "pack_pixels: exit code $?"

# Steps one after the other: 451x300, scaled to 226x150, turned to 150x226, a part of that.
"$work/built/edit_image" "$images/chelsea.png" edited.png scale=0.5,0.5,3 rotate=90 flip=1,0 crop=10,20,100,200 ||
    wrong "edit_image: exit code $?"
size=$(pngcheck edited.png) || wrong "edited.png is no PNG"
case $size in *"100x200"*) ;; *) wrong "edited.png: $size" ;; esac
"$work/built/edit_image" "$images/chelsea.png" none.png crop=1000,0,1,1 2>"$work/stderr" && wrong "a crop outside succeeded"
grep -q 'edit_image: crop=1000,0,1,1: ' "$work/stderr" || wrong "edit_image: $(cat "$work/stderr")"
[ ! -e none.png ] || wrong "none.png was written"
"$work/built/hdr_to_sdr" sdr.png || wrong "hdr_to_sdr: exit code $?"
pngcheck -q sdr.png || wrong "sdr.png is no PNG"
"$work/built/pack_hdr" hdr.jpg || wrong "pack_hdr: exit code $?"
said=$(exiftool -a -s3 -ImageSize -NumberOfImages -XMP-hdrgm:Version hdr.jpg | tr '\n' ,)
[ "$said" = "640x400,2,1.0," ] || wrong "hdr.jpg: $said"
head -c 96 /dev/zero >"$work/hdr.raw"
said=$("$work/built/split_hdr" "$work/hdr.raw" 6 4 1000 split) || wrong "split_hdr: exit code $?"
case $said in "headroom "*) ;; *) wrong "split_hdr: $said" ;; esac
case $(pngcheck split-base.png) in *6x4*) ;; *) wrong "split-base.png: $(pngcheck split-base.png)" ;; esac
case $(pngcheck split-map.png) in *3x2*) ;; *) wrong "split-map.png: $(pngcheck split-map.png)" ;; esac
[ "$(wc -c <split-back.raw)" = 96 ] || wrong "split-back.raw has $(wc -c <split-back.raw) bytes"
"$work/built/split_hdr" "$work/hdr.raw" 6 5 1000 none 2>"$work/stderr" && wrong "split_hdr took too few pixels"

# Frames of three sizes; that of the rocket has no alpha and stays, those with alpha go.
"$work/built/pack_animation" moving.gif 25 3 "$images/rocket.jpg" "$work/faint.png" "$images/text.png" >/dev/null ||
    wrong "pack_animation: exit code $?"
said=$(gifsicle --info moving.gif) || wrong "moving.gif is no GIF"
for words in '3 images' 'logical screen 640x427' 'loop count 3' '0.25s' 'disposal asis' 'disposal background'; do
    case $said in *"$words"*) ;; *) wrong "moving.gif has no $words: $said" ;; esac
done
for bad in "$work/text.jpg" missing.png; do
    "$work/built/pack_animation" none.gif 25 3 "$images/coffee.png" "$bad" 2>"$work/stderr" && wrong "an animation of $bad"
    grep -q "^pack_animation: $bad: " "$work/stderr" || wrong "pack_animation: $(cat "$work/stderr")"
done
"$work/built/pack_animation" none.gif 0 3 "$images/coffee.png" 2>"$work/stderr" && wrong "a delay of 0"
grep -q '^pack_animation: none\.gif: .*delay' "$work/stderr" || wrong "pack_animation: $(cat "$work/stderr")"
[ ! -e none.gif ] || wrong "none.gif was written"

# A source's own words, and its EXIF in the small JPEG.
cp "$images/rocket.jpg" "$work/turned.jpg"
exiftool -q -overwrite_original -Model=Camera -Orientation#=6 "$work/turned.jpg"
said=$("$work/built/thumbnail" "$work/turned.jpg" turned.jpg) || wrong "thumbnail: exit code $?"
expected=$(printf 'image/jpeg, 640x427, frames: 1\nModel: Camera\nOrientation: Right-top')
[ "$said" = "$expected" ] || wrong "thumbnail: $said"
said=$(exiftool -s3 -n -ImageSize -Model -Orientation turned.jpg | tr '\n' ,)
[ "$said" = "512 342,Camera,6," ] || wrong "turned.jpg: $said"
said=$("$work/built/thumbnail" "$images/seeding.jpg" small.jpg) || wrong "thumbnail: exit code $?"
expected=$(printf 'image/jpeg, 5312x2988, frames: 1\nModel: -\nOrientation: -')
[ "$said" = "$expected" ] || wrong "thumbnail: $said"
[ "$(exiftool -s3 -ImageSize small.jpg)" = 512x288 ] || wrong "small.jpg: $(exiftool -s3 -ImageSize small.jpg)"
"$work/built/thumbnail" "$work/text.jpg" none.jpg 2>"$work/stderr" && wrong "a thumbnail of a text"
grep -q 'thumbnail: .*text\.jpg: .*not an image' "$work/stderr" || wrong "thumbnail: $(cat "$work/stderr")"
[ ! -e none.jpg ] || wrong "none.jpg was written"

# What other programs say of the files.
for file in kept.jpg small.JPEG gradient.jpg split.jpg; do djpeg -outfile "$work/pixels" $file || wrong "$file is no JPEG"; done
gifsicle --info out.gif >/dev/null || wrong "out.gif is no GIF"
pngcheck -q out.png || wrong "out.png is no PNG"
dwebp -quiet out.webp -ppm -o "$work/pixels" || wrong "out.webp is no WebP"
[ $failures = 0 ]
