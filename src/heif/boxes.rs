//! The boxes of a file (ISO/IEC 14496-12), where libheif does not tell or write what is in them.

#![forbid(unsafe_code)]

use std::ops::Range;

/// The first box of `kind` in `range`, from its length on.
pub fn find(file: &[u8], range: Range<usize>, kind: &[u8; 4]) -> Option<Range<usize>> {
    boxes(file, range).find(|found| file[found.start + 4..].starts_with(kind))
}

/// Boxes, one behind the other, as far as they are whole.
pub fn boxes(file: &[u8], range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let length = number(file, at, 4)? as usize;
        let end = at.checked_add(length).filter(|end| length >= 8 && *end <= range.end)?;
        let found = at..end;
        at = end;
        Some(found)
    })
}

/// A number of `length` bytes.
pub fn number(file: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = file.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// What is in the property box of `kind` that belongs to an item, in a box `meta` with its length and type in front.
pub fn property<'a>(meta: &'a [u8], item: u32, kind: &[u8; 4]) -> Option<&'a [u8]> {
    // A version and flags are in front of what it holds.
    let properties = find(meta, 12..meta.len(), b"iprp")?;
    let inside = properties.start + 8..properties.end;
    let container = find(meta, inside.clone(), b"ipco")?;
    let all: Vec<Range<usize>> = boxes(meta, container.start + 8..container.end).collect();
    let is_kind = |found: &Range<usize>, kind: &[u8; 4]| meta[found.start + 4..].starts_with(kind);
    let found = boxes(meta, inside).filter(|found| is_kind(found, b"ipma")).find_map(|links| {
        let own = linked(meta, links, item)?.into_iter().filter_map(|number| all.get(number.checked_sub(1)?));
        own.cloned().find(|found| is_kind(found, kind))
    })?;
    meta.get(found.start + 8..found.end)
}

/// The properties of an item by their numbers, from 1, as a box `ipma` has them; None if it has nothing of the item.
fn linked(meta: &[u8], links: Range<usize>, item: u32) -> Option<Vec<usize>> {
    let (version, flags) = (number(meta, links.start + 8, 1)?, number(meta, links.start + 9, 3)?);
    let (id_size, index_size) = (if version == 0 { 2 } else { 4 }, if flags & 1 == 0 { 1 } else { 2 });
    let mut at = links.start + 16;
    for _ in 0..number(meta, links.start + 12, 4)? {
        let id = number(meta, at, id_size)?;
        let first = at + id_size + 1;
        at = first + index_size * number(meta, at + id_size, 1)? as usize;
        if at > links.end {
            return None;
        }
        if id == item.into() {
            // The highest bit says that a property is essential.
            let index =
                |at| number(meta, at, index_size).map(|index| index as usize & ((1 << (8 * index_size - 1)) - 1));
            return (first..at).step_by(index_size).map(index).collect();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32 + 8).to_be_bytes()[..], kind, content].concat()
    }

    /// Items 1 and 9 with three properties; the last is that of item 9.
    fn meta(version: u8, flags: u8) -> Vec<u8> {
        let all = [boxed(b"free", b""), boxed(b"auxC", b"one"), boxed(b"auxC", b"nine")].concat();
        let id = |id: u8| if version == 0 { vec![0, id] } else { vec![0, 0, 0, id] };
        let index = |index: u8| if flags == 0 { vec![index | 0x80] } else { vec![0x80, index] };
        let links =
            [&[version, 0, 0, flags, 0, 0, 0, 2][..], &id(1), &[2], &index(1), &index(2), &id(9), &[1], &index(3)];
        let properties = [boxed(b"ipco", &all), boxed(b"ipma", &links.concat())].concat();
        boxed(b"meta", &[&[0; 4][..], &boxed(b"iinf", b""), &boxed(b"iprp", &properties)].concat())
    }

    #[test]
    fn a_property_is_found_by_its_item() {
        for (version, flags) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let meta = meta(version, flags);
            assert_eq!(property(&meta, 1, b"auxC"), Some(&b"one"[..]));
            assert_eq!(property(&meta, 9, b"auxC"), Some(&b"nine"[..]));
            assert_eq!(property(&meta, 1, b"free"), Some(&b""[..]));
            assert_eq!(property(&meta, 9, b"free"), None);
            assert_eq!(property(&meta, 2, b"auxC"), None);
        }
    }

    #[test]
    fn broken_boxes_have_nothing() {
        let whole = meta(0, 1);
        for end in 0..whole.len() {
            let _ = property(&whole[..end], 9, b"auxC");
        }
        for at in 0..whole.len() {
            for value in [0, 1, 127, 255] {
                let mut meta = whole.clone();
                meta[at] = value;
                let _ = property(&meta, 9, b"auxC");
            }
        }
    }
}
