//! XMP of Ultra HDR files, version 1: what the gain map's packet says about itself (namespace `hdrgm`), and the
//! directory of images in the base image's packet.

#![forbid(unsafe_code)]

use std::fmt::Write;

use memchr::memmem;
use roxmltree::{Document, Node, ParsingOptions};

use super::iso::gamma_of;
use crate::metadata::hdr::GainMapMetadata;

/// What the payload of a segment with an XMP packet begins with.
pub const TAG: &[u8; 29] = b"http://ns.adobe.com/xap/1.0/\0";

/// The namespace of gain maps: an image whose packet names it is one, or has one.
pub const HDRGM: &str = "http://ns.adobe.com/hdr-gain-map/1.0/";
const CONTAINER: &str = "http://ns.google.com/photos/1.0/container/";
const ITEM: &str = "http://ns.google.com/photos/1.0/container/item/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Longest packet of a base image that is read: a segment holds less.
const PACKET_BYTES: usize = 1 << 16;

/// Longest packet of a gain map; there is little to say. Each attribute of an element is compared with all before it, and
/// an index may name many images that have such packets.
const GAIN_MAP_PACKET_BYTES: usize = 1 << 14;

/// Most elements, texts and the like of a packet.
const NODES: u32 = 1 << 14;

/// Most namespaces that a packet declares. An element that declares one gets a copy of all that hold around it: of two
/// thousand within each other, which 46 kB suffice for, seconds.
const NAMESPACES: usize = 128;

/// The packet of a base image whose gain map of `gain_map_bytes` follows it.
pub fn directory(gain_map_bytes: usize) -> String {
    let item = |semantic: &str, more: &str| {
        format!(
            "<rdf:li rdf:parseType=\"Resource\"><Container:Item Item:Semantic=\"{semantic}\" \
             Item:Mime=\"image/jpeg\"{more}/></rdf:li>"
        )
    };
    let primary = item("Primary", "");
    let gain_map = item("GainMap", &format!(" Item:Length=\"{gain_map_bytes}\""));
    packet(
        &format!("xmlns:hdrgm=\"{HDRGM}\" xmlns:Container=\"{CONTAINER}\" xmlns:Item=\"{ITEM}\" hdrgm:Version=\"1.0\""),
        &format!("<Container:Directory><rdf:Seq>{primary}{gain_map}</rdf:Seq></Container:Directory>"),
    )
}

/// The packet of a gain map. Channels that are alike have one number, which every reader understands.
pub fn write(how: &GainMapMetadata) -> String {
    let backward = how.base_headroom > how.alternate_headroom;
    let swapped = |base, alternate| if backward { [alternate, base] } else { [base, alternate] };
    let [offset_sdr, offset_hdr] = swapped(how.base_offset, how.alternate_offset);
    let [least, most] = swapped([how.base_headroom; 3], [how.alternate_headroom; 3]);
    let mut attributes = format!("xmlns:hdrgm=\"{HDRGM}\" hdrgm:Version=\"1.0\"");
    let mut elements = String::new();
    for (name, values) in [
        ("GainMapMin", how.min),
        ("GainMapMax", how.max),
        ("Gamma", how.gamma.map(gamma_of)),
        ("OffsetSDR", offset_sdr),
        ("OffsetHDR", offset_hdr),
        ("HDRCapacityMin", least),
        ("HDRCapacityMax", most),
    ] {
        // What is no number would be no XMP.
        let values = values.map(|value| if value.is_finite() { value } else { 0.0 });
        // Writing to a string cannot fail.
        let _ = if how.channels == 1 || values == [values[0]; 3] {
            write!(attributes, " hdrgm:{name}=\"{}\"", values[0])
        } else {
            let [red, green, blue] = values.map(|value| format!("<rdf:li>{value}</rdf:li>"));
            write!(elements, "<hdrgm:{name}><rdf:Seq>{red}{green}{blue}</rdf:Seq></hdrgm:{name}>")
        };
    }
    let _ = write!(attributes, " hdrgm:BaseRenditionIsHDR=\"{}\"", if backward { "True" } else { "False" });
    packet(&attributes, &elements)
}

