//! Photos: of the corpus in tests/images, and of Debian's package of wallpapers.

use std::fs;
use std::path::Path;

use super::Picture;
use crate::{Result, path};

/// The package that `./dev bench` installs, and where its files are. All that are used here are CC-BY-4.0.
pub const PACKAGE: &str = "lomiri-wallpapers-16.04";
const FOLDER: &str = "/usr/share/backgrounds";

/// The photo of the corpus, whole: 5312x2988.
pub fn seeding() -> Result<Picture> {
    jpeg(&path("tests/images/seeding.jpg"))
}

/// Its middle, pixel for pixel: 3464x2309, 8 MP.
pub fn seeding_8m() -> Result<Picture> {
    Ok(seeding()?.middle(3464, 2309))
}

/// Its middle at half size: 1500x1000.
pub fn seeding_1m5() -> Result<Picture> {
    Ok(seeding()?.middle(3000, 2000).halved())
}

/// 100 MP: the photo mirrored to and fro, so that there are no edges between its copies.
pub fn seeding_100m() -> Result<Picture> {
    let photo = seeding()?;
    let fold = |at: usize, size: usize| if at / size % 2 == 0 { at % size } else { size - 1 - at % size };
    Ok(Picture::by_rule(12_000, 8_334, |x, y| {
        let pixel = &photo.rgba[(fold(y, photo.height) * photo.width + fold(x, photo.width)) * 4..];
        [pixel[0], pixel[1], pixel[2]]
    }))
}

/// A brook between stones and leaves, 3088x2056: detail everywhere.
pub fn brook() -> Result<Picture> {
    wallpaper("life_by_Aitzol_Berasategi.jpg")
}

/// Mountains and sky at half size, 1632x1224.
pub fn mountains() -> Result<Picture> {
    Ok(wallpaper("picosdeeuropa_by_Aitzol_Berasategi.jpg")?.halved())
}

/// A dandelion before soft light at half size, 1920x1080: mostly out of focus.
pub fn dandelion() -> Result<Picture> {
    Ok(wallpaper("umang_by_Abhishek_Mudgal.jpg")?.halved())
}

/// A photo of 512x512.
pub fn astronaut() -> Result<Picture> {
    let name = "tests/images/astronaut.png";
    let file = fs::read(path(name)).map_err(|error| format!("{name}: {error}"))?;
    let (width, height, rgba) = crate::verify::decode_png(&file)?;
    Ok(Picture::new(width, height, rgba, true))
}

/// Its middle at half size.
pub fn astronaut_256() -> Result<Picture> {
    Ok(astronaut()?.halved())
}

/// A quarter as wide.
pub fn astronaut_128() -> Result<Picture> {
    Ok(astronaut_256()?.halved())
}

/// A face of 64x64.
pub fn thumbnail() -> Result<Picture> {
    Ok(astronaut()?.part(190, 60, 64, 64))
}

fn wallpaper(name: &str) -> Result<Picture> {
    jpeg(&Path::new(FOLDER).join(name)).map_err(|error| format!("{error} (of the package {PACKAGE})"))
}

fn jpeg(path: &Path) -> Result<Picture> {
    let file = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let image = turbojpeg::decompress(&file, turbojpeg::PixelFormat::RGBA);
    let image = image.map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Picture::new(image.width, image.height, image.pixels, true))
}
