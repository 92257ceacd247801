//! The page of [`demo`](crate::demo): one file without scripts, beside the pictures that it shows.

use crate::demo::{CROP, Machine, Packed, Photo, RUNS};
use crate::demo_plot::{Scales, plot};

/// The qualities that are shown as pictures.
const SHOWN: [u8; 3] = [30, 70, 95];

/// The lossy formats, in the order in which they are shown.
const LOSSY: [&str; 3] = ["JPEG", "WebP", "HEIF"];

/// The whole page; the first photo is the large one, of which the key figures tell.
pub fn page(photos: &[Photo], edits: &str, machine: &Machine) -> String {
    let mut html = String::from("<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n");
    html +=
        "<meta name=viewport content='width=device-width, initial-scale=1'>\n<title>What ohimagekit packs</title>\n";
    html += &format!("<style>\n{}</style>\n", include_str!("demo.css"));
    html += &head(photos, machine);
    html += "<main>\n";
    html += &closely(photos, machine);
    html += &whole(photos, machine);
    html += edits;
    html += &plots(photos);
    html += &table(photos, machine);
    html + "</main>\n" + &foot(machine)
}

/// Title, the large photo, key figures.
fn head(photos: &[Photo], machine: &Machine) -> String {
    let large = &photos[0];
    let shown = large.file("JPEG", 85);
    let lossless: Vec<&Packed> = photos.iter().flat_map(|photo| &photo.files).filter(|f| f.quality == 100).collect();
    let equal = lossless.iter().filter(|file| file.psnr.is_none()).count();
    let mut html = format!(
        "<header>\n<h1>Pictures packed from C</h1>\n<p>ohimagekit packs pixels as {} behind the C functions of \
         OpenHarmony’s Image Kit. Here are {} pictures that its example program \
         <code>pack_image</code> has packed, with size, time and likeness of every file.</p>\n\
         <figure class=hero><a href='{}'><img src=hero.jpg width=1120 height=460 alt='{}'></a>\
         <figcaption>Part of the largest, reduced for this page; <a href='{}'>the JPEG of quality 85</a> has \
         {}×{} pixels in {}.</figcaption></figure>\n<dl class=cards>\n",
        list(machine),
        photos.len(),
        shown.name,
        large.title,
        shown.name,
        large.width,
        large.height,
        size(shown.bytes)
    );
    for (format, quality, name) in
        [("JPEG", 85, "JPEG, quality 85"), ("WebP", 85, "WebP, quality 85"), ("PNG", 100, "PNG")]
    {
        let file = large.file(format, quality);
        html += &format!(
            "<div><dt>{name}<dd>{}<dd>{:.0} megapixels a second<dd>{:.1} megapixels in {}</div>\n",
            duration(file.ms),
            file.megapixels_per_second,
            large.megapixels(),
            size(file.bytes)
        );
    }
    html + &format!(
        "<div><dt>Lossless files, PNG and WebP<dd>{equal} of {}<dd>equal their originals in every pixel, as another \
         decoder reads them</div>\n</dl>\n</header>\n",
        lossless.len()
    )
}

/// Parts of pictures, two screen pixels for each pixel.
fn closely(photos: &[Photo], machine: &Machine) -> String {
    let mut html = String::from(
        "<h2>Looked at closely</h2>\n<p>Parts of the pictures, at twice their size where there is room for it, so \
         that what a format does to them can be seen. Bytes and PSNR are those of the whole picture.</p>\n",
    );
    for photo in photos.iter().filter(|photo| photo.crop.is_some()) {
        html += &format!("<h3>{}</h3>\n<div class=closely>\n", title(photo));
        let image = |name: &str| format!("<img src='crops/{name}.png' width=256 height=256 loading=lazy alt=''>");
        let link = original_link(photo);
        html += &format!("<figure>{}<figcaption>{link}</figcaption></figure>\n", image(photo.stem));
        for (row, (format, ending)) in lossy(machine).enumerate() {
            match row {
                0 => {}
                1 => html += &overview(photo),
                _ => {
                    html += "<figure class=note><figcaption>HEIF, as heif-convert decodes it: few browsers do \
                             that</figcaption></figure>\n";
                }
            }
            for file in SHOWN.map(|quality| photo.file(format, quality)) {
                let name = format!("{}-{}-{ending}", photo.stem, file.quality);
                html += &format!("<figure>{}{}</figure>\n", image(&name), caption(file));
            }
        }
        html += "</div>\n";
    }
    html
}

