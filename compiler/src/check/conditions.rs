//! Conditions: what they come to, and what may be looked at where.
//!
//! In: conditions as written and what they are judged on. Out: [`Expr`]s. Comparisons are
//! next door.

use zhunze_grammar::ast::{self, Name, Span, Spanned};

use super::Checker;
use super::comparisons::Side;
use super::events::{Known, Type, is_field};
use crate::book::{Expr, Field, Kind, Moment, Term};
use crate::diagnostics::Code;

/// What a condition is judged on.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Judged {
    /// An event of one of these kinds.
    Event(Vec<Kind>),
    /// An instant at which no event is: a silence, the end of the call.
    Instant,
    /// The call before it begins: only its metadata is known.
    Beginning,
    /// The call when it has ended.
    End,
    /// Nobody knows, because something else is broken.
    Unknown,
}

impl<'a> Checker<'a> {
    /// A condition; everything wrong in it is reported.
    pub(super) fn condition(&mut self, expr: &'a ast::Expr, on: &Judged) -> Option<Expr> {
        if !self.part_more(expr.span) {
            return None;
        }
        match expr.kind.as_ref() {
            ast::ExprKind::Boolean(value) => Some(Expr::Const(*value)),
            ast::ExprKind::Not(inner) => {
                self.condition(inner, on).map(|it| Expr::Not(Box::new(it)))
            }
            ast::ExprKind::And(parts) => self.conditions(parts, on).map(Expr::And),
            ast::ExprKind::Or(parts) => self.conditions(parts, on).map(Expr::Or),
            ast::ExprKind::Has { moment, negated } => {
                let happened = self
                    .looked_back(moment, expr.span, on)
                    .map(Expr::Happened)?;
                Some(if *negated {
                    Expr::Not(Box::new(happened))
                } else {
                    happened
                })
            }
            ast::ExprKind::Compare { left, op, right } => self.compare(expr, left, *op, right, on),
            ast::ExprKind::In { value, list } => self.among(value, list, on),
            ast::ExprKind::Attribute(_) | ast::ExprKind::Meta(_) => self.flag(expr, on),
            ast::ExprKind::Number(_)
            | ast::ExprKind::Text(_)
            | ast::ExprKind::Rings
            | ast::ExprKind::Count(_) => {
                self.no_condition(expr.span);
                None
            }
        }
    }

    fn conditions(&mut self, parts: &'a [ast::Expr], on: &Judged) -> Option<Vec<Expr>> {
        let mut all = Vec::new();
        for part in parts {
            all.push(self.condition(part, on));
        }
        all.into_iter().collect()
    }

    fn flag(&mut self, expr: &'a ast::Expr, on: &Judged) -> Option<Expr> {
        match self.side(expr, on)? {
            Side::Field(value, Type::Boolean | Type::Open) => Some(Expr::Flag {
                value,
                negated: false,
            }),
            _ => {
                self.no_condition(expr.span);
                None
            }
        }
    }

