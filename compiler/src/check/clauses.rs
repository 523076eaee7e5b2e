//! The clauses of a rule, sorted.
//!
//! In: clauses in any order. Out: [`Clauses`]; what stands twice, or beside something that
//! it does not go with, is reported.

use zhunze_grammar::ast::{
    self, Branch, Clause, Effective, Expr as Written, May, Name, Quantity, Span, Spanned, Text,
};

use super::Checker;
use super::obligations::Owed;
use crate::book::SectionId;
use crate::diagnostics::Code;

/// `fatal`
#[derive(Clone, Copy)]
pub(super) struct Fatal<'a> {
    pub(super) section: bool,
    pub(super) from: Option<&'a Quantity>,
    pub(super) span: Span,
}

/// `weight N`
#[derive(Clone, Copy)]
pub(super) struct Worth<'a> {
    pub(super) points: &'a Quantity,
    pub(super) by_share: bool,
    pub(super) span: Span,
}

/// The clauses of a rule, sorted.
#[derive(Default)]
pub(super) struct Clauses<'a> {
    pub(super) when: Option<&'a ast::Moment>,
    /// `if` and (true) `unless`.
    pub(super) conditions: Vec<(bool, &'a Written)>,
    pub(super) excuse: Option<&'a ast::Moment>,
    /// What is owed above the first `on`.
    pub(super) owed: Vec<Owed<'a>>,
    /// Permissions; true: after `or`.
    pub(super) may: Vec<(&'a May, bool)>,
    /// Branches, and what is owed under each.
    pub(super) branches: Vec<(&'a Branch, Vec<Owed<'a>>)>,
    pub(super) own: bool,
    pub(super) applies: Vec<&'a Written>,
    pub(super) effective: Vec<&'a Effective>,
    pub(super) needs_review: bool,
    pub(super) deduct: Vec<&'a ast::Amount>,
    pub(super) award: Vec<&'a ast::Amount>,
    pub(super) weight: Option<Worth<'a>>,
    pub(super) if_not_applicable: Option<(bool, Span)>,
    pub(super) fatal: Option<Fatal<'a>>,
    pub(super) cite: Vec<&'a Text>,
    pub(super) severity: Option<&'a Name>,
    pub(super) message: Option<&'a Text>,
}

impl<'a> Clauses<'a> {
    /// Everything that is owed, in all arms.
    fn all_owed(&self) -> impl Iterator<Item = &Owed<'a>> {
        let branches = self.branches.iter().flat_map(|(_, owed)| owed);
        self.owed.iter().chain(branches)
    }

    /// All of it is `should`.
    pub(super) fn advice(&self) -> bool {
        let mut owed = self.all_owed().peekable();
        owed.peek().is_some() && owed.all(|owed| is_advice(&owed.clause.node))
    }
}

fn is_advice(clause: &Clause) -> bool {
    matches!(clause, Clause::Must(must) if must.advice)
}

impl<'a> Checker<'a> {
    /// Reports what stands twice in templates, whether they are applied or not.
    pub(super) fn templates(&mut self) {
        let files = self.files;
        for item in files.files.iter().flat_map(|file| &file.file.items) {
            if let ast::Item::Template(it) = item
                && !self.broken(it.span)
            {
                self.sort(&it.clauses);
            }
        }
    }

