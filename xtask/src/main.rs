//! The project's own tools, run through `./dev`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod api;
mod coverage;
mod demo;
mod demo_edits;
mod demo_gif;
mod demo_hdr;
mod demo_heif;
mod demo_page;
mod demo_plot;
mod header;

/// What every command returns; the message is for a person.
type Result<T = ()> = std::result::Result<T, String>;

/// A command's name, its arguments and purpose, and the function that runs it.
struct Command {
    name: &'static str,
    arguments: &'static str,
    purpose: &'static str,
    run: fn(&[String]) -> Result,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "header",
        arguments: "[--check]",
        purpose: "write the C headers in include/, or name those that are stale",
        run: header::run,
    },
    Command {
        name: "api",
        arguments: "INCLUDE_DIR [LIBRARY]",
        purpose: "hold headers, and a shared library's symbols, against tests/api/ndk.json",
        run: api::run,
    },
    Command {
        name: "coverage",
        arguments: "[--check]",
        purpose: "write COVERAGE.md, or say that it is stale",
        run: coverage::run,
    },
    Command {
        name: "demo",
        arguments: "",
        purpose: "pack the corpus from build/prefix and show what came out in build/demo",
        run: demo::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let wanted = arguments.first().map_or("", String::as_str);
    let Some(command) = COMMANDS.iter().find(|command| command.name == wanted) else {
        eprint!("{}", usage());
        return ExitCode::from(2);
    };
    match (command.run)(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask {}: {message}", command.name);
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let rows = COMMANDS.iter().map(|c| format!("  {:<30} {}\n", format!("{} {}", c.name, c.arguments), c.purpose));
    format!("usage: cargo run -p xtask -- COMMAND\n{}", rows.collect::<String>())
}

/// The repository's root, where every path of these commands starts.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Reads a file of the repository.
fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}"))
}

/// The table of the C API's facts, tests/api/ndk.json.
fn table() -> Result<serde_json::Value> {
    serde_json::from_str(&read("tests/api/ndk.json")?).map_err(|error| format!("tests/api/ndk.json: {error}"))
}

/// Writes the generated files among `files` (path, text) that differ from what is checked in; with `--check`, fails and
/// names them instead.
fn write_or_check(files: &[(String, String)], arguments: &[String]) -> Result {
    let check = match arguments {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("the only argument is --check".to_owned()),
    };
    let mut stale = Vec::new();
    for (path, text) in files.iter().filter(|(path, text)| read(path).ok().as_ref() != Some(text)) {
        stale.push(path.as_str());
        if !check {
            let target = root().join(path);
            let folder = target.parent().expect("a file of the repository has a folder");
            std::fs::create_dir_all(folder)
                .and_then(|()| std::fs::write(&target, text))
                .map_err(|e| format!("{path}: {e}"))?;
            println!("wrote {path}");
        }
    }
    if check && !stale.is_empty() {
        return Err(format!("stale: {}", stale.join(", ")));
    }
    Ok(())
}