    fn no_condition(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::NotACondition,
                span,
                "this is a value, but a condition is needed here",
                "这里是一个值，而这里需要的是条件",
            )
            .help(
                "compare it with something: `rings <= 3`, `call.queue = \"sales\"`",
                "把它和别的东西比较，例如：振铃次数 不超过 3，通话.queue = \"投诉\"",
            );
        self.report.push(diagnostic);
    }

    /// One side of a comparison.
    pub(super) fn side(&mut self, expr: &'a ast::Expr, on: &Judged) -> Option<Side> {
        match expr.kind.as_ref() {
            ast::ExprKind::Number(number) => {
                Some(Side::Number(Term::Number(self.number(*number, expr.span)?)))
            }
            ast::ExprKind::Text(text) => Some(Side::Text(text.clone())),
            ast::ExprKind::Boolean(value) => Some(Side::Boolean(*value)),
            ast::ExprKind::Meta(name) => {
                Some(Side::Field(Field::Meta(self.tables.meta(name)), Type::Open))
            }
            ast::ExprKind::Attribute(name) => self.attribute(name, expr.span, on),
            ast::ExprKind::Rings => {
                self.may_look_back(expr.span, on)?;
                Some(Side::Number(Term::Rings))
            }
            ast::ExprKind::Count(moment) => {
                let moment = self.looked_back(moment, expr.span, on)?;
                Some(Side::Number(Term::Count(moment)))
            }
            ast::ExprKind::Has { .. }
            | ast::ExprKind::Compare { .. }
            | ast::ExprKind::In { .. }
            | ast::ExprKind::Not(_)
            | ast::ExprKind::And(_)
            | ast::ExprKind::Or(_) => {
                let diagnostic = self.at(
                    Code::NotACondition,
                    expr.span,
                    "a condition can not be compared with something",
                    "条件本身不能再与别的东西比较",
                );
                self.report.push(diagnostic);
                None
            }
        }
    }

    fn attribute(&mut self, name: &str, span: Span, on: &Judged) -> Option<Side> {
        if is_field(name) {
            self.taken(&Name {
                node: name.to_owned(),
                span,
            });
            return None;
        }
        let kind = match on {
            Judged::Unknown => return None,
            Judged::Event(kinds) => self.attribute_type(name, span, kinds)?,
            Judged::Instant | Judged::Beginning | Judged::End => {
                self.no_event(name, span, on);
                return None;
            }
        };
        Some(Side::Field(
            Field::Attribute(self.tables.attribute(name)),
            kind,
        ))
    }

    /// The type of an attribute that at least one of the kinds has.
    fn attribute_type(&mut self, name: &str, span: Span, kinds: &[Kind]) -> Option<Type> {
        let mut found: Option<Type> = None;
        let (mut like, mut near) = (None, None);
        for kind in kinds {
            let one = match self.attribute_of(*kind, name) {
                Known::Type(kind) => kind,
                Known::Like(known) => {
                    like = Some(known);
                    Type::Open
                }
                Known::Missing(meant) => {
                    near = near.or(meant);
                    continue;
                }
            };
            let same = found.is_none_or(|other| other == one);
            found = Some(if same { one } else { Type::Open });
        }
        match (found, like) {
            (Some(Type::Open), Some(like)) => self.odd_attribute(name, span, &like),
            (None, _) => self.unknown_attribute(name, span, near.as_deref()),
            _ => {}
        }
        found
    }

    pub(super) fn unknown_attribute(&mut self, name: &str, span: Span, near: Option<&str>) {
        let diagnostic = self.at(
            Code::UnknownAttribute,
            span,
            format!("this event has no `{name}`"),
            format!("这个事件没有“{name}”这一项"),
        );
        let diagnostic = match near {
            Some(near) => diagnostic
                .help(
                    format!("did you mean `{near}`?"),
                    format!("是不是想写“{near}”？"),
                )
                .fix(self.place(span), near),
            None => diagnostic.help(
                "add it to the line that declares the event; a text stands in quotes",
                "在声明事件的那一行里加上它；如果是文字，请加引号",
            ),
        };
        self.report.push(diagnostic);
    }

    fn odd_attribute(&mut self, name: &str, span: Span, like: &str) {
        let diagnostic = self
            .at(
                Code::OddAttribute,
                span,
                format!("`{name}` is not among what such events usually have"),
                format!("这类事件通常没有“{name}”这一项"),
            )
            .help(
                format!("did you mean `{like}`?"),
                format!("是不是想写“{like}”？"),
            )
            .fix(self.place(span), like);
        self.report.push(diagnostic);
    }

    fn no_event(&mut self, name: &str, span: Span, on: &Judged) {
        let diagnostic = self.at(
            Code::NoEvent,
            span,
            format!("there is no event here that could have `{name}`"),
            format!("这里没有事件，也就没有“{name}”"),
        );
        let diagnostic = match on {
            Judged::Instant => diagnostic.here(
                "the rule starts with a silence or the end of the call, not with an event",
                "这条规则从一段无声或通话结束开始，不是从一个事件开始",
            ),
            _ => diagnostic.here("the rule has no `when`", "这条规则没有“当”"),
        };
        let diagnostic = diagnostic.help(
            format!(
                "for what the host knows of the call write `call.{name}`; a text stands in quotes"
            ),
            format!("如果是通话本身的信息，请写“通话.{name}”；如果是文字，请加引号"),
        );
        self.report.push(diagnostic);
    }

    /// A moment that may have happened already.
    fn looked_back(&mut self, moment: &'a ast::Moment, span: Span, on: &Judged) -> Option<Moment> {
        let may = self.may_look_back(span, on);
        let mut any = Vec::new();
        for atom in &moment.any {
            any.push(self.past(atom));
        }
        let any: Vec<_> = any.into_iter().collect::<Option<Vec<_>>>()?.concat();
        may?;
        Some(Moment { any: distinct(any) })
    }

    /// `callback has happened` means the event when no moment is called so.
    fn past(&mut self, atom: &'a Spanned<ast::Atom>) -> Option<Vec<crate::book::Atom>> {
        if let ast::Atom::Named(name) = &atom.node
            && self.scope.moment(&name.node, self.here).is_none()
            && let Some(kind) = self.kind_named(&name.node)
        {
            let who = ast::Who::Anyone;
            return Some(vec![crate::book::Atom::Event {
                kind,
                who,
                phrase: None,
                guard: None,
            }]);
        }
        self.atom(atom)
    }

    fn may_look_back(&mut self, span: Span, on: &Judged) -> Option<()> {
        let Judged::Beginning = on else {
            return Some(());
        };
        let diagnostic = self
            .at(
                Code::LooksBack,
                span,
                "a rule without `when` begins with the call, when nothing has happened yet",
                "没有“当”的规则从通话一开始算起，那时什么都还没有发生",
            )
            .help(
                "say with `when` at what moment to look back, or use `require`, which looks \
                 back from the end of the call",
                "用“当”写明在什么时刻回看；或改用“要求”，它在通话结束时回看",
            );
        self.report.push(diagnostic);
        None
    }
}

fn distinct(atoms: Vec<crate::book::Atom>) -> Vec<crate::book::Atom> {
    let mut any = Vec::new();
    for atom in atoms {
        if !any.contains(&atom) {
            any.push(atom);
        }
    }
    any
}
