#!/usr/bin/env python3
"""Measures how x265 is best set for stills: bytes at equal SSIM, against processor time.

usage: plugins/heif/curve.py [--photos FOLDER] OUT.tsv OUT.svg

heif-enc (Debian's libheif-examples, with the x265 that the plugin uses) encodes each photo at several qualities with each
setting; heif-convert decodes. Time is the processor time of heif-enc less that of reading the photo, which an encode with
the fastest preset at quality 0 bounds. SSIM is that of Wang et al. (2004) on grey, with windows of 8x8 pixels. For each
setting and photo, bytes are interpolated at the SSIM that heif-enc reaches by default, over all qualities, in logarithms.
"""
import array
import math
import os
import resource
import subprocess
import sys
import tempfile

QUALITIES = (35, 50, 65, 80)
# As in src/settings.rs. Pictures of other times, which a still has none of, cost nothing then.
CHOSEN = ["preset=medium", "x265:ctu=64", "x265:min-cu-size=16", "tu-intra-depth=3", "x265:rd=2", "x265:fast-intra=1",
          "x265:strong-intra-smoothing=0", "x265:aq-mode=3", "x265:aq-strength=1.35", "x265:psy-rd=0", "x265:psy-rdoq=0",
          "x265:rc-lookahead=0", "x265:bframes=0", "x265:cutree=0", "x265:scenecut=0"]
SETTINGS = {
    "default": [],
    "medium": ["preset=medium"],
    "veryfast": ["preset=veryfast"],
    "superfast": ["preset=superfast"],
    "ultrafast": ["preset=ultrafast"],
    "8x8 blocks": CHOSEN + ["x265:min-cu-size=8", "x265:ctu=16", "tu-intra-depth=1"],
    "chosen": CHOSEN,
}


def encode(photo, quality, setting, out):
    """The processor time of heif-enc."""
    command = ["heif-enc", "-q", str(quality)]
    for parameter in setting:
        command += ["-p", parameter]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command + [photo, "-o", out], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def grey(path):
    """Width, height and samples."""
    pgm = subprocess.run(["/usr/bin/convert", path, "-colorspace", "gray", "-depth", "8", "pgm:-"], check=True,
                         stdout=subprocess.PIPE).stdout
    fields = pgm.split(maxsplit=4)
    width, height = int(fields[1]), int(fields[2])
    return width, height, pgm[len(pgm) - width * height:]


def window_sums(width, height, values):
    """Sums over windows of 8x8 at every second place in both directions."""
    table = [array.array("q", [0] * (width + 1))]
    for y in range(height):
        above, total = table[-1], 0
        row = array.array("q", [0])
        for x in range(width):
            total += values[y * width + x]
            row.append(above[x + 1] + total)
        table.append(row)
    for y in range(0, height - 7, 2):
        top, bottom = table[y], table[y + 8]
        for x in range(0, width - 7, 2):
            yield bottom[x + 8] - bottom[x] - top[x + 8] + top[x]


def quality_of(a, b):
    """Mean SSIM and PSNR of two grey images."""
    width, height, first = a
    assert (width, height) == (b[0], b[1])
    second = b[2]
    count, c1, c2, total, windows = 64, (0.01 * 255) ** 2, (0.03 * 255) ** 2, 0.0, 0
    sums = [window_sums(width, height, values) for values in (
        first, second, [x * x for x in first], [y * y for y in second], [x * y for x, y in zip(first, second)])]
    for sx, sy, sxx, syy, sxy in zip(*sums):
        mx, my = sx / count, sy / count
        vx, vy, cov = sxx / count - mx * mx, syy / count - my * my, sxy / count - mx * my
        total += (2 * mx * my + c1) * (2 * cov + c2) / ((mx * mx + my * my + c1) * (vx + vy + c2))
        windows += 1
    error = sum((x - y) ** 2 for x, y in zip(first, second)) / len(first)
    return total / windows, 10 * math.log10(255 ** 2 / error)


