//! PixelMaps edited and files decoded small, for the page of [`demo`](crate::demo): what examples/c/edit_image,
//! hdr_to_sdr and thumbnail make.

use std::path::Path;
use std::process::Command;

use crate::demo::output;
use crate::{Result, root};

/// Pictures that belong together: a title, a sentence, and what edit_image is told to do with which file.
struct Strip {
    title: &'static str,
    text: &'static str,
    file: &'static str,
    edits: &'static [(&'static str, &'static [&'static str])],
}

const STRIPS: [Strip; 3] = [
    Strip {
        title: "Reduced to a quarter",
        text: "The four anti-aliasing levels. Where pixels are only picked, fine lines break; the two upper levels look \
               at all of them.",
        file: "coffee.png",
        edits: &[
            ("None: the nearest pixel", &["scale=0.25,0.25,0"]),
            ("Low: linear between four pixels", &["scale=0.25,0.25,1"]),
            ("Medium: linear, on mipmaps", &["scale=0.25,0.25,2"]),
            ("High: cubic (Mitchell)", &["scale=0.25,0.25,3"]),
        ],
    },
    Strip {
        title: "Enlarged six times",
        text: "A part of 40 by 40 pixels.",
        file: "chelsea.png",
        edits: &[
            ("None", &["crop=150,80,40,40", "scale=6,6,0"]),
            ("Low", &["crop=150,80,40,40", "scale=6,6,1"]),
            ("Medium", &["crop=150,80,40,40", "scale=6,6,2"]),
            ("High", &["crop=150,80,40,40", "scale=6,6,3"]),
        ],
    },
    Strip {
        title: "Turned, mirrored, moved",
        text: "Turning by other than quarters makes the canvas grow; its corners stay empty.",
        file: "astronaut.png",
        edits: &[
            ("A quarter turn", &["scale=0.5,0.5,3", "rotate=90"]),
            ("30 degrees", &["scale=0.5,0.5,3", "rotate=30"]),
            ("Mirrored", &["scale=0.5,0.5,3", "flip=1,0"]),
            ("Moved by 40, -60", &["scale=0.5,0.5,3", "translate=40,-60"]),
        ],
    },
];

/// Makes the pictures in `folder`/edits with the examples in `examples`; returns their part of the page.
pub fn edits(examples: &Path, folder: &Path) -> Result<String> {
    std::fs::create_dir_all(folder.join("edits")).map_err(|error| format!("build/demo/edits: {error}"))?;
    let mut html = String::from(
        "<h2>Edited in memory</h2>\n<p>PixelMaps changed in place by the library and packed as PNG, by the example \
         program <code>edit_image</code>.</p>\n",
    );
    for strip in &STRIPS {
        html += &format!("<h3>{}</h3>\n<p>{}</p>\n<div class=edits>\n", strip.title, strip.text);
        for (caption, steps) in strip.edits {
            let name = format!("edits/{}-{}.png", strip.file, steps.join("-")).replace(['=', ','], "_");
            let input = root().join("tests/images").join(strip.file);
            output(Command::new(examples.join("edit_image")).arg(input).arg(folder.join(&name)).args(*steps))?;
            html += &format!(
                "<figure><img src='{name}' loading=lazy alt=''><figcaption><b>{caption}</b><br><code>{}</code>\
                 </figcaption></figure>\n",
                steps.join(" ")
            );
        }
        html += "</div>\n";
    }
    output(Command::new(examples.join("hdr_to_sdr")).arg(folder.join("edits/sdr.png")))?;
    html += "<h3>From high to standard dynamic range</h3>\n<p>Bars of growing light, from 0 to 4000 cd/m² in BT.2020 \
             with the PQ curve, after <code>OH_PixelmapNative_ToSdr</code>: highlights turn pale before they clip, and \
             no hue turns into another.</p>\n<figure><img src='edits/sdr.png' width=1024 height=336 loading=lazy alt=''>\
             <figcaption><b>8 bits, Display P3</b><br>made by <code>hdr_to_sdr</code></figcaption></figure>\n";
    let photo = root().join("tests/images/seeding.jpg");
    let said = output(Command::new(examples.join("thumbnail")).arg(photo).arg(folder.join("edits/thumbnail.jpg")))?;
    html += &format!(
        "<h3>A file, decoded small</h3>\n<p>What the headers of a photo say, and 512 columns of it: a JPEG is decoded at \
         1/8 of its size where that is enough, and then scaled.</p>\n<figure><img src='edits/thumbnail.jpg' width=512 \
         height=288 loading=lazy alt=''><figcaption><pre>{}</pre>said by <code>thumbnail</code></figcaption></figure>\n",
        said.trim()
    );
    Ok(html)
}