    /// Sorts the clauses and reports those that may stand only once.
    pub(super) fn sort(&mut self, clauses: &'a [Spanned<Clause>]) -> Clauses<'a> {
        let mut all = Clauses::default();
        for clause in clauses {
            let span = clause.span;
            let twice = match &clause.node {
                Clause::When(moment) => all.when.replace(moment).is_some(),
                Clause::UnlessFirst(moment) => all.excuse.replace(moment).is_some(),
                Clause::EachItsOwn => std::mem::replace(&mut all.own, true),
                Clause::NeedsReview => std::mem::replace(&mut all.needs_review, true),
                Clause::Weight { points, by_share } => {
                    let (points, by_share) = (points, *by_share);
                    let worth = Worth {
                        points,
                        by_share,
                        span,
                    };
                    all.weight.replace(worth).is_some()
                }
                Clause::IfNotApplicable { leave_out } => {
                    all.if_not_applicable.replace((*leave_out, span)).is_some()
                }
                Clause::Fatal { section, from } => {
                    let (section, from) = (*section, from.as_ref());
                    let fatal = Fatal {
                        section,
                        from,
                        span,
                    };
                    all.fatal.replace(fatal).is_some()
                }
                Clause::Severity(name) => all.severity.replace(name).is_some(),
                Clause::Message(text) => all.message.replace(text).is_some(),
                _ => {
                    self.sort_list(clause, &mut all);
                    false
                }
            };
            if twice {
                self.twice(&clause.node, span);
            }
        }
        all
    }

    /// Clauses that may stand several times.
    fn sort_list(&mut self, clause: &'a Spanned<Clause>, all: &mut Clauses<'a>) {
        match &clause.node {
            Clause::Otherwise(amount) => all.deduct.push(amount),
            Clause::Award(amount) => all.award.push(amount),
            Clause::If(expr) => all.conditions.push((false, expr)),
            Clause::Unless(expr) => all.conditions.push((true, expr)),
            Clause::Applies(expr) => all.applies.push(expr),
            Clause::Effective(days) => all.effective.push(days),
            Clause::Cite(texts) => all.cite.extend(texts),
            Clause::Branch(branch) => all.branches.push((branch, Vec::new())),
            Clause::OrElse(inner) => self.sort_owed(inner, true, clause.span, all),
            _ => self.sort_owed(clause, false, clause.span, all),
        }
    }

    fn sort_owed(
        &mut self,
        clause: &'a Spanned<Clause>,
        or_else: bool,
        span: Span,
        all: &mut Clauses<'a>,
    ) {
        if let Clause::May(may) = &clause.node {
            if or_else && all.may.is_empty() {
                self.or_what(span);
            }
            all.may.push((may, or_else));
            return;
        }
        if !matches!(
            &clause.node,
            Clause::Must(_) | Clause::BeforeThat(_) | Clause::Require(_)
        ) {
            self.or_what(span);
            return;
        }
        let to = match all.branches.last_mut() {
            Some((_, owed)) => owed,
            None => &mut all.owed,
        };
        if or_else && to.is_empty() {
            self.or_what(span);
        }
        to.push(Owed { clause, or_else });
    }

    fn or_what(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::OrWhat,
                span,
                "`or` stands for something instead of the line above, and none is there",
                "“或”是说可以代替上一行的要求，而上面没有要求",
            )
            .help(
                "put what must be on a line of its own before it",
                "先另起一行写上要求，再写“或 …”",
            );
        self.report.push(diagnostic);
    }

    fn twice(&mut self, clause: &Clause, span: Span) {
        let diagnostic = self.at(
            Code::TwiceInRule,
            span,
            "a rule can have only one line of this kind",
            "一条规则里这样的内容只能写一行",
        );
        let diagnostic = match clause {
            Clause::When(_) => diagnostic.help(
                "join moments by `or`: `when A or B`; or make two rules",
                "用“或”连接两个时刻：“当 甲 或 乙”；或者拆成两条规则",
            ),
            Clause::UnlessFirst(_) => diagnostic.help(
                "join moments by `or`: `unless A or B first`",
                "用“或”连接两个时刻：“除非 甲 或 乙 在先”",
            ),
            _ => diagnostic.help("keep one of them", "只保留一行"),
        };
        self.report.push(diagnostic);
    }

    /// Reports clauses that do not go together.
    pub(super) fn together(&mut self, clauses: &Clauses<'a>) {
        self.advice_alone(clauses);
        self.permissions_alone(clauses);
        if clauses.when.is_none()
            && let Some((branch, _)) = clauses.branches.first()
        {
            let diagnostic = self
                .at(
                    Code::OnWhat,
                    branch.span,
                    "an answer to what? A rule with `on` needs a `when`",
                    "答复的是什么？有“遇”的规则需要写“当”",
                )
                .help(
                    "add what is asked, for instance `when agent says question`",
                    "加上所问的内容，例如“当 客服 说 询问”",
                );
            self.report.push(diagnostic);
        }
    }