def at(points, x):
    """Interpolates (x, y) points, in order of x; beyond their ends the last two go on."""
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if x <= x1:
            break
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def main():
    arguments = sys.argv[1:]
    folder = "tests/images"
    if arguments[:1] == ["--photos"]:
        folder, arguments = arguments[1], arguments[2:]
    if len(arguments) != 2:
        sys.exit(__doc__)
    names = sorted(name for name in os.listdir(folder) if name.endswith((".png", ".jpg")) and "hdr" not in name)
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        heic, png = temporary + "/o.heic", temporary + "/o.png"
        for name in names:
            photo = temporary + "/" + name.rsplit(".")[0] + ".png"
            subprocess.run(["/usr/bin/convert", folder + "/" + name, "-resize", "1000x1000>", "-strip",
                            "PNG24:" + photo], check=True)
            original = grey(photo)
            reading = min(encode(photo, 0, SETTINGS["ultrafast"], heic) for _ in range(3))
            for quality in QUALITIES:
                for label, setting in SETTINGS.items():
                    seconds = min(encode(photo, quality, setting, heic) for _ in range(5)) - reading
                    subprocess.run(["heif-convert", heic, png], check=True, stdout=subprocess.DEVNULL)
                    ssim, psnr = quality_of(original, grey(png))
                    rows.append((label, name, quality, os.path.getsize(heic), ssim, psnr, max(seconds, 1e-3)))
                    print(*rows[-1], flush=True)
    with open(arguments[0], "w") as out:
        print("setting", "photo", "quality", "bytes", "ssim", "psnr", "seconds", sep="\t", file=out)
        for label, name, quality, size, ssim, psnr, seconds in rows:
            print(label, name, quality, size, f"{ssim:.5f}", f"{psnr:.2f}", f"{seconds:.3f}", sep="\t", file=out)
    draw(summary(rows, names), arguments[1])


def summary(rows, names):
    """For each setting: time, and bytes at equal SSIM, relative to the default."""
    def decibel(ssim):
        return -10 * math.log10(1 - ssim)
    found = {}
    for label in SETTINGS:
        sizes, times = [], []
        for name in names:
            own = sorted((decibel(r[4]), math.log(r[3])) for r in rows if r[:2] == (label, name))
            for r in rows:
                if r[:2] == ("default", name) and r[2] != QUALITIES[0] and r[2] != QUALITIES[-1]:
                    sizes.append(at(own, decibel(r[4])) - math.log(r[3]))
            times.append(math.log(sum(r[6] for r in rows if r[:2] == (label, name))
                                  / sum(r[6] for r in rows if r[:2] == ("default", name))))
        found[label] = (math.exp(sum(times) / len(times)), math.exp(sum(sizes) / len(sizes)))
        print(label, "time %.3f" % found[label][0], "bytes %.3f" % found[label][1])
    return found


def draw(found, path):
    """Time to the right, logarithmic; bytes upwards."""
    left, top, width, height = 60, 20, 520, 300
    low, high = 0.9, max(1.4, max(size for _, size in found.values()) + 0.05)

    def x(time):
        return left + width * (math.log2(time) + 5) / 6

    def y(size):
        return top + height * (high - size) / (high - low)
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 80} {top + height + 60}" '
           'font-family="sans-serif" font-size="13">',
           f'<rect x="0" y="0" width="{left + width + 80}" height="{top + height + 60}" fill="#fff"/>']
    for time in (1 / 32, 1 / 16, 1 / 8, 1 / 5, 1 / 2, 1, 2):
        svg.append(f'<path d="M{x(time):.1f} {top}V{top + height}" stroke="{"#4a4" if time == 0.2 else "#ddd"}"/>'
                   f'<text x="{x(time):.1f}" y="{top + height + 18}" text-anchor="middle">'
                   f'{"1/%d" % round(1 / time) if time < 1 else "%d" % time}</text>')
    for step in range(round(low * 10), int(high * 10) + 1):
        size = step / 10
        svg.append(f'<path d="M{left} {y(size):.1f}H{left + width}" stroke="{"#4a4" if step == 11 else "#ddd"}"/>'
                   f'<text x="{left - 8}" y="{y(size) + 4:.1f}" text-anchor="end">{size:.1f}</text>')
    beside = {"8x8 blocks": ("end", -7, 4), "medium": ("start", 7, 16)}
    for label, (time, size) in found.items():
        anchor, right, down = beside.get(label, ("start", 7, -6))
        svg.append(f'<circle cx="{x(time):.1f}" cy="{y(size):.1f}" r="4" fill="#36c"/>'
                   f'<text x="{x(time) + right:.1f}" y="{y(size) + down:.1f}" text-anchor="{anchor}">{label}</text>')
    svg.append(f'<text x="{left + width / 2}" y="{top + height + 44}" text-anchor="middle">processor time, '
               'relative to heif-enc by default</text><text transform="translate(14 '
               f'{top + height / 2}) rotate(-90)" text-anchor="middle">bytes at equal SSIM, relative</text></svg>')
    with open(path, "w") as out:
        print("\n".join(svg), file=out)


if __name__ == "__main__":
    main()
