//! What libheif cannot write: which items are hidden, and that items are alternatives of each other (ISO/IEC 14496-12,
//! 8.11.6 and 8.18). Boxes are changed in the finished file.

#![forbid(unsafe_code)]

use std::ops::Range;

use crate::heif::boxes::{boxes, find, number};

/// Hides the item with number `hidden` in the file, from 0, and says that those with the numbers `alternatives`, which
/// are shown, stand for each other, the first before the others. None if the file is not made as it should be.
pub fn arrange(mut file: Vec<u8>, hidden: usize, alternatives: &[usize]) -> Option<Vec<u8>> {
    let meta = find(&file, 0..file.len(), b"meta")?;
    // A version and flags are in front of what it holds.
    let inside = meta.start + 12..meta.end;
    let items = find(&file, inside.clone(), b"iinf")?;
    let entries = entries(&file, items)?;
    let flags = |number: usize| Some(entries.get(number)?.start + 8 + 3);
    *file.get_mut(flags(hidden)?)? |= 1;
    for &number in alternatives {
        *file.get_mut(flags(number)?)? &= !1;
    }
    let ids: Option<Vec<u32>> = alternatives.iter().map(|number| id(&file, entries.get(*number)?.clone())).collect();
    let free = entries.iter().filter_map(|entry| id(&file, entry.clone())).max()?.checked_add(1)?;
    let group = group(free, &ids?);
    let places = find(&file, inside, b"iloc")?;
    move_places(&mut file, places, group.len() as u64)?;
    let size = u32::try_from(meta.len() + group.len()).ok()?;
    file.get_mut(meta.start..meta.start + 4)?.copy_from_slice(&size.to_be_bytes());
    file.splice(meta.end..meta.end, group);
    Some(file)
}

/// The entries of a box of items.
fn entries(file: &[u8], items: Range<usize>) -> Option<Vec<Range<usize>>> {
    let count_bytes = if *file.get(items.start + 8)? == 0 { 2 } else { 4 };
    Some(boxes(file, items.start + 12 + count_bytes..items.end).collect())
}

/// The number of an entry's item.
fn id(file: &[u8], entry: Range<usize>) -> Option<u32> {
    let length = if *file.get(entry.start + 8)? == 2 { 2 } else { 4 };
    number(file, entry.start + 12, length).map(|number| number as u32)
}

/// Boxes of one group of alternatives.
fn group(number: u32, ids: &[u32]) -> Vec<u8> {
    let inner = 8 + 4 + 8 + 4 * ids.len() as u32;
    let mut bytes = Vec::new();
    bytes.extend((inner + 8).to_be_bytes());
    bytes.extend(b"grpl");
    bytes.extend(inner.to_be_bytes());
    bytes.extend(b"altr\0\0\0\0");
    bytes.extend(number.to_be_bytes());
    bytes.extend((ids.len() as u32).to_be_bytes());
    ids.iter().for_each(|id| bytes.extend(id.to_be_bytes()));
    bytes
}