    /// `should` costs nothing, and what must be does not stand beside it.
    fn advice_alone(&mut self, clauses: &Clauses<'a>) {
        let Some(advice) = clauses
            .all_owed()
            .find(|owed| is_advice(&owed.clause.node))
            .map(|owed| owed.clause.span)
        else {
            return;
        };
        let strict = clauses
            .all_owed()
            .find(|owed| !is_advice(&owed.clause.node));
        if let Some(strict) = strict {
            let diagnostic = self
                .at(
                    Code::NotTogether,
                    strict.clause.span,
                    "in one rule everything is `must` or everything is `should`",
                    "一条规则里要么都是“必须”，要么都是“应当”",
                )
                .also(self.place(advice), "here it is `should`", "这里是“应当”")
                .help("make two rules of it", "请拆成两条规则");
            self.report.push(diagnostic);
            return;
        }
        let amounts = clauses.deduct.iter().chain(&clauses.award);
        let costs = amounts.map(|amount| amount.span);
        let costs = costs.chain(clauses.weight.map(|weight| weight.span));
        let cost = costs.chain(clauses.fatal.map(|fatal| fatal.span)).next();
        if let Some(cost) = cost {
            let diagnostic = self
                .at(
                    Code::NotTogether,
                    cost,
                    "what only `should` be costs and brings nothing",
                    "“应当”只作提示，不扣分也不加分",
                )
                .also(self.place(advice), "here it is `should`", "这里是“应当”")
                .help(
                    "write `must`, or leave this line away",
                    "改成“必须”，或者去掉这一行",
                );
            self.report.push(diagnostic);
        }
    }

    /// `may` says itself when it is judged, and stands alone.
    fn permissions_alone(&mut self, clauses: &Clauses<'a>) {
        let Some((first, _)) = clauses.may.first() else {
            return;
        };
        let place = self.place(first.span);
        let also = ("`may … only` is here", "“可以 … 仅”在这里");
        let others = clauses.all_owed().map(|owed| owed.clause.span);
        let when = clauses.when.map(|when| when.span);
        let branch = clauses.branches.first().map(|(branch, _)| branch.span);
        if let Some(span) = when.into_iter().chain(branch).chain(others).next() {
            let diagnostic = self
                .at(
                    Code::NotTogether,
                    span,
                    "a rule that says what somebody may do is about that alone",
                    "写“可以”的规则只管这一件事",
                )
                .also(place, also.0, also.1)
                .help(
                    "it is judged each time it is done, so it needs no `when`; put the rest into \
                     a rule of its own",
                    "它在每次这样做时判断，不需要“当”；其余内容请另写一条规则",
                );
            self.report.push(diagnostic);
        }
        let other = clauses
            .may
            .iter()
            .find(|(may, _)| may.moment != first.moment);
        if let Some((other, _)) = other {
            let diagnostic = self
                .at(
                    Code::NotTogether,
                    other.span,
                    "this is about something else than the `may` above",
                    "这里说的与上面的“可以”不是同一件事",
                )
                .also(place, also.0, also.1)
                .help("make two rules of it", "请拆成两条规则");
            self.report.push(diagnostic);
        }
    }

    /// What concerns a section needs one.
    pub(super) fn needs_section(&mut self, clauses: &Clauses<'a>, section: Option<SectionId>) {
        if section.is_none() {
            let fatal = clauses.fatal.filter(|fatal| fatal.section);
            let fatal = fatal.map(|fatal| fatal.span);
            let left_out = clauses.if_not_applicable.map(|(_, span)| span);
            if let Some(span) = fatal.or(left_out) {
                let diagnostic = self
                    .at(
                        Code::NoSection,
                        span,
                        "this is about the rule's section, but the rule belongs to none",
                        "这里说的是规则所属的部分，而这条规则不属于任何部分",
                    )
                    .help(
                        "put the rule below a `section` line",
                        "把规则写在“部分”那一行的后面",
                    );
                self.report.push(diagnostic);
            }
            return;
        }
        if let (Some((true, span)), None) = (clauses.if_not_applicable, &clauses.weight) {
            let diagnostic = self
                .at(
                    Code::NotTogether,
                    span,
                    "only a rule with a `weight` can be left out of its section",
                    "有“权重”的规则才能“不计”",
                )
                .help(
                    "say with `weight N` what the rule is worth",
                    "请用“权重 N”写明这条规则占多少分",
                );
            self.report.push(diagnostic);
        }
    }
}
