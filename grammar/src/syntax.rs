//! The lossless tree: every byte of the text under nodes named after the grammar's rules.
//!
//! In: an item's tokens and nodes. Out: rowan nodes whose text is the source exactly.

use crate::fold::slice;
use crate::lexeme::{Lex, Words};
use crate::lexer::Token;
use crate::tree::{Node, Rule};
use rowan::{GreenNode, GreenNodeBuilder};

/// The kind of a node or token: a name, whatever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SyntaxKind(pub u16);

const TOKENS: [(Token, &str); 26] = [
    (Token::Space, "space"),
    (Token::Newline, "newline"),
    (Token::Comment, "comment"),
    (Token::String, "string"),
    (Token::OpenString, "open_string"),
    (Token::Number, "number_token"),
    (Token::Word, "word"),
    (Token::Possessive, "possessive"),
    (Token::Comma, "comma"),
    (Token::Colon, "colon"),
    (Token::Open, "open"),
    (Token::Close, "close"),
    (Token::Gap, "dots"),
    (Token::Dot, "dot"),
    (Token::Dash, "dash"),
    (Token::Plus, "plus"),
    (Token::Star, "star"),
    (Token::Slash, "slash"),
    (Token::Percent, "percent_sign"),
    (Token::Equal, "equal"),
    (Token::NotEqual, "not_equal"),
    (Token::Less, "less"),
    (Token::LessEqual, "less_equal"),
    (Token::Greater, "greater"),
    (Token::GreaterEqual, "greater_equal"),
    (Token::Error, "error"),
];
const RULES: u16 = 100;

impl SyntaxKind {
    /// The whole file.
    pub const ROOT: SyntaxKind = SyntaxKind(50);
    /// An item with what stands before it.
    pub const ITEM: SyntaxKind = SyntaxKind(51);
    /// The header of an item.
    pub const HEADER: SyntaxKind = SyntaxKind(52);
    /// A clause, a setting, a line of a list or of a test.
    pub const CLAUSE: SyntaxKind = SyntaxKind(53);
    /// A word of a keyword.
    pub const KEYWORD: SyntaxKind = SyntaxKind(54);
    /// A unit of time.
    pub const UNIT: SyntaxKind = SyntaxKind(55);
    /// A comment.
    pub const COMMENT: SyntaxKind = SyntaxKind(2);
    /// A quoted text.
    pub const STRING: SyntaxKind = SyntaxKind(3);
    /// A number.
    pub const NUMBER: SyntaxKind = SyntaxKind(5);
    /// A word that is no keyword.
    pub const NAME: SyntaxKind = SyntaxKind(6);

    fn token(kind: Token) -> Self {
        let index = TOKENS.iter().position(|(token, _)| *token == kind);
        SyntaxKind(u16::try_from(index.unwrap_or(0)).unwrap_or(0))
    }

    fn rule(rule: Rule) -> Self {
        SyntaxKind(RULES + rule as u16)
    }

    /// Its name: that of the grammar's rule, or of the token.
    pub fn name(self) -> String {
        match self.0 {
            50 => "root".into(),
            51 => "item".into(),
            52 => "header".into(),
            53 => "clause".into(),
            54 => "keyword".into(),
            55 => "unit_word".into(),
            index if index >= RULES => rule_name(index - RULES),
            index => TOKENS
                .get(usize::from(index))
                .map_or("", |(_, name)| name)
                .into(),
        }
    }
}

/// pest leaves its end of input out of the list, so places in it are not the rules' numbers.
fn rule_name(number: u16) -> String {
    let mut rules = Rule::all_rules().iter();
    let rule = rules.find(|rule| **rule as u16 == number);
    rule.map_or_else(String::new, |rule| format!("{rule:?}"))
}

/// The rowan language of rulebooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rulebooks {}