/// Adds `by` to the places of all data in the file.
fn move_places(file: &mut [u8], places: Range<usize>, by: u64) -> Option<()> {
    let version = *file.get(places.start + 8)?;
    let sizes = number(file, places.start + 12, 2)? as usize;
    let [offset_size, length_size, base_size, index_size] = [12, 8, 4, 0].map(|shift| sizes >> shift & 15);
    if [offset_size, length_size, base_size, index_size].iter().any(|size| ![0, 4, 8].contains(size)) {
        return None;
    }
    let index_size = if version == 0 { 0 } else { index_size };
    let id_size = if version < 2 { 2 } else { 4 };
    let mut at = places.start + 14;
    let count = number(file, at, id_size)?;
    at += id_size;
    let add = |file: &mut [u8], at: usize, length: usize| {
        let sum = number(file, at, length)?.checked_add(by).filter(|sum| length == 8 || *sum >> (8 * length) == 0)?;
        file[at..at + length].copy_from_slice(&sum.to_be_bytes()[8 - length..]);
        Some(())
    };
    for _ in 0..count {
        at += id_size;
        let in_file = version == 0 || number(file, at, 2)? & 15 == 0;
        at += if version == 0 { 2 } else { 4 };
        if in_file && base_size > 0 {
            add(file, at, base_size)?;
        }
        at += base_size;
        let extents = number(file, at, 2)?;
        at += 2;
        for _ in 0..extents {
            if in_file && base_size == 0 {
                add(file, at + index_size, offset_size)?;
            }
            at += index_size + offset_size + length_size;
        }
    }
    (at <= places.end).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32 + 8).to_be_bytes()[..], kind, content].concat()
    }

    /// A file of three items, whose data of 4 bytes each lie at the end; `base` bytes hold a base of each place.
    fn file(base: u8) -> Vec<u8> {
        let entry = |id: u8| boxed(b"infe", &[&[2, 0, 0, id / 7, 0, id, 0, 0][..], b"hvc1\0"].concat());
        let items = boxed(b"iinf", &[&[0, 0, 0, 0, 0, 3][..], &entry(1), &entry(2), &entry(7)].concat());
        let places = |start: u32| {
            let place = |id: u8| {
                let at = start + 4 * u32::from(id.min(3) - 1);
                let (base_offset, offset) = if base == 0 { (0, at) } else { (at - 1, 1) };
                let base_offset = base_offset.to_be_bytes()[..usize::from(base)].to_vec();
                [&[0, id, 0, 0, 0, 0][..], &base_offset, &[0, 1], &offset.to_be_bytes(), &[0, 0, 0, 4]].concat()
            };
            let head = [1, 0, 0, 0, 0x44, base << 4, 0, 3];
            boxed(b"iloc", &[&head[..], &place(1), &place(2), &place(7)].concat())
        };
        let meta = |start| boxed(b"meta", &[&[0; 4][..], &places(start), &items].concat());
        let front = boxed(b"ftyp", b"heic\0\0\0\0heic");
        let start = (front.len() + meta(100).len() + 8) as u32;
        [front, meta(start), boxed(b"mdat", b"onlytwo.7777")].concat()
    }

    /// What the places of a file point to.
    fn data(file: &[u8], base: usize) -> Vec<Vec<u8>> {
        let meta = find(file, 0..file.len(), b"meta").unwrap();
        let places = find(file, meta.start + 12..meta.end, b"iloc").unwrap();
        let length = 12 + base + 4;
        let place = |at: usize| {
            let sum = number(file, at + 6, base).unwrap() + number(file, at + 8 + base, 4).unwrap();
            file[sum as usize..][..4].to_vec()
        };
        (0..3).map(|index| place(places.start + 16 + index * length)).collect()
    }

    #[test]
    fn items_are_hidden_and_grouped_and_data_stay_where_they_are_looked_for() {
        for base in [0, 4] {
            let old = file(base);
            assert_eq!(data(&old, base.into()), [b"only", b"two.", b"7777"]);
            let new = arrange(old.clone(), 1, &[2, 0]).unwrap();
            assert_eq!(data(&new, base.into()), [b"only", b"two.", b"7777"]);
            let meta = find(&new, 0..new.len(), b"meta").unwrap();
            let group = find(&new, meta.start + 12..meta.end, b"grpl").unwrap();
            let expected = b"altr\0\0\0\0\0\0\0\x08\0\0\0\x02\0\0\0\x07\0\0\0\x01";
            assert_eq!(&new[group.start + 12..group.end], expected);
            assert_eq!(boxes(&new, 0..new.len()).last().unwrap().end, new.len());
            let flags = |file: &[u8], number: usize| {
                let meta = find(file, 0..file.len(), b"meta").unwrap();
                let items = find(file, meta.start + 12..meta.end, b"iinf").unwrap();
                file[entries(file, items).unwrap()[number].start + 11]
            };
            assert_eq!([0, 1, 2].map(|number| flags(&new, number)), [0, 1, 0]);
            assert_eq!([0, 1, 2].map(|number| flags(&old, number)), [0, 0, 1]);
        }
    }

    #[test]
    fn broken_files_are_left_alone() {
        let whole = file(0);
        for end in 0..whole.len() {
            let _ = arrange(whole[..end].to_vec(), 1, &[2, 0]);
        }
        let mut seed = 99u32;
        for _ in 0..20_000 {
            let mut file = whole.clone();
            for _ in 0..2 {
                seed ^= seed << 13;
                seed ^= seed >> 17;
                seed ^= seed << 5;
                let at = seed as usize % file.len();
                file[at] ^= 1 << (seed >> 29);
            }
            let _ = arrange(file, 1, &[2, 0]);
        }
        assert_eq!(arrange(whole.clone(), 3, &[0]), None);
        assert_eq!(arrange(whole, 0, &[3]), None);
    }
}
