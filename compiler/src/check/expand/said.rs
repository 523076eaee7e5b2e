//! What there is to say about files, parameters and templates.
//!
//! In: [`Said`]. Out: diagnostics.

use zhunze_grammar::ast::{Name, ParamType, Span, Text};

use super::Expander;
use crate::check::suggest::closest;
use crate::check::twice::twice;
use crate::diagnostics::{Code, Diagnostic, Message, Place};

/// Words in English and in Chinese.
type Words = (&'static str, &'static str);

/// A mistake, and what is known of it.
#[derive(Debug)]
pub(in crate::check) enum Said {
    /// The version asked for, and the one found.
    WrongVersion(Text, Option<String>),
    UsedTwice(Span),
    ExtendsTwice(Span),
    ExtendsLibrary(Text),
    SectionInLibrary(Span),
    ExtendsInLibrary(Span),
    ChangeInLibrary(Span),
    TemplateTwice(Name, Span),
    UnknownTemplate(Name, Option<String>),
    ParamTwice(Name),
    UnusedParam(Name),
    UnusedTemplate(Name),
    UnknownParam(Name, Option<String>, Vec<String>),
    /// Files that are used have such a parameter, but it can not be set from outside.
    NotReached(Name, super::far::WhyNot),
    /// A parameter without a value, and where it should be given.
    Missing(Name, ParamType, Option<Span>),
    WrongType(Span, Name, ParamType),
    /// An overriding parameter must have the type that the other has.
    OtherType(Span, ParamType),
    /// There is nothing of this name to override or drop.
    Nothing(Name, Words, Option<String>),
    /// It stands in this very file.
    OwnItem(Name, Words),
    TooMuch(Span),
    TooDeep(Span),
}

impl Said {
    pub(super) fn unknown_template(name: Name, known: &[&str]) -> Said {
        let near = near(&name, known);
        Said::UnknownTemplate(name, near)
    }

    pub(super) fn unknown_param(name: Name, known: &[&str]) -> Said {
        let near = near(&name, known);
        let known = known.iter().map(|name| (*name).to_owned()).collect();
        Said::UnknownParam(name, near, known)
    }

    pub(super) fn nothing(name: Name, words: Words, known: &[&str]) -> Said {
        let near = near(&name, known);
        Said::Nothing(name, words, near)
    }
}

fn near(name: &Name, known: &[&str]) -> Option<String> {
    closest(&name.node, known.iter().copied()).map(str::to_owned)
}

