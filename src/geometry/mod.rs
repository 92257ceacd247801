//! Images to images of another shape: scaled, turned, mirrored, moved, cut. Pure functions of pixels.

#![forbid(unsafe_code)]
