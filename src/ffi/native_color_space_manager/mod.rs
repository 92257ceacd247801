//! `<native_color_space_manager/native_color_space_manager.h>`: colour spaces as objects. Another kit's library, of
//! which Image Kit needs these six functions.

pub mod manager;
pub mod types;
