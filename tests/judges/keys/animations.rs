//! GIF and WebP.

use std::fs;

use super::*;

#[test]
fn animations() {
    let folder = Folder::new("animations");
    let gif = folder.0.join("two.gif");
    let frames = ["-delay", "7", "-dispose", "Background", "-size", "30x20", "xc:red", "-delay", "25", "xc:blue"];
    output(CONVERT, &[&frames[..], &["-loop", "3", gif.to_str().unwrap()]].concat());
    let number = |key| match value(&gif, key) {
        Some(Property::Integers(numbers)) if numbers.len() == 1 => numbers[0],
        other => panic!("{key}: {other:?}"),
    };
    assert_eq!((number("GifCanvasWidth"), number("GifCanvasHeight")), (30, 20));
    assert_eq!((number("GifDelayTime"), number("GifUnclampedDelayTime")), (100, 70));
    assert_eq!(number("GifDisposalType"), 2);
    let bytes = fs::read(&gif).unwrap();
    assert_eq!(number("GifHasGlobalColorMap"), i64::from(bytes[10] >> 7));
    let at = bytes.windows(13).position(|window| window == b"NETSCAPE2.0\x03\x01").unwrap() + 13;
    assert_eq!(number("GifLoopCount"), i64::from(u16::from_le_bytes([bytes[at], bytes[at + 1]])));
    let pairs = [
        ("GifCanvasWidth", "GIF:ImageWidth"),
        ("GifCanvasHeight", "GIF:ImageHeight"),
        ("GifHasGlobalColorMap", "GIF:HasColorMap"),
        ("GifLoopCount", "GIF:AnimationIterations"),
    ];
    check(&gif, &pairs);
    let still = folder.0.join("still.webp");
    let png = image("chelsea.png");
    output("cwebp", &["-quiet", png.to_str().unwrap(), "-o", still.to_str().unwrap()]);
    assert_eq!(value(&still, "WebPCanvasWidth"), Some(Property::Integers(vec![451])));
    assert_eq!(value(&still, "WebPCanvasHeight"), Some(Property::Integers(vec![300])));
    assert_eq!(value(&still, "WebPLoopCount"), None);
    let animated = folder.0.join("animated.webp");
    for (looped, told) in [("0", 0), ("4", 5)] {
        let frame = still.to_str().unwrap();
        let frames = ["-frame", frame, "+40", "-frame", frame, "+70000", "-loop", looped];
        output("webpmux", &[&frames[..], &["-o", animated.to_str().unwrap()]].concat());
        assert_eq!(value(&animated, "WebPDelayTime"), Some(Property::Integers(vec![100])));
        assert_eq!(value(&animated, "WebPUnclampedDelayTime"), Some(Property::Integers(vec![40])));
        assert_eq!(value(&animated, "WebPLoopCount"), Some(Property::Integers(vec![told])));
        assert_eq!(value(&animated, "WebPCanvasWidth"), Some(Property::Integers(vec![451])));
    }
}
