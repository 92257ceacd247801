//! The table of what is compared: each call beside its peers.

use std::rc::Rc;

use super::calls::{Alpha, Format, Map, Recipe};
use super::image::Image;
use super::{Output, Side, Who, peers};
use crate::{Result, machine};

/// How large the image is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// 12 MP, which no cache holds: memory and its pages decide.
    Large,
    /// A thumbnail: what a call costs besides.
    Small,
}

impl Shape {
    /// Width and height.
    pub fn size(self) -> (usize, usize) {
        match self {
            Self::Large => (4000, 3000),
            Self::Small => (256, 256),
        }
    }

    /// As filters say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Large => "large",
            Self::Small => "small",
        }
    }
}

/// One call and its peers.
pub struct Group {
    /// As rows and filters say it.
    pub what: &'static str,
    /// The images it is measured with.
    pub shapes: &'static [Shape],
    /// By how much a sample may differ from the peer's, where both can be compared: rounding.
    pub tolerance: Option<u8>,
    /// Sets all sides up.
    pub sides: for<'a> fn(&'a Image) -> Result<Vec<Side<'a>>>,
}

const BOTH: &[Shape] = &[Shape::Large, Shape::Small];
/// A peer that does something else of the same cost.
const ANYTHING: Option<u8> = Some(255);

const fn group(what: &'static str, tolerance: u8, sides: for<'a> fn(&'a Image) -> Result<Vec<Side<'a>>>) -> Group {
    Group { what, shapes: BOTH, tolerance: Some(tolerance), sides }
}

/// All of them.
pub const GROUPS: &[Group] = &[
    group("create BGRA from BGRA", 0, |image| {
        create(image, Format::Bgra, Format::Bgra, Alpha::Unpremultiplied, vec![])
    }),
    group("create RGBA from BGRA", 0, |image| {
        create(image, Format::Bgra, Format::Rgba, Alpha::Unpremultiplied, vec![peers::swizzle(image)])
    }),
    Group {
        tolerance: ANYTHING, // of RGBA from RGBA
        ..group("create RGBA from BGRA, premultiplied", 0, |image| {
            create(image, Format::Bgra, Format::Rgba, Alpha::Premultiplied, vec![peers::multiply(image)])
        })
    },
    group("create RGB_888 from RGBA", 0, |image| {
        create(image, Format::Rgba, Format::Rgb, Alpha::Opaque, vec![peers::to_rgb(image)])
    }),
    group("create RGB_565 from RGBA", 0, |image| create(image, Format::Rgba, Format::Rgb565, Alpha::Opaque, vec![])),
    group("create RGBA_F16 from RGBA", 0, |image| {
        create(image, Format::Rgba, Format::F16, Alpha::Unpremultiplied, vec![])
    }),
    group("create RGBA_1010102 from RGBA", 0, |image| {
        create(image, Format::Rgba, Format::Ten, Alpha::Unpremultiplied, vec![])
    }),
    group("create NV12 from RGBA", 2, |image| {
        create(image, Format::Rgba, Format::Nv12, Alpha::Opaque, vec![peers::to_nv12(image)])
    }),
    group("create RGBA from NV12", 2, |image| {
        create(image, Format::Nv12, Format::Rgba, Alpha::Opaque, vec![peers::from_nv12(image)])
    }),
    group("create RGBA from P010", 2, |image| {
        create(image, Format::P010, Format::Rgba, Alpha::Opaque, vec![peers::from_p010(image)])
    }),
    group("ConvertAlphaType to premultiplied", 0, |image| convert_alpha(image, true)),
    group("ConvertAlphaType to unpremultiplied", 0, |image| convert_alpha(image, false)),
    group("ReadPixels", 0, |image| {
        let map = rgba(image, Alpha::Unpremultiplied)?;
        let call = |map: &Map, bytes: &mut Vec<u8>| map.read(bytes);
        over(image, &map, call, vec![])
    }),
    group("WritePixels", 0, |image| {
        let map = rgba(image, Alpha::Unpremultiplied)?;
        over(image, &map, |map, bytes| map.write(bytes), vec![])
    }),
    group("ReadPixelsFromArea, the whole, premultiplied", 0, |image| {
        let map =
            Rc::new(Recipe::new(image.size, Format::Rgba, Format::Rgba, Alpha::Premultiplied)?.make(&image.words)?);
        let size = image.size;
        over(image, &map, move |map, bytes| map.read_area(size, bytes), vec![peers::alpha_over(image, false)])
    }),
    group("Clone", 0, |image| fresh(&rgba(image, Alpha::Unpremultiplied)?, Map::copy, image.words.len())),
    group("ApplyFlip, horizontally", 0, |image| {
        let map = rgba(image, Alpha::Unpremultiplied)?;
        over(image, &map, |map, _| map.flip(), vec![])
    }),
    group("ApplyRotate by 90", 0, |image| {
        let map = rgba(image, Alpha::Unpremultiplied)?;
        let mut sides = ours(move || map.rotate().map(|()| Output::Nothing));
        sides.push(peers::copy(image.words.len()));
        Ok(sides)
    }),
    group("CreateCroppedAndScaledPixelMap, the middle", 0, |image| {
        let size = image.size;
        fresh(&rgba(image, Alpha::Unpremultiplied)?, move |map| map.middle(size), image.words.len() / 4)
    }),
    group("scale by 1/4, NONE", 0, |image| scale(image, 0.25, 0)),
    group("scale by 1/4, LOW", 1, |image| scale(image, 0.25, 1)),
    Group { tolerance: ANYTHING, ..group("scale by 1/4, MEDIUM", 0, |image| scale(image, 0.25, 2)) },
    group("scale by 1/4, HIGH", 2, |image| scale(image, 0.25, 3)),
    // Every other pixel lies on the border of two, of which the crate takes the other one.
    Group { tolerance: ANYTHING, ..group("scale by 3/2, NONE", 0, |image| scale(image, 1.5, 0)) },
    group("scale by 3/2, LOW", 1, |image| scale(image, 1.5, 1)),
    Group { tolerance: ANYTHING, ..group("scale by 3/2, MEDIUM", 0, |image| scale(image, 1.5, 2)) },
    group("scale by 3/2, HIGH", 2, |image| scale(image, 1.5, 3)),
];

/// One thread, and all cores.
fn levels() -> Vec<usize> {
    let mut levels = vec![1, machine::cores()];
    levels.dedup();
    levels
}

/// Ours with every number of threads that is measured.
fn ours<'a>(call: impl Fn() -> Result<Output> + 'a) -> Vec<Side<'a>> {
    let call = Rc::new(call);
    let side = |threads| {
        let call = Rc::clone(&call);
        Side { who: Who::Ours(threads), call: Box::new(move || call()), last: Output::Nothing }
    };
    levels().into_iter().map(side).collect()
}

