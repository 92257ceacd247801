//! `api`: headers and library against tests/api/ndk.json.
//!
//! For each header a program is made that includes it first and then states every fact of the table: each prototype
//! once more, and what must be true of enumerators, structs, typedefs and strings. It is compiled as C and as C++ with
//! warnings as errors, and run, since only a running program can compare strings. Each fact has its own `#line`, so the
//! compiler's message names the fact. The dynamic symbols of the library, if one is given, are compared by name.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::header::HEADERS;
use crate::{Result, table};

/// The libraries of the table that this one stands in for.
const LIBRARIES: &[&str] =
    &["libimage_packer", "libimage_common", "libpixelmap", "libimage_source", "libpicture", "libimage_packer_ndk"];

const MODES: &[(&str, &str)] = &[("c", "c11"), ("c", "c17"), ("c++", "c++17")];

/// Headers written by hand.
const OTHERS: &[&str] = &["napi/native_api.h", "rawfile/raw_file.h", "hilog/log.h"];

/// Exports that the table does not know: another kit's library, without which a PixelMap's colour space could be
/// neither made nor read. Exactly these are taken over from it.
const COLOR_SPACES: &[&str] = &[
    "OH_NativeColorSpaceManager_CreateFromName",
    "OH_NativeColorSpaceManager_CreateFromPrimariesAndGamma",
    "OH_NativeColorSpaceManager_Destroy",
    "OH_NativeColorSpaceManager_GetColorSpaceName",
    "OH_NativeColorSpaceManager_GetGamma",
    "OH_NativeColorSpaceManager_GetWhitePoint",
];

/// What the facts are written with; after the header, which must not need it.
const PRELUDE: &str = "#include <stddef.h>\n#include <stdio.h>\n#include <string.h>\n";
const PRELUDE_CXX: &str = "#include <type_traits>\n";

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    let (include, library) = match arguments {
        [include] => (include, None),
        [include, library] => (include, Some(library)),
        _ => return Err("give the folder of the headers, and a shared library or none".to_owned()),
    };
    let table = table()?;
    let headers: BTreeSet<&str> =
        LIBRARIES.iter().flat_map(|library| list(&table["libraries"][library]["headers"])).map(text).collect();
    let mut problems = Vec::new();
    for (language, standard) in MODES {
        for header in &headers {
            let program = program(&table, header, *language == "c++");
            problems.extend(build_and_run(include, language, standard, &program)?);
        }
        for program in together(include) {
            problems.extend(build_and_run(include, language, standard, &program)?);
        }
    }
    if let Some(library) = library {
        problems.extend(symbol_problems(&table, library)?);
    }
    for problem in &problems {
        println!("{problem}");
    }
    if problems.is_empty() { Ok(()) } else { Err(format!("{} differences", problems.len())) }
}

/// The program for one header.
fn program(table: &Value, header: &str, cxx: bool) -> String {
    let of_header = |kind: &str| list(&table[kind]).filter(|entry| entry["header"] == header).collect::<Vec<_>>();
    // Written out, not macros of the program: a compiler would name the line of the macro.
    let (check, linkage) = if cxx { ("static_assert", "extern \"C\"") } else { ("_Static_assert", "extern") };
    let that = |condition: String| format!("{check}({condition}, \"\");");
    let same = |a: &str, b: &str| if cxx { that(format!("std::is_same<{a}, {b}>::value")) } else { String::new() };
    let mut facts = Vec::new();
    let mut strings = String::new();
    for entry in of_header("functions").into_iter().filter(|f| LIBRARIES.contains(&text(&f["library"]))) {
        let name = text(&entry["name"]);
        facts.push((name, that(format!("sizeof(&{name}) > 0")) + &format!("{linkage} {};", prototype(entry))));
    }
    for entry in of_header("enums") {
        let name = text(&entry["name"]);
        facts.push((name, that(format!("sizeof({name}) == sizeof(int)"))));
        for (value, number) in list(&entry["values"]).map(|pair| (text(&pair[0]), &pair[1])) {
            facts.push((value, that(format!("{value} == {number}")) + &same(&format!("decltype({value})"), name)));
        }
    }
    for entry in of_header("structs").into_iter().filter(|entry| entry["opaque"] == false) {
        let (name, c_type) = (text(&entry["name"]), text(&entry["c_type"]));
        facts.push((name, that(format!("sizeof({c_type}) == {}", entry["size"]))));
        for field in list(&entry["fields"]) {
            let member = text(&field["name"]);
            facts.push((name, that(format!("offsetof({c_type}, {member}) == {}", field["offset"]))));
            facts.push((name, same(&format!("decltype({name}::{member})"), text(&field["type"]))));
            if let (true, Some(value)) = (cxx, field["cxx_default"].as_str()) {
                // A constant without initialiser is an error unless the struct initialises every member.
                let fresh = format!("{name}_{member}");
                let equal = that(format!("{fresh}.{member} == {value}"));
                facts.push((name, format!("constexpr {c_type} {fresh}; {equal}")));
            }
        }
    }
    for entry in of_header("typedefs") {
        let (name, target) = (text(&entry["name"]), text(&entry["target"]));
        facts.push((name, format!("extern {name} *probe_{name}; extern {target} *probe_{name};")));
    }
    for entry in of_header("macros") {
        facts.push((text(&entry["name"]), that(format!("{} == {}", text(&entry["name"]), entry["value"]))));
    }
    for entry in of_header("string_constants") {
        let (name, kind) = (text(&entry["name"]), text(&entry["type"]).trim_start_matches("static "));
        facts.push((
            name,
            that(format!("sizeof({name}) == sizeof(void *)")) + &same(&format!("decltype({name})"), kind),
        ));
        strings +=
            &format!("if (strcmp({name}, {}) != 0) puts(\"{header}: {name}: another value\");\n", entry["value"]);
    }
    let facts = facts.iter().map(|(name, code)| format!("#line 1 \"{header}: {name}\"\n{code}\n"));
    let prelude = if cxx { [PRELUDE, PRELUDE_CXX].concat() } else { PRELUDE.to_owned() };
    let include = format!("#include <{}/{header}>\n{prelude}", text(&table["include_prefix"]));
    format!("{include}{}\nint main(void)\n{{\n{strings}return 0;\n}}\n", facts.collect::<String>())
}

