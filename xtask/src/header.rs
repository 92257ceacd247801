//! `header`: the C headers, made from src/ffi by cbindgen.
//!
//! A header has two sources. The Rust module of the same name says what cbindgen can read: types, then functions, in
//! the order of the module's files. The text file `xtask/headers/<module>.txt` says the rest in sections, each opened
//! by a line `%% name`: `about` (the comment at the top), `types` (C text before the generated types) and `constants`
//! (C text after them). A type that a `types` section defines is excluded in cbindgen.toml.

use std::path::{Path, PathBuf};

use cbindgen::{Builder, Config, ItemType, Style};

use crate::{Result, read, root, write_or_check};

/// One generated header.
pub struct Header {
    /// The module's name under src/ffi: a folder, or a single file.
    pub module: &'static str,
    /// Where the header is written, below include/.
    pub path: &'static str,
    /// What it includes, in this order.
    includes: &'static [&'static str],
}

/// Every generated header. A row whose module does not exist yet is skipped.
pub const HEADERS: &[Header] = &[
    Header {
        module: "image_common",
        path: "multimedia/image_framework/image/image_common.h",
        includes: &["<stdint.h>", "<stddef.h>"],
    },
    Header {
        module: "image_packer_native",
        path: "multimedia/image_framework/image/image_packer_native.h",
        includes: &["<stdbool.h>", "\"image_common.h\"", "\"image_source_native.h\"", "\"pixelmap_native.h\""],
    },
    Header {
        module: "pixelmap_native",
        path: "multimedia/image_framework/image/pixelmap_native.h",
        includes: &["<stdbool.h>", "\"image_common.h\"", "<napi/native_api.h>"],
    },
    Header {
        module: "image_source_native",
        path: "multimedia/image_framework/image/image_source_native.h",
        includes: &[
            "<stdbool.h>",
            "\"image_common.h\"",
            "\"pixelmap_native.h\"",
            "\"picture_native.h\"",
            "<rawfile/raw_file.h>",
        ],
    },
    Header {
        module: "picture_native",
        path: "multimedia/image_framework/image/picture_native.h",
        includes: &["<stdbool.h>", "\"image_common.h\"", "\"pixelmap_native.h\""],
    },
    Header {
        module: "image_mdk_common",
        path: "multimedia/image_framework/image_mdk_common.h",
        includes: &["<stdint.h>"],
    },
    Header {
        module: "image_packer_mdk",
        path: "multimedia/image_framework/image_packer_mdk.h",
        includes: &["<napi/native_api.h>", "\"image_mdk_common.h\""],
    },
    Header {
        module: "native_color_space_manager",
        path: "native_color_space_manager/native_color_space_manager.h",
        includes: &[],
    },
    Header { module: "ohimagekit", path: "ohimagekit/ohimagekit.h", includes: &[] },
    Header {
        module: "ohimagekit_image_packer",
        path: "ohimagekit/image_packer.h",
        includes: &["<multimedia/image_framework/image/image_packer_native.h>"],
    },
    Header {
        module: "ohimagekit_packing_options",
        path: "ohimagekit/packing_options.h",
        includes: &["<multimedia/image_framework/image/image_packer_native.h>"],
    },
    Header {
        module: "ohimagekit_mdk",
        path: "ohimagekit/mdk.h",
        includes: &[
            "<multimedia/image_framework/image/image_packer_native.h>",
            "<multimedia/image_framework/image_packer_mdk.h>",
        ],
    },
];

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    let present = HEADERS.iter().filter(|header| !header.sources().is_empty());
    let files = present.map(|header| Ok((format!("include/{}", header.path), header.text()?)));
    write_or_check(&files.collect::<Result<Vec<_>>>()?, arguments)
}

impl Header {
    /// The module's Rust files in the order in which they are printed: for a folder, that of its mod.rs.
    fn sources(&self) -> Vec<PathBuf> {
        let ffi = root().join("src/ffi");
        let file = ffi.join(self.module).with_extension("rs");
        if file.exists() {
            return vec![file];
        }
        let folder = ffi.join(self.module);
        let names = std::fs::read_to_string(folder.join("mod.rs")).unwrap_or_default();
        let names =
            names.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
        names.map(|name| folder.join(name).with_extension("rs")).filter(|path| path.exists()).collect()
    }