/// A PixelMap of the image's words as they are.
fn rgba(image: &Image, alpha: Alpha) -> Result<Rc<Map>> {
    Ok(Rc::new(Recipe::new(image.size, Format::Rgba, Format::Rgba, alpha)?.make(&image.words)?))
}

/// CreatePixelmap.
fn create<'a>(image: &'a Image, from: Format, to: Format, alpha: Alpha, peers: Vec<Side<'a>>) -> Result<Vec<Side<'a>>> {
    let source = match from {
        Format::Nv12 => &image.nv12,
        Format::P010 => &image.p010,
        _ => &image.words,
    };
    let recipe = Recipe::new(image.size, from, to, alpha)?;
    let made = recipe.make(source)?.bytes()?.len();
    let mut sides = ours(move || recipe.make(source).map(Output::Map));
    sides.push(peers::copy((source.len() + made) / 2));
    sides.extend(peers);
    Ok(sides)
}

/// ConvertAlphaType between two PixelMaps.
fn convert_alpha(image: &Image, premultiply: bool) -> Result<Vec<Side<'_>>> {
    let recipe = |alpha| Recipe::new(image.size, Format::Rgba, Format::Rgba, alpha);
    let words = recipe(Alpha::Unpremultiplied)?.make(&image.words)?;
    let multiplied = recipe(Alpha::Premultiplied)?.make(&image.words)?;
    let (source, target) = if premultiply { (words, multiplied) } else { (multiplied, words) };
    let mut sides = ours(move || source.convert_alpha_to(&target, premultiply).map(|()| Output::Nothing));
    sides.push(peers::copy_over(image.words.len()));
    sides.push(peers::alpha_over(image, premultiply));
    Ok(sides)
}

/// Calls that copy pixels between a PixelMap and memory that is there, or change them in their places.
fn over<'a>(
    image: &'a Image,
    map: &Rc<Map>,
    call: impl Fn(&Map, &mut Vec<u8>) -> Result + 'a,
    peers: Vec<Side<'a>>,
) -> Result<Vec<Side<'a>>> {
    let (map, bytes) = (Rc::clone(map), std::cell::RefCell::new(vec![1; image.words.len()]));
    let mut sides = ours(move || call(&map, &mut bytes.borrow_mut()).map(|()| Output::Nothing));
    sides.push(peers::copy_over(image.words.len()));
    sides.extend(peers);
    Ok(sides)
}

/// Calls that make a PixelMap of `made` bytes from another.
fn fresh<'a>(map: &Rc<Map>, call: impl Fn(&Map) -> Result<Map> + 'a, made: usize) -> Result<Vec<Side<'a>>> {
    let map = Rc::clone(map);
    let mut sides = ours(move || call(&map).map(Output::Map));
    sides.push(peers::copy(made));
    Ok(sides)
}

/// CreateScaledPixelMapWithAntiAliasing.
fn scale(image: &Image, scale: f32, level: usize) -> Result<Vec<Side<'_>>> {
    let map = rgba(image, Alpha::Opaque)?;
    let mut sides = ours(move || map.scaled(scale, level as i32).map(Output::Map));
    sides.push(peers::scale(image, scale, level));
    Ok(sides)
}