fn packet(attributes: &str, elements: &str) -> String {
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"{RDF}\"><rdf:Description rdf:about=\"\" {attributes}>{elements}</rdf:Description></rdf:RDF>\
         </x:xmpmeta><?xpacket end=\"r\"?>"
    )
}

/// Where a directory says that the gain map lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GainMapItem {
    /// Bytes between the end of the base image and the gain map.
    pub behind_base: u64,
    /// Bytes of the gain map.
    pub length: u64,
}

/// The gain map of the directory in a base image's packet.
pub fn gain_map_item(packet: &[u8]) -> Option<GainMapItem> {
    let text = text_of(packet, PACKET_BYTES)?;
    let document = parsed(text)?;
    let mut behind_base = 0_u64;
    for item in document.descendants().filter(|node| node.has_tag_name((CONTAINER, "Item"))) {
        let number = |name: &str| scalar(item, ITEM, name).map_or(Some(0), |text| text.trim().parse::<u64>().ok());
        let length = number("Length")?;
        match scalar(item, ITEM, "Semantic")? {
            "GainMap" => return Some(GainMapItem { behind_base, length }),
            "Primary" => behind_base = number("Padding")?,
            _ => behind_base = behind_base.checked_add(length)?.checked_add(number("Padding")?)?,
        }
    }
    None
}

/// What a gain map's packet says; None if it says nothing, or lacks what it must say. What has a default may be
/// missing.
pub fn read(packet: &[u8]) -> Option<GainMapMetadata> {
    let text = text_of(packet, GAIN_MAP_PACKET_BYTES)?;
    let document = parsed(text)?;
    let is_about = |node: &Node<'_, '_>| scalar(*node, HDRGM, "Version").is_some();
    let about = document.descendants().find(is_about)?;
    let default = GainMapMetadata::default();
    let optional = |name, default: [f32; 3]| numbers(about, name, Some((default, 1)));
    let (max, mut channels) = numbers(about, "GainMapMax", None)?;
    let mut of = |(values, count)| {
        channels = channels.max(count);
        values
    };
    let min = of(optional("GainMapMin", [0.0; 3])?);
    let gamma = of(optional("Gamma", default.gamma)?);
    let mut base_offset = of(optional("OffsetSDR", default.base_offset)?);
    let mut alternate_offset = of(optional("OffsetHDR", default.alternate_offset)?);
    let (least, _) = optional("HDRCapacityMin", [0.0; 3])?;
    let (most, _) = numbers(about, "HDRCapacityMax", None)?;
    let (mut base_headroom, mut alternate_headroom) = (least[0], most[0]);
    if scalar(about, HDRGM, "BaseRenditionIsHDR").is_some_and(|text| text.trim().eq_ignore_ascii_case("true")) {
        std::mem::swap(&mut base_headroom, &mut alternate_headroom);
        std::mem::swap(&mut base_offset, &mut alternate_offset);
    }
    gamma.iter().all(|gamma| *gamma > 0.0).then_some(GainMapMetadata {
        channels,
        base_headroom,
        alternate_headroom,
        max,
        min,
        gamma,
        base_offset,
        alternate_offset,
        ..default
    })
}

/// A packet of at most so many bytes as text, without the zeros that some writers put behind it.
fn text_of(packet: &[u8], most: usize) -> Option<&str> {
    let text = if packet.len() <= most { str::from_utf8(packet).ok()? } else { return None };
    Some(text.trim_end_matches('\0'))
}

/// Without document types there are no entities that grow.
fn parsed(text: &str) -> Option<Document<'_>> {
    if memmem::find_iter(text.as_bytes(), "xmlns").count() > NAMESPACES {
        return None;
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).ok()
}

/// The value of a property that has one: an attribute, or the text of an element.
fn scalar<'a>(node: Node<'a, '_>, space: &str, name: &str) -> Option<&'a str> {
    node.attribute((space, name)).or_else(|| node.children().find(|child| child.has_tag_name((space, name)))?.text())
}

