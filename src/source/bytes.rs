//! Where the bytes of a source are: in memory, or in a window of a file that is read by position.

#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use base64::Engine;

use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;
use crate::pixel::buffer::zeroed_bytes;

/// The bytes of a source.
#[derive(Debug)]
pub enum SourceBytes {
    /// A copy of the caller's bytes.
    Owned(Vec<u8>),
    /// The caller's own bytes, which stay as they are.
    Borrowed(&'static [u8]),
    /// A window of a file. The file's offset is neither used nor moved.
    File {
        /// The file.
        file: File,
        /// First byte of the window.
        start: u64,
        /// Bytes in the window.
        length: u64,
    },
}

/// What every decoder reads from.
pub trait Input: BufRead + Seek {}
impl<T: BufRead + Seek> Input for T {}

impl SourceBytes {
    /// A copy of `data`, or what a `data:` text in it stands for.
    pub fn copy_of(data: &[u8]) -> Result<Self> {
        check_buffer(data.len())?;
        match decode_data_uri(data)? {
            Some(decoded) => Ok(Self::Owned(decoded)),
            None => Ok(Self::Owned(copied(data)?)),
        }
    }

    /// The caller's `data` without a copy, or what a `data:` text in it stands for.
    pub fn borrow(data: &'static [u8]) -> Result<Self> {
        check_buffer(data.len())?;
        Ok(decode_data_uri(data)?.map_or(Self::Borrowed(data), Self::Owned))
    }

    /// The whole of a regular file.
    pub fn of_file(file: File) -> Result<Self> {
        let length = regular_length(&file)?;
        if length > limits::SOURCE_FILE_BYTES {
            return Err(ImageError::new(ErrorKind::BadArgument, format!("the file has {length} bytes, above 1 GiB")));
        }
        Ok(Self::File { file, start: 0, length })
    }

    /// A window of a regular file, cut at the file's end.
    pub fn of_window(file: File, start: i64, length: i64) -> Result<Self> {
        let file_length = regular_length(&file)?;
        let window = u64::try_from(start).ok().zip(u64::try_from(length).ok().filter(|length| *length > 0));
        match window {
            Some((start, length)) if start < file_length && length <= limits::SOURCE_FILE_BYTES => {
                Ok(Self::File { file, start, length: length.min(file_length - start) })
            }
            _ => {
                let message = format!("the window {start}, {length} does not lie in the file of {file_length} bytes");
                Err(ImageError::new(ErrorKind::BadArgument, message))
            }
        }
    }

    /// What `uri` names: a path, `file://` and a path, or a `data:` text.
    pub fn of_uri(uri: &[u8]) -> Result<Self> {
        if let Some(decoded) = decode_data_uri(uri)? {
            check_buffer(decoded.len())?;
            return Ok(Self::Owned(decoded));
        }
        let path = path_of(uri);
        if path.as_os_str().is_empty() || uri.contains(&0) {
            return Err(ImageError::new(ErrorKind::BadArgument, "uri names no file"));
        }
        // What a path names is looked at first: to open a device may do something, and a FIFO would block. One that
        // takes the file's place meanwhile does not block either.
        let file = std::fs::metadata(path).and_then(|found| {
            if !found.is_file() {
                return Err(io::Error::other("no regular file"));
            }
            File::options().read(true).custom_flags(libc::O_NONBLOCK).open(path)
        });
        let file = file.map_err(|error| {
            ImageError::new(ErrorKind::BadArgument, format!("uri: {} cannot be opened: {error}", path.display()))
        })?;
        Self::of_file(file)
    }