/// Two programs that include all headers, in one order and in the other.
fn together(include: &str) -> [String; 2] {
    let paths = HEADERS.iter().map(|header| header.path).chain(OTHERS.iter().copied());
    let lines = paths.filter(|path| Path::new(include).join(path).exists()).map(|path| format!("#include <{path}>\n"));
    let lines: Vec<String> = lines.collect();
    [lines.concat(), lines.iter().rev().cloned().collect()].map(|lines| lines + "int main(void) { return 0; }\n")
}

/// Compiles and runs a program: the compiler's errors, or the lines that the program printed.
fn build_and_run(include: &str, language: &str, standard: &str, program: &str) -> Result<Vec<String>> {
    let show = |error: std::io::Error| format!("cc: {error}");
    let binary = std::env::temp_dir().join(format!("ohimagekit-api-{}", std::process::id()));
    let mut compiler = Command::new(std::env::var("CC").unwrap_or_else(|_| "cc".to_owned()))
        .args(["-x", language, &format!("-std={standard}"), "-I", include])
        .args("-Wall -Wextra -Wpedantic -Werror - -o".split(' '))
        .arg(&binary)
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(show)?;
    // A compiler that stops at a missing header closes the pipe early; its message tells.
    let _ = compiler.stdin.take().expect("the standard input is a pipe").write_all(program.as_bytes());
    let compiled = compiler.wait_with_output().map_err(show)?;
    let output = if compiled.status.success() {
        let ran = Command::new(&binary).output().map_err(show)?;
        std::fs::remove_file(&binary).map_err(show)?;
        ran.stdout
    } else {
        compiled.stderr
    };
    let output = String::from_utf8_lossy(&output);
    let is_told = |line: &&str| compiled.status.success() || line.contains("error: ");
    let lines: Vec<String> = output.lines().filter(is_told).map(|line| format!("{line} [{standard}]")).collect();
    let silent = lines.is_empty() && !compiled.status.success();
    Ok(if silent { vec![format!("the compiler failed: {output}")] } else { lines })
}

/// Symbols that the library lacks, and those it should not show.
fn symbol_problems(table: &Value, library: &str) -> Result<Vec<String>> {
    let output = Command::new("nm").args(["-D", "--defined-only", "-P", library]).output();
    let output = output.map_err(|error| format!("nm: {error}"))?;
    if !output.status.success() {
        return Err(format!("nm: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let output = String::from_utf8_lossy(&output.stdout);
    let shown: BTreeSet<&str> = output.lines().filter_map(|line| line.split([' ', '@']).next()).collect();
    let exports = LIBRARIES.iter().flat_map(|name| list(&table["libraries"][name]["exports"]));
    let wanted = exports.map(|export| text(&export["name"])).chain(COLOR_SPACES.iter().copied());
    let wanted: BTreeSet<&str> = wanted.collect();
    let linker = ["_init", "_fini", "_edata", "_end", "__bss_start"];
    let is_strange = |name: &&&str| !name.starts_with("OHIK_") && !linker.contains(name);
    let missing = wanted.difference(&shown).map(|name| format!("{library}: {name}: not exported"));
    let strange =
        shown.difference(&wanted).filter(is_strange).map(|name| format!("{library}: {name}: not of the table"));
    Ok(missing.chain(strange).collect())
}

/// A function's declaration.
fn prototype(function: &Value) -> String {
    let declare = |kind: &str, name: &str| match kind.split_once('[') {
        Some((element, size)) => format!("{element} {name}[{size}"),
        None => format!("{kind} {name}"),
    };
    let parameters: Vec<String> =
        list(&function["params"]).map(|p| declare(text(&p["type"]), text(&p["name"]))).collect();
    let parameters = if parameters.is_empty() { "void".to_owned() } else { parameters.join(", ") };
    declare(text(&function["return"]), &format!("{}({parameters})", text(&function["name"])))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