impl Expander<'_> {
    /// Says it.
    pub(super) fn say(&mut self, said: Said) {
        let diagnostic = match said {
            Said::WrongVersion(asked, found) => self.wrong_version(&asked, found),
            Said::UsedTwice(_)
            | Said::ExtendsTwice(_)
            | Said::ExtendsLibrary(_)
            | Said::SectionInLibrary(_)
            | Said::ExtendsInLibrary(_)
            | Said::ChangeInLibrary(_)
            | Said::TooMuch(_)
            | Said::TooDeep(_) => self.about_files(&said),
            Said::TemplateTwice(name, first) => {
                let (place, first) = (self.place(name.span), self.place(first));
                twice(&name.node, ("template", "模板"), place, first)
            }
            Said::UnknownTemplate(name, near) => {
                let diagnostic = self.about(
                    Code::UnknownTemplate,
                    name.span,
                    format!("there is no template `{}`", name.node),
                    format!("没有叫“{}”的模板", name.node),
                );
                self.meant(diagnostic, name.span, near)
            }
            Said::UnusedParam(name) => self
                .about(
                    Code::UnusedParam,
                    name.span,
                    format!("the parameter `{}` is never used", name.node),
                    format!("参数“{}”没有用到", name.node),
                )
                .help("use it or leave it out", "用上它，或者删去"),
            Said::UnusedTemplate(name) => self
                .about(
                    Code::UnusedTemplate,
                    name.span,
                    format!("the template `{}` is never applied", name.node),
                    format!("模板“{}”没有套用", name.node),
                )
                .help(
                    format!("write `apply {} (…)`, or leave it out", name.node),
                    format!("写“套用 {} (…)”，或者删去", name.node),
                ),
            Said::Nothing(name, words, near) => {
                let diagnostic = self.about(
                    Code::NothingToChange,
                    name.span,
                    format!(
                        "no {} `{}` is taken over from another file",
                        words.0, name.node
                    ),
                    format!("没有从别的文件得到叫“{}”的{}", name.node, words.1),
                );
                self.meant(diagnostic, name.span, near)
            }
            Said::OwnItem(name, (_, zh)) => self
                .about(
                    Code::NothingToChange,
                    name.span,
                    format!(
                        "`{}` stands in this file; there is nothing to override",
                        name.node
                    ),
                    format!("{zh}“{}”就写在本文件里，不需要改写或取消", name.node),
                )
                .help("change it where it stands", "请直接改原处"),
            other => self.about_params(other),
        };
        self.report.push(diagnostic);
    }

    fn place(&self, span: Span) -> Place {
        self.files.places.place(span)
    }

    fn about(
        &self,
        code: Code,
        span: Span,
        en: impl Into<String>,
        zh: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, self.place(span), Message::new(en, zh))
    }

    /// Offers what was probably meant.
    fn meant(&self, diagnostic: Diagnostic, span: Span, near: Option<String>) -> Diagnostic {
        let Some(near) = near else { return diagnostic };
        let place = self.place(span);
        diagnostic
            .help(
                format!("did you mean `{near}`?"),
                format!("是不是想写“{near}”？"),
            )
            .fix(place, near)
    }

    fn wrong_version(&self, asked: &Text, found: Option<String>) -> Diagnostic {
        let (span, asked) = (asked.span, &asked.node);
        match found {
            Some(found) => self
                .about(
                    Code::WrongVersion,
                    span,
                    format!("version `{asked}` is asked for, but the file has version `{found}`"),
                    format!("要的是版本“{asked}”，文件的版本却是“{found}”"),
                )
                .help(
                    "look at what has changed, then ask for the version that is there",
                    "先看清有什么变化，再改成文件现有的版本",
                )
                .fix(self.place(span), format!("\"{found}\"")),
            None => self
                .about(
                    Code::WrongVersion,
                    span,
                    format!("version `{asked}` is asked for, but the file says no version"),
                    format!("要的是版本“{asked}”，但文件没有写版本"),
                )
                .help(
                    "give the file a line `rulebook \"…\" version \"…\"`, or ask for none",
                    "在文件里写上“规则书 \"…\" 版本 \"…\"”，或者不写版本",
                ),
        }
    }

    fn about_files(&self, said: &Said) -> Diagnostic {
        let (code, span, message, help) = files::words(said);
        let diagnostic = Diagnostic::new(code, self.place(span), message);
        diagnostic.help(help.en, help.zh)
    }

    fn about_params(&self, said: Said) -> Diagnostic {
        match said {
            Said::UnknownParam(name, near, known) => {
                let diagnostic = self.about(
                    Code::UnknownParam,
                    name.span,
                    format!("there is no parameter `{}`", name.node),
                    format!("没有叫“{}”的参数", name.node),
                );
                match known.is_empty() || near.is_some() {
                    true => self.meant(diagnostic, name.span, near),
                    false => diagnostic.help(
                        format!("there are: {}", known.join(", ")),
                        format!("有这些参数：{}", known.join("、")),
                    ),
                }
            }
            Said::NotReached(name, why) => {
                let (en, zh) = why.words();
                self.about(
                    Code::UnknownParam,
                    name.span,
                    format!("the parameter `{}` can not be set from outside", name.node),
                    format!("参数“{}”不能从外面设置", name.node),
                )
                .help(en, zh)
            }
            Said::Missing(name, kind, site) => self.missing(&name, kind, site),
            Said::WrongType(span, name, kind) => {
                let (en, zh) = of_type(kind);
                self.about(
                    Code::WrongArgument,
                    span,
                    format!("`{}` takes {en}", name.node),
                    format!("“{}”要的是{zh}", name.node),
                )
                .also(self.place(name.span), "it is declared here", "它在这里声明")
                .help(instance(kind).0, instance(kind).1)
            }
            Said::OtherType(span, kind) => {
                let (en, zh) = of_type(kind);
                self.about(
                    Code::WrongArgument,
                    span,
                    format!("this parameter takes {en} in the extended rulebook"),
                    format!("在被继承的规则书里，这个参数是{zh}"),
                )
                .help("give it the same type", "写成同一种类型")
            }
            Said::ParamTwice(name) => self
                .about(
                    Code::Duplicate,
                    name.span,
                    format!("the parameter `{}` is given twice", name.node),
                    format!("参数“{}”重复了", name.node),
                )
                .help("keep one of them", "只保留一个"),
            // All others are worded elsewhere.
            _ => self.about(Code::Syntax, Span::default(), "", ""),
        }
    }

    fn missing(&self, name: &Name, kind: ParamType, site: Option<Span>) -> Diagnostic {
        let (en, zh) = of_type(kind);
        let diagnostic = self.about(
            Code::MissingArgument,
            site.unwrap_or(name.span),
            format!("the parameter `{}` has no value; it takes {en}", name.node),
            format!("参数“{}”没有值；它要的是{zh}", name.node),
        );
        let (example_en, example_zh) = example(kind);
        match site {
            Some(_) => diagnostic
                .also(self.place(name.span), "it is declared here", "它在这里声明")
                .help(
                    format!("give it in brackets: `({}: {example_en})`", name.node),
                    format!("在括号里给出：“({}：{example_zh})”", name.node),
                ),
            None => diagnostic.help(
                format!(
                    "give it from outside, `--set {}={example_en}`, or give it a default, \
                     `= {example_en}`",
                    name.node
                ),
                format!(
                    "从外面给出，“--set {}={example_zh}”，或者写上默认值“= {example_zh}”",
                    name.node
                ),
            ),
        }
    }
}