    fn text(&self) -> Result<String> {
        let extra = read(&format!("xtask/headers/{}.txt", self.module)).unwrap_or_default();
        let guard = format!("OHIMAGEKIT_{}_H", self.module.trim_start_matches("ohimagekit_").to_uppercase());
        let includes: String = self.includes.iter().map(|name| format!("#include {name}\n")).collect();
        let types = [ItemType::Enums, ItemType::Structs, ItemType::Unions, ItemType::OpaqueItems, ItemType::Typedefs];
        let parts = [
            self.comment(section(&extra, "about")),
            format!("#ifndef {guard}\n#define {guard}"),
            includes,
            section(&extra, "types").to_owned(),
            self.printed(&types)?,
            section(&extra, "constants").to_owned(),
            self.printed(&[ItemType::Functions])?,
            format!("#endif /* {guard} */"),
        ];
        let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        Ok(parts.join("\n\n") + "\n")
    }

    /// What cbindgen makes of the module's items of these kinds. Types and functions are asked for apart, because
    /// cbindgen would otherwise order types by their first use.
    fn printed(&self, kinds: &[ItemType]) -> Result<String> {
        let mut sources = self.sources();
        let mut config = Config::from_file(root().join("cbindgen.toml"))?;
        config.export.item_types = kinds.to_vec();
        if kinds.contains(&ItemType::Functions) {
            config.style = Style::Type; // In a prototype `OH_X *`, not `struct OH_X *`.
        } else {
            // A folder keeps C's types in types.rs; those of its other files are Rust's own.
            sources.retain(|path| path.ends_with("types.rs") || path.ends_with(format!("{}.rs", self.module)));
            config.export.include = sources.iter().flat_map(|path| type_names(path)).collect();
        }
        let builder = sources.iter().fold(Builder::new().with_config(config), |builder, path| builder.with_src(path));
        let bindings = builder.generate().map_err(|error| format!("{}: {error}", self.module))?;
        let mut text = Vec::new();
        bindings.write(&mut text);
        let text = String::from_utf8(text).map_err(|error| error.to_string())?;
        Ok(tidy(&text))
    }

    fn comment(&self, about: &str) -> String {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let made = format!(
            "Generated by `./dev header` from src/ffi/{}{}; do not edit.",
            self.module,
            if root().join("src/ffi").join(self.module).is_dir() { "" } else { ".rs" }
        );
        let text = format!("@file {name}\n\n{}\n\n{made}", about.trim());
        let lines = text.lines().map(|line| format!(" * {line}").trim_end().to_owned() + "\n");
        format!("/**\n{} */", lines.collect::<String>())
    }
}

/// The names of a file's public types, in order.
fn type_names(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let name_of = |line: &str| {
        let (kind, rest) = line.strip_prefix("pub ")?.split_once(' ')?;
        let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
        ["enum", "struct", "union", "type"].contains(&kind).then(|| name.to_owned())
    };
    text.lines().filter_map(name_of).collect()
}

/// The text between `%% name` and the next section.
fn section<'a>(text: &'a str, name: &str) -> &'a str {
    text.split("%% ").find_map(|part| part.strip_prefix(name)?.strip_prefix('\n')).unwrap_or_default()
}

/// Puts comments of one line on one line, where cbindgen spends three, and indents the parameters of a long prototype
/// by one step, where cbindgen puts them under the parenthesis.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut result = String::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let short = (line.trim() == "/**" && lines.get(at + 2).is_some_and(|end| end.trim() == "*/"))
            .then(|| format!("{line} {} */", lines[at + 1].trim().trim_start_matches('*').trim()))
            .filter(|short| short.len() <= 120);
        at += if short.is_some() { 3 } else { 1 };
        let line = short.as_deref().unwrap_or(line);
        if line.starts_with("            ") {
            result.push_str("    ");
            result.push_str(line.trim_start());
        } else {
            result.push_str(line);
        }
        result.push('\n');
    }
    result
}
