//! Scaling, turning, mirroring, moving and cutting PixelMaps, in place and into new ones.

#![forbid(unsafe_code)]
