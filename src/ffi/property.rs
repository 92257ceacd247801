//! The two bodies that all getters and setters of plain values share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::args;
use super::boundary;
use super::c::Image_ErrorCode;
use super::error_code::Family;
use super::handles::HandleTable;
use crate::error::Result;

/// The lock of an object of plain values. A panic under it leaves nothing half done, so one is no reason to give up.
pub fn lock<T>(object: &Mutex<T>) -> MutexGuard<'_, T> {
    object.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The C function `name`: writes what `read` takes from the object behind `handle` to `value`. Both pointers come with
/// their parameter's name.
///
/// # Safety
/// `value` is NULL or valid for one write of `V`.
pub unsafe fn get<T, C, V>(
    family: Family,
    name: &'static str,
    table: &HandleTable<Mutex<T>>,
    (handle, object): (*mut C, &str),
    (value, argument): (*mut V, &str),
    read: impl FnOnce(&T) -> Result<V>,
) -> Image_ErrorCode {
    boundary::call(family, name, || {
        let object = table.get(handle, object)?;
        // SAFETY: this function's contract.
        let out = unsafe { args::out(value, argument) }?;
        out.set(read(&*lock(&object))?);
        Ok(())
    })
}

/// The C function `name`: lets `write` change the object behind `handle`.
pub fn set<T, C>(
    family: Family,
    name: &'static str,
    table: &HandleTable<Mutex<T>>,
    (handle, object): (*mut C, &str),
    write: impl FnOnce(&mut T) -> Result<()>,
) -> Image_ErrorCode {
    boundary::call(family, name, || {
        let object = table.get(handle, object)?;
        write(&mut *lock(&object))
    })
}