impl rowan::Language for Rulebooks {
    type Kind = SyntaxKind;
    fn kind_from_raw(raw: rowan::SyntaxKind) -> SyntaxKind {
        SyntaxKind(raw.0)
    }
    fn kind_to_raw(kind: SyntaxKind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind.0)
    }
}

/// A node of the lossless tree.
pub type SyntaxNode = rowan::SyntaxNode<Rulebooks>;
/// A token of the lossless tree.
pub type SyntaxToken = rowan::SyntaxToken<Rulebooks>;

fn raw(kind: SyntaxKind) -> rowan::SyntaxKind {
    rowan::SyntaxKind(kind.0)
}

/// The file's tree from its items' trees.
pub(crate) fn root(items: impl IntoIterator<Item = GreenNode>) -> GreenNode {
    let children: Vec<_> = items.into_iter().map(rowan::NodeOrToken::Node).collect();
    GreenNode::new(raw(SyntaxKind::ROOT), children)
}

/// An item's tree.
pub(crate) fn item(text: &str, words: &Words, units: &[Option<Node>]) -> GreenNode {
    let mut writer = Writer {
        text,
        words,
        kinds: token_kinds(words),
        at: 0,
        out: GreenNodeBuilder::new(),
    };
    writer.out.start_node(raw(SyntaxKind::ITEM));
    for (index, (range, node)) in words.units.iter().zip(units).enumerate() {
        let kind = if index == 0 {
            SyntaxKind::HEADER
        } else {
            SyntaxKind::CLAUSE
        };
        writer.inside(kind, range, |writer| {
            node.iter().for_each(|node| writer.node(node))
        });
    }
    writer.up_to(words.tokens.len());
    writer.out.finish_node();
    writer.out.finish()
}

/// The kind of each token, with keywords and units told apart from names.
fn token_kinds(words: &Words) -> Vec<SyntaxKind> {
    let mut kinds: Vec<_> = words
        .tokens
        .iter()
        .map(|token| SyntaxKind::token(token.kind))
        .collect();
    for lexeme in &words.lexemes {
        let kind = match lexeme.kind {
            Lex::Keyword(_) => SyntaxKind::KEYWORD,
            Lex::Unit(_) => SyntaxKind::UNIT,
            _ => continue,
        };
        for index in lexeme.tokens.clone() {
            if let Some(slot) = kinds
                .get_mut(index)
                .filter(|slot| **slot == SyntaxKind::NAME)
            {
                *slot = kind;
            }
        }
    }
    kinds
}

struct Writer<'a> {
    text: &'a str,
    words: &'a Words,
    kinds: Vec<SyntaxKind>,
    at: usize,
    out: GreenNodeBuilder<'static>,
}

impl Writer<'_> {
    fn up_to(&mut self, end: usize) {
        while self.at < end {
            let token = self.words.tokens.get(self.at);
            let text = token.map_or("", |token| slice(self.text, token.start, token.end));
            let kind = self.kinds.get(self.at).copied().unwrap_or(SyntaxKind::NAME);
            self.out.token(raw(kind), text);
            self.at += 1;
        }
    }

    fn inside(
        &mut self,
        kind: SyntaxKind,
        lexemes: &std::ops::Range<usize>,
        body: impl FnOnce(&mut Self),
    ) {
        let first = self
            .words
            .lexemes
            .get(lexemes.start)
            .map_or(self.at, |lexeme| lexeme.tokens.start);
        let last = lexemes
            .end
            .checked_sub(1)
            .and_then(|last| self.words.lexemes.get(last));
        let end = last.map_or(first, |lexeme| lexeme.tokens.end);
        self.up_to(first);
        self.out.start_node(raw(kind));
        body(self);
        self.up_to(end);
        self.out.finish_node();
    }

    fn node(&mut self, node: &Node) {
        if node.lexemes.is_empty() {
            return;
        }
        self.inside(SyntaxKind::rule(node.rule), &node.lexemes, |writer| {
            node.children.iter().for_each(|child| writer.node(child));
        });
    }
}