/// The whole picture, with a frame about the part that is shown enlarged.
fn overview(photo: &Photo) -> String {
    let (x, y) = photo.crop.unwrap_or_default();
    let percent = |part: u32, whole: u32| f64::from(part) / f64::from(whole) * 100.0;
    let style = format!(
        "left:{:.2}%;top:{:.2}%;width:{:.2}%;height:{:.2}%",
        percent(x, photo.width),
        percent(y, photo.height),
        percent(CROP, photo.width),
        percent(CROP, photo.height)
    );
    let image = format!("<img src='crops/{}-whole.jpg' loading=lazy alt='{}'>", photo.stem, photo.title);
    format!(
        "<figure class=overview><div>{image}<i style='{style}'></i></div>\
         <figcaption>Where the part is</figcaption></figure>\n"
    )
}

/// The packed files themselves, decoded by whatever shows the page.
fn whole(photos: &[Photo], machine: &Machine) -> String {
    let mut html = String::from(
        "<h2>The files themselves</h2>\n<p>Not copies but what the library wrote: your browser decodes it. (HEIF is \
         shown as heif-convert decodes it.)</p>\n",
    );
    for photo in photos.iter().filter(|photo| photo.crop.is_none()) {
        let (width, height) = (photo.width, photo.height);
        let image = |src: &str| format!("<img src='{src}' width={width} height={height} loading=lazy alt=''>");
        let pairs = if lossy(machine).count() == 3 { " pairs" } else { "" };
        html += &format!("<h3>{}</h3>\n<div class='whole{pairs}'>\n", title(photo));
        let (original, link) = (image(&format!("originals/{}.png", photo.stem)), original_link(photo));
        html += &format!("<figure>{original}<figcaption>{link}</figcaption></figure>\n");
        for file in lossy(machine).map(|(format, _)| photo.file(format, 70)) {
            html += &format!("<figure>{}{}</figure>\n", image(&file.shown), caption(file));
        }
        html += "</div>\n";
    }
    html
}

fn plots(photos: &[Photo]) -> String {
    let scales = Scales::new(photos);
    let mut html = String::from(
        "<h2>Size against likeness</h2>\n<p>Further up is closer to the original, further left is smaller; the numbers \
         at the points are qualities. All plots have the same scales.</p>\n<div class=plots>\n",
    );
    for photo in photos {
        let (png, webp) = (photo.file("PNG", 100).bits_per_pixel, photo.file("WebP", 100).bits_per_pixel);
        html += &format!(
            "<figure><figcaption><b>{}</b>Lossless: PNG {png:.2}, WebP {webp:.2} bits per pixel</figcaption>\
             {}</figure>\n",
            photo.title,
            plot(photo, &scales)
        );
    }
    html + "</div>\n"
}

