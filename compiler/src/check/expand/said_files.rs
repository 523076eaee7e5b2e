//! The words of what there is to say about files.

use zhunze_grammar::ast::Span;

use super::Said;
use crate::diagnostics::{Code, Message};

/// The code, the place, what is wrong, and how to mend it.
pub(super) fn words(said: &Said) -> (Code, Span, Message, Message) {
    match said {
        Said::UsedTwice(span) => (
            Code::UsedTwice,
            *span,
            Message::new(
                "this file is used already, with other values",
                "这个文件已经引用过，而且给的值不同",
            ),
            Message::new(
                "a file is used once; to have a rule several times, make a `template` of it and \
                 `apply` that",
                "一个文件只引用一次；同样的规则要有几条时，请写成“模板”再“套用”",
            ),
        ),
        Said::ExtendsTwice(span) => (
            Code::ExtendsTwice,
            *span,
            Message::new(
                "a rulebook can extend one other only",
                "一本规则书只能继承一本",
            ),
            Message::new(
                "extend one of them, and `use` what you need of the other",
                "继承其中一本，另一本里需要的内容用“引用”",
            ),
        ),
        Said::ExtendsLibrary(text) => (
            Code::LibraryMisuse,
            text.span,
            Message::new(
                "this file has no `rulebook` line; it can not be extended",
                "这个文件没有“规则书”这一行，不能继承",
            ),
            Message::new(
                format!("use it instead: `use \"{}\"`", text.node),
                format!("请改用“引用 \"{}\"”", text.node),
            ),
        ),
        Said::SectionInLibrary(span) => (
            Code::LibraryMisuse,
            *span,
            Message::new(
                "a file without a `rulebook` line can have no sections of its own",
                "没有“规则书”这一行的文件不能有自己的部分",
            ),
            Message::new(
                "its rules go to the section in which `use` stands; leave the section out",
                "它的规则归到“引用”所在的部分；请去掉这个部分",
            ),
        ),
        Said::ExtendsInLibrary(span) => (
            Code::LibraryMisuse,
            *span,
            Message::new(
                "a file without a `rulebook` line can extend nothing",
                "没有“规则书”这一行的文件不能继承",
            ),
            Message::new(
                "start it with a `rulebook` line, or `use` the other file",
                "在开头写上“规则书”这一行，或者改用“引用”",
            ),
        ),
        Said::ChangeInLibrary(span) => (
            Code::LibraryMisuse,
            *span,
            Message::new(
                "a file without a `rulebook` line can override and drop nothing",
                "没有“规则书”这一行的文件不能改写或取消",
            ),
            Message::new(
                "do that in the rulebook that uses it",
                "请在引用它的规则书里这样写",
            ),
        ),
        Said::TooMuch(span) => (
            Code::TooDeep,
            *span,
            Message::new(
                "templates are applied too often; they come to more than 16 MiB",
                "模板套用得太多，展开后超过 16 MiB",
            ),
            Message::new(
                "split the rulebook, or make the template shorter",
                "请拆分规则书，或者把模板写短些",
            ),
        ),
        Said::TooDeep(span) => (
            Code::TooDeep,
            *span,
            Message::new(
                "files use files here, too many levels deep",
                "文件一层一层引用，层数太多",
            ),
            Message::new(
                "use the files directly from the rulebook",
                "请在规则书里直接引用这些文件",
            ),
        ),
        _ => (
            Code::Syntax,
            Span::default(),
            Message::default(),
            Message::default(),
        ),
    }
}
