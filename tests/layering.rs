//! Who may import whom: the table of ARCHITECTURE.md, held against the paths in src/.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module below src/ and the modules that it may name, beside [`OPEN`] and itself.
const TABLE: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("huffman", &[]),
    ("limits", &[]),
    ("log", &[]),
    ("simd", &[]),
    ("threads", &["error"]),
    ("pixel", &[]),
    ("deflate", &[]),
    ("color", &["convert", "pixel"]),
    ("metadata", &["color"]),
    ("sink", &[]),
    ("heif", &[]),
    ("convert", &["pixel"]),
    ("geometry", &["convert", "pixel"]),
    ("hdr", &["color", "convert", "geometry", "metadata", "pixel"]),
    ("content", &["color", "convert", "geometry", "hdr", "metadata", "pixel"]),
    ("source", &["color", "content", "convert", "geometry", "hdr", "heif", "metadata", "pixel"]),
    ("encode", &["color", "content", "convert", "deflate", "hdr", "heif", "metadata", "pixel", "sink", "source"]),
    ("ffi", &["color", "content", "convert", "encode", "geometry", "hdr", "metadata", "pixel", "sink", "source"]),
];

/// Open to every module but these six themselves, which use nothing of ours but the error type.
const OPEN: &[&str] = &["error", "huffman", "limits", "log", "simd", "threads"];

/// Where unsafe code may be: folders end with a slash.
const UNSAFE: &[&str] = &[
    "ffi/",
    "simd.rs",
    "encode/webp/picture.rs",
    "heif/codec.rs",
    "heif/interface.rs",
    "heif/library.rs",
    "source/decoders/jpeg/codec.rs",
    "source/decoders/webp/codec.rs",
];

/// Parents of the above: forbidding unsafe code there would forbid it below. Cargo.toml denies it.
const PARENTS: &[&str] = &[
    "lib.rs",
    "encode/mod.rs",
    "encode/webp/mod.rs",
    "heif/mod.rs",
    "source/mod.rs",
    "source/decoders/mod.rs",
    "source/decoders/jpeg/mod.rs",
    "source/decoders/webp/mod.rs",
];

/// What is wrong with the file at `path`, relative to src/.
fn problems(path: &str, text: &str) -> Vec<String> {
    let code: String = text.lines().map(|line| line.split("//").next().unwrap_or_default().to_owned() + "\n").collect();
    let mut problems = Vec::new();

    let module = path.split(['/', '.']).next().unwrap_or_default();
    match TABLE.iter().find(|(name, _)| *name == module) {
        _ if path == "lib.rs" => {}
        None => problems.push(format!("src/{path}: module `{module}` has no row in the table of tests/layering.rs")),
        Some((_, allowed)) => {
            let open = if OPEN.contains(&module) { &[] } else { OPEN };
            for used in used_modules(&code) {
                if used != module && !allowed.contains(&used) && !open.contains(&used) {
                    problems.push(format!("src/{path}: `{module}` may not use `{used}`: see ARCHITECTURE.md"));
                }
            }
        }
    }

    let may = UNSAFE.iter().any(|place| path == *place || place.ends_with('/') && path.starts_with(place));
    if !may && words(&code).any(|word| word == "unsafe") {
        problems.push(format!("src/{path}: unsafe code may be only in {}", UNSAFE.join(", ")));
    }
    let head = code.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if !may && !PARENTS.contains(&path) && head != "#![forbid(unsafe_code)]" {
        problems.push(format!("src/{path}: the first line of code is not #![forbid(unsafe_code)]"));
    }
    problems
}

/// The modules of the table that `code` names after `crate::` or `super::`, one by one or in braces.
fn used_modules(code: &str) -> Vec<&str> {
    let mut used = Vec::new();
    let starts = ["crate::", "super::"].into_iter().flat_map(|root| code.match_indices(root));
    for rest in starts.map(|(at, root)| &code[at + root.len()..]) {
        let Some(list) = rest.strip_prefix('{') else {
            used.extend(words(rest).next().filter(|_| !rest.starts_with('*')));
            continue;
        };
        let mut depth = 1;
        let mut begins = true;
        for part in list.split_inclusive(['{', '}', ',']) {
            used.extend(words(part).next().filter(|_| begins && depth == 1));
            depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
            begins = part.ends_with(',');
            if depth == 0 {
                break;
            }
        }
    }
    used.retain(|name| TABLE.iter().any(|(module, _)| module == name));
    used
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn every_module_uses_only_what_the_table_allows() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    assert!(files.len() > TABLE.len(), "src/ was not found");
    files.sort();
    let of_file = |path: &PathBuf| {
        let name = path.strip_prefix(&source).unwrap().to_str().unwrap();
        problems(name, &fs::read_to_string(path).unwrap())
    };
    let problems: Vec<String> = files.iter().flat_map(of_file).collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn the_table_is_that_of_architecture_md() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    for (module, allowed) in TABLE.iter().filter(|(module, _)| *module != "ffi" && !OPEN.contains(module)) {
        let allowed: Vec<String> = allowed.iter().map(|name| format!("`{name}`")).collect();
        let row = format!("| `{module}` | {} |", if allowed.is_empty() { "-".into() } else { allowed.join(", ") });
        assert!(page.lines().any(|line| line == row), "ARCHITECTURE.md lacks the row: {row}");
    }
}

#[test]
fn violations_are_found() {
    let count = |path: &str, code: &str| problems(path, &format!("//! Text.\n\n#![forbid(unsafe_code)]\n{code}")).len();
    assert_eq!(count("convert/rows.rs", "use crate::pixel::PixelView; use crate::error::Result; // crate::ffi"), 0);
    assert_eq!(count("convert/rows.rs", "use crate::content::Pixelmap;"), 1);
    assert_eq!(count("convert/rows.rs", "use crate::{error::{ErrorKind, Result}, pixel::Layout, content, sink};"), 2);
    assert_eq!(count("convert/mod.rs", "fn f() { super::ffi::handles::find(); }"), 1);
    assert_eq!(count("error.rs", "use crate::limits;"), 1);
    assert_eq!(count("batch.rs", ""), 1);
    assert_eq!(count("pixel/view.rs", "fn f() { unsafe { g() } }"), 1);
    assert_eq!(problems("pixel/view.rs", "use crate::error::Result;").len(), 1);
    assert!(problems("ffi/args.rs", "use crate::encode; fn f() { unsafe { g() } }").is_empty());
}