fn table(photos: &[Photo], machine: &Machine) -> String {
    let mut html = String::from(
        "<h2>All figures</h2>\n<div class=scroll><table>\n<thead><tr><th>Format<th>Quality<th>Time, ms\
         <th><abbr title='megapixels a second'>MP/s</abbr><th>Bytes<th>Bits per pixel<th>PSNR, dB</thead>\n",
    );
    for photo in photos {
        html += &format!("<tbody><tr><th colspan=7>{}\n", title(photo));
        for file in &photo.files {
            let quality = if file.format == "PNG" { "–".to_owned() } else { file.quality.to_string() };
            let psnr = file.psnr.map_or("<span class=lossless>lossless</span>".to_owned(), |psnr| format!("{psnr:.2}"));
            html += &format!(
                "<tr><td><a href='{}'>{}</a><td>{quality}<td>{:.1}{}<td>{:.1}<td>{}<td>{:.2}<td>{psnr}\n",
                file.name,
                file.format,
                file.ms,
                if file.runs == 1 { "<span class=once>*</span>" } else { "" },
                file.megapixels_per_second,
                grouped(file.bytes),
                file.bits_per_pixel
            );
        }
        html += "</tbody>\n";
    }
    html += "</table></div>\n";
    if lossy(machine).count() < LOSSY.len() {
        html += "<p>HEIF is left out: this build has no plugin for it.</p>\n";
    }
    html
}

fn foot(machine: &Machine) -> String {
    let Machine { processor, cores, load, library, judge, .. } = machine;
    let [(short, often), (long, some), _] = RUNS;
    format!(
        "<footer>\n<p>Times are those of the pack call alone, from pixels in memory to a file: the median of {often} \
         runs, of {some} if packing takes more than {:.0} ms, one run if it takes more than {:.0} s (*). They were \
         measured when this page was made; other machines, and other work on the same machine, give other times, so \
         read them as ratios.</p>\n<p>Each file was decoded by {} with the system’s codecs (HEIF by \
         heif-convert), not by the library, and compared with the original, which the same program had decoded. \
         Originals that are JPEGs lost 5 columns and 3 rows first, so that their old blocks give ours no advantage. \
         PSNR is taken over all samples of red, green and blue; it says less about pictures than eyes do.</p>\n\
         <p>{} with {} on {cores} cores, {}; load average {} \
         when the demo began. Pictures: public domain or CC0, as tests/images/README.md says.</p>\n</footer>\n",
        short,
        long / 1e3,
        escaped(judge),
        escaped(library),
        list(machine),
        escaped(processor),
        escaped(load)
    )
}

fn title(photo: &Photo) -> String {
    format!("{} <small>{}×{}</small>", photo.title, photo.width, photo.height)
}

fn original_link(photo: &Photo) -> String {
    let file = photo.file("PNG", 100);
    format!("<b>Original</b><br><a href='{}'>as PNG</a>, {}", file.name, size(file.bytes))
}

/// Format and quality, bytes, PSNR.
fn caption(file: &Packed) -> String {
    let psnr = file.psnr.map_or("lossless".to_owned(), |psnr| format!("{psnr:.1} dB"));
    let Packed { name, format, quality, bytes, .. } = file;
    format!("<figcaption><b><a href='{name}'>{format} {quality}</a></b><br>{}, {psnr}</figcaption>", size(*bytes))
}

/// Names and endings of the lossy formats that were packed.
fn lossy(machine: &Machine) -> impl Iterator<Item = (&'static str, &'static str)> {
    LOSSY.into_iter().filter_map(|name| machine.formats.iter().find(|row| row.0 == name).map(|row| (row.0, row.1)))
}

/// The names of what was packed, for a sentence.
fn list(machine: &Machine) -> String {
    let names: Vec<&str> = machine.formats.iter().map(|format| format.0).chain(["GIF"]).collect();
    let (last, others) = names.split_last().expect("there are formats");
    format!("{} and {last}", others.join(", "))
}

/// Bytes for people: kB and MB are powers of ten.
pub fn size(bytes: u64) -> String {
    match bytes as f64 {
        b if b < 1e5 => format!("{:.1} kB", b / 1e3),
        b if b < 1e6 => format!("{:.0} kB", b / 1e3),
        b => format!("{:.2} MB", b / 1e6),
    }
}

fn duration(ms: f64) -> String {
    if ms < 1000.0 { format!("{ms:.0} ms") } else { format!("{:.2} s", ms / 1e3) }
}

/// An integer with a thin space before every third digit.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
    parts.join("\u{202f}")
}

/// Text that came from a program, as HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
