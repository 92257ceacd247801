//! TIFF, and a writer of TIFF files.

use super::*;

/// A TIFF file in the making.
pub struct Writer {
    big: bool,
    bytes: Vec<u8>,
}

/// A tag, the number of its format, the bytes of its elements.
pub type Entry = (u16, u16, Vec<u8>);

impl Writer {
    pub fn new(big: bool) -> Self {
        Self { big, bytes: if big { b"MM\0\x2A\0\0\0\0".to_vec() } else { b"II\x2A\0\0\0\0\0".to_vec() } }
    }

    pub fn u16(&self, number: u16) -> [u8; 2] {
        if self.big { number.to_be_bytes() } else { number.to_le_bytes() }
    }

    pub fn u32(&self, number: u32) -> [u8; 4] {
        if self.big { number.to_be_bytes() } else { number.to_le_bytes() }
    }

    /// An entry with one number of the format Long.
    pub fn long(&self, tag: u16, number: u32) -> Entry {
        (tag, 4, self.u32(number).to_vec())
    }

    /// Appends `data`; gives where they lie.
    pub fn data(&mut self, data: &[u8]) -> u32 {
        let place = self.bytes.len() as u32;
        self.bytes.extend(data);
        self.bytes.resize(self.bytes.len().next_multiple_of(2), 0);
        place
    }

    /// Appends a directory; gives where it lies.
    pub fn directory(&mut self, mut entries: Vec<Entry>) -> u32 {
        entries.sort_by_key(|entry| entry.0);
        let mut table = self.u16(entries.len() as u16).to_vec();
        for (tag, format, elements) in entries {
            let size = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8][usize::from(format)];
            let count = (elements.len() / size) as u32;
            let mut place = [elements.as_slice(), &[0; 4]].concat();
            if elements.len() > 4 {
                let place_of_data = self.data(&elements);
                place = self.u32(place_of_data).to_vec();
            }
            table.extend([self.u16(tag), self.u16(format)].concat());
            table.extend([&self.u32(count)[..], &place[..4]].concat());
        }
        table.extend([0; 4]);
        self.data(&table)
    }

    /// The file, with its first directory there.
    pub fn finish(mut self, first: u32) -> Vec<u8> {
        let first = self.u32(first);
        self.bytes[4..8].copy_from_slice(&first);
        self.bytes
    }
}

#[test]
fn tags_of_tiff_in_both_byte_orders() {
    let folder = Folder::new("tiff");
    for endian in ["LSB", "MSB"] {
        let file = folder.0.join(format!("{endian}.tif"));
        let path = file.to_str().unwrap();
        let made = [
            "-size",
            "30x20",
            "gradient:red-blue",
            "-compress",
            "LZW",
            "-define",
            &format!("tiff:endian={endian}"),
            path,
        ];
        let write = [
            "-q",
            "-overwrite_original",
            "-IFD0:Orientation#=6",
            "-IFD0:DocumentName=a document",
            "-IFD0:XResolution=72.5",
            "-IFD0:WhitePoint=0.3127 0.329",
            "-IFD0:HostComputer=here",
            "-IFD0:PageNumber=3 4",
            "-IFD0:Copyright=somebody",
            path,
        ];
        output(CONVERT, &made);
        output("exiftool", &write);
        let first = std::fs::read(&file).unwrap()[0];
        assert_eq!(first, if endian == "MSB" { b'M' } else { b'I' });
        let pairs = [
            ("TiffImageWidth", "IFD0:ImageWidth"),
            ("TiffImageLength", "IFD0:ImageHeight"),
            ("TiffBitsPerSample", "IFD0:BitsPerSample"),
            ("TiffCompression", "IFD0:Compression"),
            ("TiffPhotometricInterpretation", "IFD0:PhotometricInterpretation"),
            ("TiffDocumentName", "IFD0:DocumentName"),
            ("TiffStripOffsets", "IFD0:StripOffsets"),
            ("TiffStripByteCounts", "IFD0:StripByteCounts"),
            ("TiffOrientation", "IFD0:Orientation"),
            ("TiffXResolution", "IFD0:XResolution"),
            ("TiffPageNumber", "IFD0:PageNumber"),
            ("TiffHostComputer", "IFD0:HostComputer"),
            ("TiffPredictor", "IFD0:Predictor"),
            ("TiffWhitePoint", "IFD0:WhitePoint"),
            ("TiffCopyright", "IFD0:Copyright"),
        ];
        check(&file, &pairs);
        assert!(matches!(value(&file, "TiffXResolution"), Some(Property::Doubles(_))), "{endian}");
        assert_eq!(value(&file, "TiffArtist"), None, "{endian}");
    }
}

/// The numbers of all keys, by exiftool's list of tags.
#[test]
fn every_key_of_tiff_is_the_tag_of_its_name() {
    let folder = Folder::new("tags");
    let tags = tags_of_exiftool();
    let mut found = 0;
    for (number, name, _) in &tags {
        // Where exiftool has a name of its own.
        let name = match name.as_str() {
            "ImageHeight" => "ImageLength",
            "SubfileType" => "NewSubfileType",
            "OldSubfileType" => "SubfileType",
            "Thresholding" => "Threshholding",
            "ModifyDate" => "DateTime",
            "ThumbnailOffset" => "JPEGInterchangeFormat",
            "ThumbnailLength" => "JPEGInterchangeFormatLength",
            "InkNames" | "NumberofInks" => continue,
            name => name,
        };
        // Some names have a second tag, of another standard.
        let is_of_tiff = (254..=532).contains(number) || *number == 33432;
        if !is_of_tiff || !native::is_key(format!("Tiff{name}").as_bytes()) {
            continue;
        }
        found += 1;
        let mut writer = Writer::new(false);
        let entry = (*number, 3, writer.u16(*number).to_vec());
        let first = writer.directory(vec![entry]);
        let file = folder.write("tag.tif", &writer.finish(first));
        let expected = Property::Integers(vec![i64::from(*number)]);
        assert_eq!(value(&file, &format!("Tiff{name}")), Some(expected), "{name}");
    }
    assert!(found > 60, "{found}");
}
