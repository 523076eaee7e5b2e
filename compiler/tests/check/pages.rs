//! The pages of `docs/errors`: each example does what its page says.

use std::fs;
use std::path::PathBuf;

use zhunze_compiler::diagnostics::Code;

use super::{codes, files, said};

fn page(code: Code) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../docs/errors/{code}.md"));
    fs::read_to_string(path).unwrap_or_else(|_| panic!("{code} has no page"))
}

/// The blocks of one sort as files; those without a name are the rulebook.
fn blocks(page: &str, sort: &str) -> Vec<(String, String)> {
    let open = format!("```rulebook {sort}");
    let block = |rest: &str| {
        let (head, rest) = rest.split_once('\n')?;
        let name = if head.trim().is_empty() {
            "main.rulebook"
        } else {
            head.trim()
        };
        Some((name.to_owned(), rest.split("```").next()?.to_owned()))
    };
    page.split(open.as_str())
        .skip(1)
        .filter_map(block)
        .collect()
}

fn run(page: &str, sort: &str) -> zhunze_compiler::Checked {
    let blocks = blocks(page, sort);
    assert!(!blocks.is_empty(), "no {sort} example");
    let blocks: Vec<_> = blocks
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    files(&blocks)
}

#[test]
fn every_code_has_a_page_and_its_examples_are_true() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let page = page(*code);
        let title = code.info().title;
        assert!(
            page.starts_with(&format!("# {code}: {}\n", title.en)),
            "{code}: title"
        );
        assert!(
            page.contains(&format!("\n## {code}：{}\n", title.zh)),
            "{code}: 标题"
        );
        let bad = run(&page, "wrong");
        if !bad.diagnostics.iter().any(|d| d.code == *code) {
            wrong.push(format!(
                "{code}: the wrong example gives {:?}\n{}",
                codes(&bad),
                said(&bad)
            ));
        }
        let good = run(&page, "right");
        if !good.diagnostics.is_empty() {
            wrong.push(format!(
                "{code}: the right example is wrong:\n{}",
                said(&good)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_list_of_pages_is_whole() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/errors/README.md");
    let list = fs::read_to_string(path).unwrap();
    for code in Code::ALL {
        let title = code.info().title;
        let line = format!("| [{code}]({code}.md) | {} | {} |\n", title.en, title.zh);
        assert!(list.contains(&line), "missing: {line}");
    }
}

#[test]
fn every_page_has_a_code() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/errors");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = name.trim_end_matches(".md");
        let known = Code::ALL.iter().any(|known| known.as_str() == code);
        assert!(known || code == "README", "{name} is about no code");
    }
}
