//! What no module could look for.

use zhunze_grammar::ast::Span;

use crate::book::{Capture, Pattern};
use crate::check::Checker;
use crate::diagnostics::Code;
use crate::phrases::{Misfit, misfit};

impl Checker<'_> {
    /// Reports a pattern that can not be found as it is.
    pub(super) fn fits(
        &mut self,
        pattern: &Pattern,
        captures: &[Capture],
        span: Span,
    ) -> Option<()> {
        let Some(misfit) = misfit(pattern, captures.len()) else {
            return Some(());
        };
        let diagnostic = match misfit {
            Misfit::MixedReadings => self
                .at(
                    Code::NotAPart,
                    span,
                    "`exact` words and others can not stand in one row: only `exact` counts \
                     punctuation",
                    "“原样”的内容与别的内容不能连在一起：只有“原样”才计标点",
                )
                .help(
                    "write all of it as `exact`, or join the two by `or`",
                    "请全部写成“原样”，或者用“或”连接",
                ),
            Misfit::WordIsNotPlain => self
                .at(
                    Code::NotAPart,
                    span,
                    "`word` takes plain words: no gaps, no values, no other manners inside",
                    "“单独”后面只能是字词，不能有间隔、取值和别的写法",
                )
                .help("leave `word` out here", "请在这里去掉“单独”"),
            Misfit::TooManyCaptures => self
                .at(
                    Code::PhraseTooLarge,
                    span,
                    "a phrase can name at most 8 values",
                    "一个短语最多给 8 个值取名",
                )
                .help(
                    "leave out the names of values that no rule looks at",
                    "没有规则用到的值不必取名",
                ),
        };
        self.report.push(diagnostic);
        None
    }
}