    /// Bytes in all.
    pub fn len(&self) -> u64 {
        match self {
            Self::Owned(bytes) => bytes.len() as u64,
            Self::Borrowed(bytes) => bytes.len() as u64,
            Self::File { length, .. } => *length,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A reader over the bytes, at their beginning.
    pub fn input(&self) -> Box<dyn Input + '_> {
        match self {
            Self::Owned(bytes) => Box::new(Cursor::new(bytes.as_slice())),
            Self::Borrowed(bytes) => Box::new(Cursor::new(*bytes)),
            Self::File { file, start, length } => {
                Box::new(BufReader::with_capacity(1 << 16, Window { file, start: *start, length: *length, at: 0 }))
            }
        }
    }

    /// Fills `buffer` with the bytes from `at` on, as far as there are any; gives how many there were.
    pub fn read_at(&self, at: u64, buffer: &mut [u8]) -> Result<usize> {
        let left = self.len().saturating_sub(at).min(buffer.len() as u64) as usize;
        let from = at.min(self.len()) as usize; // used for bytes in memory
        match self {
            Self::Owned(bytes) => buffer[..left].copy_from_slice(&bytes[from..from + left]),
            Self::Borrowed(bytes) => buffer[..left].copy_from_slice(&bytes[from..from + left]),
            Self::File { file, start, .. } => {
                let mut filled = 0;
                while filled < left {
                    match file.read_at(&mut buffer[filled..left], start + at + filled as u64) {
                        Ok(0) => return Ok(filled), // the file was cut meanwhile
                        Ok(count) => filled += count,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        Err(error) => return Err(unreadable(&error)),
                    }
                }
            }
        }
        Ok(left)
    }

    /// The first bytes, at most `count`.
    pub fn beginning(&self, count: usize) -> Result<Vec<u8>> {
        let mut beginning = Vec::new();
        beginning
            .try_reserve_exact(count.min(self.len() as usize))
            .map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for the source"))?;
        self.input().take(count as u64).read_to_end(&mut beginning).map_err(|error| unreadable(&error))?;
        Ok(beginning)
    }

    /// All bytes, borrowed where they are in memory.
    pub fn whole(&self) -> Result<Cow<'_, [u8]>> {
        self.range(0..self.len())
    }

    /// A source of its own of the `length` bytes at `start`, if they are all there.
    pub fn part(&self, start: u64, length: u64) -> Result<Option<Self>> {
        if length == 0 || start.checked_add(length).is_none_or(|end| end > self.len()) {
            return Ok(None);
        }
        match self {
            Self::Owned(bytes) => Ok(Some(Self::Owned(copied(&bytes[start as usize..][..length as usize])?))),
            Self::Borrowed(bytes) => Ok(Some(Self::Borrowed(&bytes[start as usize..][..length as usize]))),
            Self::File { file, start: window, .. } => {
                // Both descriptors share an offset, which nobody uses.
                let file = file.try_clone().map_err(|error| unreadable(&error))?;
                Ok(Some(Self::File { file, start: window + start, length }))
            }
        }
    }

    /// The bytes of `range`, or of it what is there: a copy only if they lie in a file.
    pub fn range(&self, range: Range<u64>) -> Result<Cow<'_, [u8]>> {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        match self {
            Self::Owned(bytes) => Ok(Cow::Borrowed(&bytes[start as usize..end as usize])),
            Self::Borrowed(bytes) => Ok(Cow::Borrowed(&bytes[start as usize..end as usize])),
            Self::File { .. } => {
                let mut copy = zeroed_bytes((end - start) as usize)?;
                let read = self.read_at(start, &mut copy)?;
                copy.truncate(read);
                Ok(Cow::Owned(copy))
            }
        }
    }
}

/// The path that `uri` names, which is no `data:` text.
pub fn path_of(uri: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(uri.strip_prefix(b"file://").unwrap_or(uri)))
}

/// Reads a window of a file by position.
struct Window<'a> {
    file: &'a File,
    start: u64,
    length: u64,
    at: u64,
}

impl Read for Window<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.at).min(buffer.len() as u64) as usize;
        let count = self.file.read_at(&mut buffer[..left], self.start + self.at)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Window<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

