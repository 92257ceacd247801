//! Where a source came from, and how the file there gets other content.
//!
//! A path gets a new file: written beside the old one, brought to the disk, and put into its place by one rename.
//! Whoever opens the path finds the old file or the new one, whole, whenever the machine stops; who has the old one
//! open keeps it. A descriptor has no path. Its file is overwritten, from memory, in an order that keeps the old
//! content for as long as something can go wrong.

#![forbid(unsafe_code)]

use std::fs::{self, File, Metadata, Permissions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use super::bytes::SourceBytes;
use super::properties::edit::Edit;
use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;

/// Where a source came from.
#[derive(Debug, Default)]
pub enum Place {
    /// From where nothing can be changed: memory, a part of a file, a descriptor that is not for writing.
    #[default]
    Fixed,
    /// A file by its path, without links.
    Path(PathBuf, Stamp),
    /// A file by a descriptor for reading and writing.
    Descriptor(Stamp),
}

/// What tells that a file is the one that was seen.
#[derive(Debug, PartialEq, Eq)]
pub struct Stamp {
    file: (u64, u64),
    length: u64,
    modified: (i64, i64),
}

impl Stamp {
    fn of(file: &Metadata) -> Self {
        Self { file: (file.dev(), file.ino()), length: file.len(), modified: (file.mtime(), file.mtime_nsec()) }
    }
}

impl Place {
    /// Of `file`, which was opened by `path`.
    pub fn of_path(path: &Path, file: &File) -> Self {
        match (fs::canonicalize(path), file.metadata()) {
            (Ok(path), Ok(metadata)) => Self::Path(path, Stamp::of(&metadata)),
            _ => Self::Fixed,
        }
    }

    /// Of `file`, a descriptor for reading and writing.
    pub fn of_descriptor(file: &File) -> Self {
        file.metadata().map_or(Self::Fixed, |metadata| Self::Descriptor(Stamp::of(&metadata)))
    }

    /// An error unless the file is there, can be written, and is as it was.
    pub fn check(&self, bytes: &SourceBytes) -> Result<Metadata> {
        let SourceBytes::File { file, .. } = bytes else { return Err(fixed()) };
        let (found, stamp) = match self {
            Self::Fixed => return Err(fixed()),
            Self::Path(path, stamp) => {
                let found = fs::metadata(path).map_err(|error| match error.kind() {
                    io::ErrorKind::NotFound => ImageError::new(ErrorKind::SourceDataBad, "the file is gone"),
                    _ => unwritable(&error),
                })?;
                File::options().append(true).custom_flags(libc::O_NONBLOCK).open(path).map_err(|e| unwritable(&e))?;
                (found, stamp)
            }
            Self::Descriptor(stamp) => (file.metadata().map_err(|error| unwritable(&error))?, stamp),
        };
        if Stamp::of(&found) != *stamp {
            let cause = "the file was changed by others since the source was made or last changed";
            return Err(ImageError::new(ErrorKind::Unsupported, cause));
        }
        Ok(found)
    }

    /// Whether a change overwrites the file that is read; else there is a new one.
    pub fn overwrites(&self) -> bool {
        matches!(self, Self::Descriptor(_))
    }

    /// Puts a new file, with what `edit` makes of `old`, at the path where that was read; gives its bytes. After an
    /// error the old one is there.
    pub fn replace(&mut self, old: &SourceBytes, edit: &Edit) -> Result<SourceBytes> {
        let Self::Path(path, _) = &*self else { return Err(fixed()) };
        let length = new_length(old, edit)?;
        let new = NewFile::beside(path)?;
        edit.apply(old, &mut |piece| (&new.file).write_all(piece).map_err(|error| unwritten(&error)))?;
        keep_owner(&new.file, &self.check(old)?);
        new.file.sync_all().map_err(|error| unwritten(&error))?;
        self.check(old)?;
        let file = new.put_at(path)?;
        self.see(&file);
        Ok(SourceBytes::File { file, start: 0, length })
    }

    /// Overwrites the file of `old`, whose content is `content`, with what `edit` makes of it; gives the new bytes.
    /// After an error the file is as before.
    pub fn overwrite(&mut self, old: &SourceBytes, content: &[u8], edit: &Edit) -> Result<SourceBytes> {
        let SourceBytes::File { file, .. } = old else { return Err(fixed()) };
        let (length, new) = (new_length(old, edit)?, edit.to_vec(old)?);
        let own = file.try_clone().map_err(|error| unwritten(&error))?;
        self.check(old)?;
        let done = overwrite(file, content, &new);
        // A file that was restored has changed too, but not by others.
        self.see(file);
        done.map(|()| SourceBytes::File { file: own, start: 0, length })
    }

    /// Remembers `file` as it is now. If the system does not tell, later changes are refused.
    fn see(&mut self, file: &File) {
        if let (Self::Path(_, stamp) | Self::Descriptor(stamp), Ok(seen)) = (self, file.metadata()) {
            *stamp = Stamp::of(&seen);
        }
    }
}

fn new_length(old: &SourceBytes, edit: &Edit) -> Result<u64> {
    let length = edit.moved(old.len());
    if length > limits::SOURCE_FILE_BYTES {
        return Err(ImageError::new(ErrorKind::TooLarge, format!("the file would have {length} bytes")));
    }
    Ok(length)
}

/// A file of which nobody knows yet; it is removed again unless it takes another one's place.
struct NewFile {
    file: File,
    path: PathBuf,
}

impl NewFile {
    /// One in the folder of `path`, readable for nobody else.
    fn beside(path: &Path) -> Result<Self> {
        let mut tries = 0;
        loop {
            // The hasher's keys are random: no name can be guessed and occupied. Occupied by chance it is not used.
            let name = format!(".ohimagekit-{:016x}", RandomState::new().hash_one(tries));
            let new = path.with_file_name(name);
            match File::options().read(true).write(true).create_new(true).mode(0o600).open(&new) {
                Ok(file) => return Ok(Self { file, path: new }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries < 8 => tries += 1,
                Err(error) => return Err(unwritten(&error)),
            }
        }
    }

    /// Makes this the file at `path`, for good.
    fn put_at(self, path: &Path) -> Result<File> {
        let file = self.file.try_clone().map_err(|error| unwritten(&error))?;
        fs::rename(&self.path, path).map_err(|error| unwritten(&error))?;
        // The file is there, whether or not the system can promise that the name is on the disk.
        let _ = path.parent().map(File::open).map(|folder| folder.and_then(|folder| folder.sync_all()));
        Ok(file)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // After the rename there is nothing of this name.
        let _ = fs::remove_file(&self.path);
    }
}

/// Gives `file` the owner and the mode of `old` as far as the system allows. A group that is not the old one gets no
/// more than everybody.
fn keep_owner(file: &File, old: &Metadata) {
    let mode = old.mode() & 0o777;
    let same_group =
        fchown(file, Some(old.uid()), Some(old.gid())).is_ok() || fchown(file, None, Some(old.gid())).is_ok();
    let mode = if same_group { mode } else { mode & 0o707 | (mode & 0o007) << 3 };
    let _ = file.set_permissions(Permissions::from_mode(mode));
}

/// Overwrites `file`, whose content is `old`; restores it if that fails.
fn overwrite(file: &File, old: &[u8], new: &[u8]) -> Result<()> {
    // What the file grows by comes first: if there is no room for it, nothing old is lost yet.
    let both = old.len().min(new.len());
    let mut lost = 0;
    let done = file
        .write_all_at(&new[both..], both as u64)
        .and_then(|()| write_from_start(file, &new[..both], &mut lost))
        .and_then(|()| file.set_len(new.len() as u64));
    let Err(error) = done else { return Ok(()) };
    let restored = file.write_all_at(&old[..lost], 0).and_then(|()| file.set_len(old.len() as u64));
    let again = restored.err().map_or(String::new(), |again| format!("; its old content is lost: {again}"));
    Err(ImageError::new(ErrorKind::OutputWrite, format!("writing the file: {error}{again}")))
}

/// Writes `bytes` to the beginning of the file; `written` says how many went in, after an error as well.
fn write_from_start(file: &File, bytes: &[u8], written: &mut usize) -> io::Result<()> {
    while *written < bytes.len() {
        match file.write_at(&bytes[*written..], *written as u64) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => *written += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn fixed() -> ImageError {
    ImageError::new(ErrorKind::Unsupported, "the source is no whole file that may be written")
}

fn unwritable(error: &io::Error) -> ImageError {
    ImageError::new(ErrorKind::Unsupported, format!("the file cannot be written: {error}"))
}

fn unwritten(error: &io::Error) -> ImageError {
    ImageError::new(ErrorKind::OutputWrite, format!("writing the file: {error}"))
}
