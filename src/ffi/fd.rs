//! File descriptors that C lends for one call: looked at, written to, never closed.

use std::io;
use std::mem::MaybeUninit;
use std::ptr;

use libc::{c_int, sigset_t};

use crate::error::{ErrorKind, ImageError, Result};
use crate::sink::Output;

/// An error unless `fd` is open for writing.
pub fn check_writable(fd: c_int) -> Result<()> {
    check_open(fd, libc::O_RDONLY, "writing")
}

/// An error unless `fd` is open for reading.
pub fn check_readable(fd: c_int) -> Result<()> {
    check_open(fd, libc::O_WRONLY, "reading")
}

/// An error unless `fd` is open, for more than the access mode `useless`.
fn check_open(fd: c_int, useless: c_int, purpose: &str) -> Result<()> {
    if fd < 0 {
        return Err(ImageError::new(ErrorKind::BadFd, format!("fd is {fd}, not a descriptor")));
    }
    // SAFETY: fcntl with F_GETFL takes any number.
    let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    if flags < 0 {
        return Err(ImageError::new(ErrorKind::BadFd, format!("fd {fd} is not open")));
    }
    if flags & libc::O_PATH != 0 || flags & libc::O_ACCMODE == useless {
        return Err(ImageError::new(ErrorKind::BadFd, format!("fd {fd} is not open for {purpose}")));
    }
    Ok(())
}

/// Whether the file behind `fd` may be changed at any place: `fd` is none of the standard streams, and open for reading
/// and writing. With O_APPEND all writing goes to the end.
pub fn is_for_changes(fd: c_int) -> bool {
    // SAFETY: fcntl with F_GETFL takes any number.
    let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    fd > 2 && flags >= 0 && flags & libc::O_ACCMODE == libc::O_RDWR && flags & libc::O_APPEND == 0
}

/// Lets `encode` write to `fd`, at the descriptor's offset. Success means that the kernel took every byte.
pub fn write(fd: c_int, encode: impl FnOnce(&mut Output<'_>) -> Result<()>) -> Result<()> {
    let _guard = SigpipeGuard::block();
    let mut drain = |piece: &[u8]| {
        write_piece(fd, piece)
            .map_err(|error| ImageError::new(ErrorKind::OutputWrite, format!("writing to fd {fd}: {error}")))
    };
    encode(&mut Output::draining(&mut drain))
}

fn write_piece(fd: c_int, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        // SAFETY: `bytes` is valid for reads of its length.
        let count = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
        match usize::try_from(count) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = &bytes[count..],
            Err(_) => match io::Error::last_os_error() {
                error if error.kind() == io::ErrorKind::Interrupted => {}
                error if error.kind() == io::ErrorKind::WouldBlock => wait_writable(fd)?,
                error => return Err(error),
            },
        }
    }
    Ok(())
}

/// Waits until a non-blocking descriptor takes bytes again.
fn wait_writable(fd: c_int) -> io::Result<()> {
    let mut request = libc::pollfd { fd, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one valid pollfd.
    match unsafe { libc::poll(&mut request, 1, -1) } {
        -1 => match io::Error::last_os_error() {
            error if error.kind() == io::ErrorKind::Interrupted => Ok(()),
            error => Err(error),
        },
        _ => Ok(()),
    }
}

/// Keeps SIGPIPE away from the process while this thread writes: blocked here, and one that we caused is consumed.
struct SigpipeGuard {
    /// The thread's mask before; None if nothing was to do or could be done.
    before: Option<sigset_t>,
}

impl SigpipeGuard {
    fn block() -> Self {
        let mut pending = MaybeUninit::uninit();
        let mut before = MaybeUninit::uninit();
        let sigpipe = sigpipe_set();
        // SAFETY: the sets are valid places for these calls; each is read only after the call that fills it succeeded.
        unsafe {
            let was_pending =
                libc::sigpending(pending.as_mut_ptr()) != 0 || libc::sigismember(pending.as_ptr(), libc::SIGPIPE) == 1;
            if was_pending || libc::pthread_sigmask(libc::SIG_BLOCK, &sigpipe, before.as_mut_ptr()) != 0 {
                // One that is pending is the program's own, and blocked by it.
                return Self { before: None };
            }
            Self { before: Some(before.assume_init()) }
        }
    }
}

impl Drop for SigpipeGuard {
    fn drop(&mut self) {
        let Some(before) = self.before else { return };
        let no_time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: all pointers are to valid values.
        unsafe {
            while libc::sigtimedwait(&sigpipe_set(), ptr::null_mut(), &no_time) == -1
                && io::Error::last_os_error().kind() == io::ErrorKind::Interrupted
            {}
            libc::pthread_sigmask(libc::SIG_SETMASK, &before, ptr::null_mut());
        }
    }
}

fn sigpipe_set() -> sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: sigemptyset initialises the set, sigaddset takes an initialised one; SIGPIPE exists.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        libc::sigaddset(set.as_mut_ptr(), libc::SIGPIPE);
        set.assume_init()
    }
}