/// What a type is called.
fn of_type(kind: ParamType) -> Words {
    match kind {
        ParamType::Phrase => ("a phrase", "短语"),
        ParamType::Moment => ("a moment, by its name", "时刻的名称"),
        ParamType::Duration => ("a duration", "时长"),
        ParamType::Number => ("a number", "数字"),
        ParamType::Text => ("a text in quotes", "引号里的文本"),
        ParamType::Boolean => ("yes or no", "“是”或“否”"),
        ParamType::Clock => ("a time of day", "钟点"),
    }
}

/// How such a value is written.
fn instance(kind: ParamType) -> (String, String) {
    if kind == ParamType::Moment {
        return (
            "write its name; give it one first: `moment greeted = agent says \"hello\"`".to_owned(),
            "写它的名字；请先给它起名，例如“时刻 已问候 = 客服 说 \"您好\"”".to_owned(),
        );
    }
    let (en, zh) = example(kind);
    (format!("write for instance {en}"), format!("例如写 {zh}"))
}

fn example(kind: ParamType) -> Words {
    match kind {
        ParamType::Phrase => ("\"thank you\"", "\"谢谢您\""),
        ParamType::Moment => ("greeted", "已问候"),
        ParamType::Duration => ("30s", "30秒"),
        ParamType::Number => ("3", "3"),
        ParamType::Text => ("\"vip\"", "\"贵宾\""),
        ParamType::Boolean => ("yes", "是"),
        ParamType::Clock => ("9:00", "9:00"),
    }
}

#[path = "said_files.rs"]
mod files;
