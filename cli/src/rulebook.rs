//! Rulebooks from disk: read, checked, compiled and loaded.
//!
//! In: the path of a rulebook or of a module. Out: what the commands work with, or a
//! failure after the diagnostics have been shown on standard error.

use crate::end::Failure;
use crate::language::{self, Lang};
use crate::params::Params;
use crate::terminal::{self, Paint};
use std::io::Write;
use zhunze_compiler::book::{Book, Language};
use zhunze_compiler::diagnostics::{self, Diagnostic};
use zhunze_compiler::{Checked, Compiled, Loader, Settings, Sources, TooLarge};
use zhunze_runtime::{Engine, Limits, Rulebook};

/// The first bytes of every module.
const MAGIC: &[u8] = b"\0asm";

/// The files of this machine.
struct Disk;

impl Loader for Disk {
    fn load(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(path).ok()
    }
}

/// Reads a file that must be a text.
pub(crate) fn text(path: &str) -> Result<String, Failure> {
    let bytes = bytes(path)?;
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..good).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Failure::wrong(format!(
            "{path}: line {line}: this is not UTF-8 text; please save the file as UTF-8"
        ))
    })
}

/// Reads a file.
pub(crate) fn bytes(path: &str) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::file(path, &error))
}

/// What came of checking a file, and the language to speak of it.
pub(crate) fn check_with(
    path: &str,
    lang: Option<Lang>,
    settings: &Settings,
) -> Result<(Checked, Language), Failure> {
    let text = text(path)?;
    if text.as_bytes().starts_with(MAGIC) {
        return Err(Failure::wrong(format!(
            "{path}: this is a module, not the text of a rulebook"
        )));
    }
    Ok((
        zhunze_compiler::check_with(path, &Disk, settings),
        language::of_text(lang, &text),
    ))
}

/// A rulebook that is right, and its module.
pub(crate) struct Built {
    /// The checked rulebook.
    pub(crate) book: Book,
    /// Its module.
    pub(crate) compiled: Compiled,
    /// The files it was read from.
    pub(crate) sources: Sources,
    /// What there is to say of it that is no error.
    pub(crate) warnings: String,
}

/// Checks and compiles a rulebook. Errors are shown on standard error.
pub(crate) fn build(path: &str, lang: Option<Lang>) -> Result<Built, Failure> {
    build_with(path, lang, &Settings::default())
}

/// The same with values for its parameters.
pub(crate) fn build_with(
    path: &str,
    lang: Option<Lang>,
    settings: &Settings,
) -> Result<Built, Failure> {
    let (checked, language) = check_with(path, lang, settings)?;
    let Checked {
        book,
        diagnostics,
        sources,
    } = checked;
    let shown = |what: &[Diagnostic]| {
        diagnostics::render(what, &sources, language, Paint::stderr().is_on())
    };
    let Some(book) = book else {
        // Nobody is there to be told if this fails.
        let _ = write!(std::io::stderr(), "{}", shown(&diagnostics));
        return Err(Failure::no());
    };
    let compiled = zhunze_compiler::compile(&book).map_err(|why| too_large(path, &book, &why))?;
    Ok(Built {
        warnings: shown(&diagnostics),
        book,
        compiled,
        sources,
    })
}

/// Says why a rulebook does not fit a module.
pub(crate) fn too_large(path: &str, book: &Book, why: &TooLarge) -> Failure {
    let what = match why {
        TooLarge::Phrases => {
            "its phrases have too many alternatives; split the longest ones".to_owned()
        }
        TooLarge::Rule(at) => {
            let rule = usize::try_from(*at).ok().and_then(|at| book.rules.get(at));
            let name = rule.map_or("?", |rule| rule.name.as_str());
            format!("rule {name} looks at too many moments; split it into several rules")
        }
        TooLarge::Moment(_) => {
            "a moment is made of too many others; split it into several".to_owned()
        }
        TooLarge::Rulebook => "it has too many rules, moments or conditions in all".to_owned(),
    };
    Failure::Said(
        crate::end::End::No,
        format!("{path}: the rulebook is too large: {what}"),
    )
}

/// Loads a module that was compiled just now.
pub(crate) fn load(compiled: &Compiled) -> Result<Rulebook, Failure> {
    let engine =
        Engine::new(Limits::unmetered()).map_err(|error| Failure::internal(error.to_string()))?;
    engine
        .load(&compiled.wasm)
        .map_err(|error| Failure::internal(format!("the module cannot be loaded: {error}")))
}

/// A rulebook or a module.
pub(crate) enum Given {
    /// The path leads to the text of a rulebook.
    Text,
    /// The path leads to a module.
    Module(Vec<u8>),
}

/// Tells what a path leads to.
pub(crate) fn given(path: &str) -> Result<Given, Failure> {
    let bytes = bytes(path)?;
    Ok(if bytes.starts_with(MAGIC) {
        Given::Module(bytes)
    } else {
        Given::Text
    })
}

/// Loads a rulebook or a module, to judge calls. Modules that come from elsewhere are
/// metered.
pub(crate) fn open(path: &str, lang: Option<Lang>, params: &Params) -> Result<Rulebook, Failure> {
    match given(path)? {
        Given::Module(_) if !params.is_empty() => Err(Failure::wrong(format!(
            "{path}: the parameters of a module were set when it was built; name the rulebook"
        ))),
        Given::Module(bytes) => load_module(path, &bytes),
        Given::Text => {
            let built = build_with(path, lang, &params.settings()?)?;
            load(&built.compiled)
        }
    }
}

/// Loads a module that comes from elsewhere.
pub(crate) fn load_module(path: &str, bytes: &[u8]) -> Result<Rulebook, Failure> {
    let engine =
        Engine::new(Limits::default()).map_err(|error| Failure::internal(error.to_string()))?;
    engine
        .load(bytes)
        .map_err(|error| Failure::wrong(format!("{path}: {error}")))
}

/// Shows what is no error on standard error.
pub(crate) fn show_warnings(built: &Built) {
    if !built.warnings.is_empty() {
        terminal::note(built.warnings.trim_end());
    }
}
