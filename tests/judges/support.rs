//! What these tests share. The judges are other programs; `./dev test` installs them, and without them a test fails.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// ImageMagick.
pub const CONVERT: &str = "/usr/bin/convert";

/// A folder that goes with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ohimagekit-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What `program` prints in `folder`; `arguments` have blanks between them.
pub fn run(folder: &Path, program: &str, arguments: &str) -> Vec<u8> {
    finished(Command::new(program).args(arguments.split_whitespace()).current_dir(folder))
}

/// The text that `program` prints.
pub fn output(program: &str, arguments: &[&str]) -> String {
    String::from_utf8_lossy(&finished(Command::new(program).args(arguments))).into_owned()
}

fn finished(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; `./dev test` installs it"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// One of the pictures that come with the project.
pub fn image(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/images").join(name)
}