fn unreadable(error: &io::Error) -> ImageError {
    ImageError::new(ErrorKind::SourceDataBad, format!("the source cannot be read: {error}"))
}

fn copied(data: &[u8]) -> Result<Vec<u8>> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(data.len())
        .map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for the source"))?;
    copy.extend_from_slice(data);
    Ok(copy)
}

fn check_buffer(length: usize) -> Result<()> {
    if length == 0 || length > limits::SOURCE_BUFFER_BYTES {
        let message = format!("the data has {length} bytes, allowed is 1 to {}", limits::SOURCE_BUFFER_BYTES);
        return Err(ImageError::new(ErrorKind::BadArgument, message));
    }
    Ok(())
}

fn regular_length(file: &File) -> Result<u64> {
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok(metadata.len()),
        Ok(_) => Err(ImageError::new(ErrorKind::BadFd, "the descriptor is no regular file")),
        Err(error) => Err(ImageError::new(ErrorKind::BadFd, format!("the descriptor cannot be looked at: {error}"))),
    }
}

/// The bytes of `data:image/...;base64,...`; None if `text` is no such thing.
fn decode_data_uri(text: &[u8]) -> Result<Option<Vec<u8>>> {
    const MARK: &[u8] = b";base64,";
    if !text.starts_with(b"data:image/") {
        return Ok(None);
    }
    let bad = || ImageError::new(ErrorKind::BadArgument, "the data: text is not base64");
    // The type's name is short; a mark further on is none.
    let mark = text.windows(MARK.len()).take(256).position(|window| window == MARK).ok_or_else(bad)?;
    let lenient = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        base64::engine::GeneralPurposeConfig::new()
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
    );
    lenient.decode(&text[mark + MARK.len()..]).map(Some).map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_by_position_and_cut_into_parts() {
        let path = std::env::temp_dir().join(format!("ohimagekit-bytes-{}", std::process::id()));
        std::fs::write(&path, b"..0123456789..").unwrap();
        let of_file = || SourceBytes::of_window(File::open(&path).unwrap(), 2, 10).unwrap();
        let all = [SourceBytes::Owned(b"0123456789".to_vec()), SourceBytes::Borrowed(b"0123456789"), of_file()];
        std::fs::remove_file(&path).unwrap_or_default();
        for bytes in all {
            let mut buffer = [0; 4];
            assert_eq!((bytes.read_at(3, &mut buffer).unwrap(), &buffer), (4, b"3456"));
            assert_eq!((bytes.read_at(8, &mut buffer).unwrap(), &buffer[..2]), (2, &b"89"[..]));
            assert_eq!(bytes.read_at(10, &mut buffer).unwrap(), 0);
            assert_eq!(bytes.read_at(u64::MAX, &mut buffer).unwrap(), 0);
            let part = bytes.part(2, 5).unwrap().unwrap();
            assert_eq!(part.beginning(9).unwrap(), b"23456");
            assert_eq!(part.part(1, 4).unwrap().unwrap().beginning(9).unwrap(), b"3456");
            for (start, length) in [(2, 0), (2, 9), (u64::MAX, 2)] {
                assert!(bytes.part(start, length).unwrap().is_none());
            }
        }
    }

    #[test]
    fn data_texts_are_decoded() {
        let decoded = |text: &[u8]| match SourceBytes::copy_of(text).unwrap() {
            SourceBytes::Owned(bytes) => bytes,
            _ => unreachable!(),
        };
        assert_eq!(decoded(b"data:image/png;base64,aGVsbG8="), b"hello");
        assert_eq!(decoded(b"data:image/png;base64,aGVsbG8"), b"hello");
        assert_eq!(decoded(b"data: is the word"), b"data: is the word");
        assert_eq!(SourceBytes::copy_of(b"data:image/png;base64,*").unwrap_err().kind, ErrorKind::BadArgument);
    }
}