/// The values of red, green and blue, and how many were said: one, or three in a sequence. `default` holds if there is
/// no such property at all.
fn numbers(about: Node<'_, '_>, name: &str, default: Option<([f32; 3], u8)>) -> Option<([f32; 3], u8)> {
    let number = |text: &str| text.trim().parse::<f32>().ok().filter(|value| value.is_finite());
    let element = about.children().find(|child| child.has_tag_name((HDRGM, name)));
    let sequence = element.and_then(|element| element.children().find(|child| child.has_tag_name((RDF, "Seq"))));
    let Some(sequence) = sequence else {
        return match scalar(about, HDRGM, name) {
            Some(text) => number(text).map(|value| ([value; 3], 1)),
            None => default,
        };
    };
    let mut values = [0.0; 3];
    let mut found = sequence.children().filter(|child| child.has_tag_name((RDF, "li")));
    for value in &mut values {
        *value = number(found.next()?.text()?)?;
    }
    Some((values, 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how() -> GainMapMetadata {
        GainMapMetadata { min: [-0.5; 3], max: [2.1, 2.25, 2.5], alternate_headroom: 2.5, ..GainMapMetadata::default() }
    }

    /// A packet of somebody else.
    fn foreign(attributes: &str, elements: &str) -> Vec<u8> {
        format!(
            "<?xpacket begin='\u{FEFF}' id='W5M0MpCehiHzreSzNTczkc9d'?>\n<x:xmpmeta xmlns:x='adobe:ns:meta/'>\n\
             <r:RDF xmlns:r='{RDF}'>\n<r:Description r:about='' xmlns:g='{HDRGM}' {attributes}>{elements}\
             </r:Description></r:RDF></x:xmpmeta>\n   \n<?xpacket end='w'?>\0"
        )
        .into_bytes()
    }

    #[test]
    fn what_was_written_is_read() {
        assert_eq!(read(write(&how()).as_bytes()), Some(how()));
        let gray = GainMapMetadata { channels: 1, max: [2.25; 3], ..how() };
        let text = write(&gray);
        assert!(text.contains("hdrgm:GainMapMax=\"2.25\"") && !text.contains("rdf:Seq"));
        assert_eq!(read(text.as_bytes()), Some(gray));
        let backward = GainMapMetadata {
            base_headroom: 2.5,
            alternate_headroom: 0.0,
            base_offset: [0.5; 3],
            alternate_offset: [0.25; 3],
            ..how()
        };
        let text = write(&backward);
        assert!(text.contains("OffsetSDR=\"0.25\"") && text.contains("BaseRenditionIsHDR=\"True\""));
        assert_eq!(read(text.as_bytes()), Some(backward));
    }

    #[test]
    fn what_is_no_number_does_not_spoil_the_packet() {
        let odd = GainMapMetadata { min: [f32::NAN; 3], gamma: [-1.0, 0.0, f32::INFINITY], ..how() };
        assert_eq!(read(write(&odd).as_bytes()), Some(GainMapMetadata { min: [0.0; 3], gamma: [1.0; 3], ..how() }));
    }

    #[test]
    fn attributes_and_elements_mean_the_same() {
        let packet = foreign("g:Version='1.0' g:GainMapMax='2' g:HDRCapacityMax=' 3.5 '", "");
        let found = read(&packet).unwrap();
        let headrooms = (found.base_headroom, found.alternate_headroom);
        assert_eq!((found.max, found.min, headrooms, found.channels), ([2.0; 3], [0.0; 3], (0.0, 3.5), 1));
        assert_eq!(
            (found.gamma, found.base_offset, found.alternate_offset),
            ([1.0; 3], [1.0 / 64.0; 3], [1.0 / 64.0; 3])
        );
        let elements =
            "<g:Version>1.0</g:Version> <g:GainMapMax> 2 </g:GainMapMax><g:HDRCapacityMax>3.5</g:HDRCapacityMax>";
        assert_eq!(read(&foreign("", elements)), Some(found));
        let sequence = "<g:GainMapMax><r:Seq><r:li>2</r:li> <r:li>2</r:li>\n<r:li>2</r:li></r:Seq></g:GainMapMax>";
        let of_three = read(&foreign("g:Version='1.0' g:HDRCapacityMax='3.5'", sequence)).unwrap();
        assert_eq!(of_three, GainMapMetadata { channels: 3, ..found });
        for text in ["True", "true", "TRUE"] {
            let more = format!("g:Version='1' g:GainMapMax='2' g:HDRCapacityMax='3.5' g:BaseRenditionIsHDR='{text}'");
            assert_eq!(read(&foreign(&more, "")).unwrap().base_headroom, 3.5, "{text}");
        }
    }

    #[test]
    fn what_must_be_said_is_missed() {
        for attributes in [
            "",
            "g:Version='1.0'",
            "g:Version='1.0' g:GainMapMax='2'",
            "g:Version='1.0' g:HDRCapacityMax='2'",
            "g:GainMapMax='2' g:HDRCapacityMax='2'",
            "g:Version='1.0' g:GainMapMax='two' g:HDRCapacityMax='2'",
            "g:Version='1.0' g:GainMapMax='inf' g:HDRCapacityMax='2'",
            "g:Version='1.0' g:GainMapMax='2' g:HDRCapacityMax='2' g:Gamma='0'",
        ] {
            assert_eq!(read(&foreign(attributes, "")), None, "{attributes}");
        }
        let two = "<g:GainMapMax><r:Seq><r:li>2</r:li><r:li>2</r:li></r:Seq></g:GainMapMax>";
        assert_eq!(read(&foreign("g:Version='1.0' g:HDRCapacityMax='2'", two)), None);
        assert_eq!(read(b"\xFF\xFE<"), None);
        assert_eq!(read(&foreign("g:Version='1.0' g:GainMapMax='2' g:HDRCapacityMax='2'", &" ".repeat(1 << 16))), None);
    }

    /// Elements in elements that declare a namespace each, and attributes without end: such packets cost seconds.
    #[test]
    fn what_takes_long_to_parse_is_not_read() {
        let needed = "g:Version='1.0' g:GainMapMax='2' g:HDRCapacityMax='2'";
        let nested = |count: usize| {
            let open: String = (0..count).map(|i| format!("<a xmlns:n{i}='u{i}'>")).collect();
            open + &"</a>".repeat(count)
        };
        let item = "<c:Item i:Semantic='GainMap' i:Length='50'/>";
        let names = format!("xmlns:c='{CONTAINER}' xmlns:i='{ITEM}'");
        for (count, is_read) in [(100, true), (150, false)] {
            assert_eq!(read(&foreign(needed, &nested(count))).is_some(), is_read, "{count}");
            let base = foreign(&names, &(item.to_owned() + &nested(count)));
            assert_eq!(gain_map_item(&base).is_some(), is_read, "{count}");
        }
        for (count, is_read) in [(1500, true), (2000, false)] {
            let attributes: String = (0..count).map(|i| format!("a{i}='' ")).collect();
            assert_eq!(read(&foreign(&(attributes + needed), "")).is_some(), is_read, "{count}");
        }
    }

    #[test]
    fn a_directory_says_where_the_gain_map_is() {
        let item = gain_map_item(directory(4711).as_bytes());
        assert_eq!(item, Some(GainMapItem { behind_base: 0, length: 4711 }));
        assert_eq!(gain_map_item(write(&how()).as_bytes()), None);
        assert_eq!(read(directory(4711).as_bytes()), None);
        let items = "<c:Directory><r:Seq><r:li r:parseType='Resource'><c:Item i:Semantic='Primary' i:Padding='8'/></r:li>\
            <r:li><c:Item i:Semantic='Depth' i:Length='100' i:Padding='1'/></r:li>\
            <r:li><c:Item><i:Semantic>GainMap</i:Semantic><i:Length>50</i:Length></c:Item></r:li></r:Seq></c:Directory>";
        let names = format!("xmlns:c='{CONTAINER}' xmlns:i='{ITEM}'");
        let found = gain_map_item(&foreign(&names, items));
        assert_eq!(found, Some(GainMapItem { behind_base: 109, length: 50 }));
        let huge = items.replace("100", "18446744073709551615");
        assert_eq!(gain_map_item(&foreign(&names, &huge)), None);
    }
}
