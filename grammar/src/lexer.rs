//! Cuts a whole text into tokens; nothing is skipped and nothing is refused.
//!
//! In: any text. Out: tokens that, put together, give the text back. White space, line
//! ends and comments are tokens like the rest (a lexer that skips them overflows the stack
//! in debug builds), and a character that means nothing is an [`Token::Error`].

use crate::ast::CompareOp;
use crate::fold::offset;
use logos::Logos;

/// The kind of a token.
#[derive(Logos, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Token {
    /// Spaces and tabs.
    #[regex(r"[ \t\x0B\x0C\u{a0}\u{2000}-\u{200b}\u{3000}\u{feff}]+")]
    Space,
    /// The end of a line.
    #[regex(r"\r\n|\n|\r")]
    Newline,
    /// `# …` to the end of the line.
    #[regex(r"[#＃][^\r\n]*", allow_greedy = true)]
    Comment,
    /// A quoted text.
    #[regex(r#""([^"\\\r\n]|\\[^\r\n])*""#)]
    #[regex(r"“([^”\\\r\n]|\\[^\r\n])*”")]
    #[regex(r"「([^」\\\r\n]|\\[^\r\n])*」")]
    #[regex(r"＂([^＂\\\r\n]|\\[^\r\n])*＂")]
    String,
    /// A quote that is never closed: it ends with the line.
    #[regex(r#""([^"\\\r\n]|\\[^\r\n])*\\?"#)]
    #[regex(r"“([^”\\\r\n]|\\[^\r\n])*\\?")]
    #[regex(r"「([^」\\\r\n]|\\[^\r\n])*\\?")]
    #[regex(r"＂([^＂\\\r\n]|\\[^\r\n])*\\?")]
    OpenString,
    /// `5`, `0.6`, `５`.
    #[regex(r"[0-9０-９]+([.．][0-9０-９]+)?")]
    Number,
    /// A run of letters, digits and `_` in any script.
    #[regex(r"[\p{L}\p{Nl}_＿][\p{L}\p{M}\p{Nd}\p{Nl}_＿]*")]
    Word,
    /// `'s`
    #[regex(r"['’＇][sｓ]")]
    Possessive,
    /// `,` `，` `、`
    #[regex(r"[,，、]")]
    Comma,
    /// `:` `：`
    #[regex(r"[:：]")]
    Colon,
    /// `(` `（`
    #[regex(r"[(（]")]
    Open,
    /// `)` `）`
    #[regex(r"[)）]")]
    Close,
    /// `..`
    #[regex(r"[.．。][.．。]")]
    Gap,
    /// `.` `。`
    #[regex(r"[.．。]")]
    Dot,
    /// `-`
    #[regex(r"[-－–]")]
    Dash,
    /// `+`
    #[regex(r"[+＋]")]
    Plus,
    /// `*` `×`
    #[regex(r"[*＊×]")]
    Star,
    /// `/` `÷`
    #[regex(r"[/／÷]")]
    Slash,
    /// `%`
    #[regex(r"[%％]")]
    Percent,
    /// `=`
    #[regex(r"[=＝]")]
    Equal,
    /// `!=` `≠`
    #[regex(r"[!！][=＝]|≠")]
    NotEqual,
    /// `<`
    #[regex(r"[<＜]")]
    Less,
    /// `<=` `≤`
    #[regex(r"[<＜][=＝]|[≤≦]")]
    LessEqual,
    /// `>`
    #[regex(r"[>＞]")]
    Greater,
    /// `>=` `≥`
    #[regex(r"[>＞][=＝]|[≥≧]")]
    GreaterEqual,
    /// A character that means nothing here.
    Error,
}

impl Token {
    /// Whether it says nothing: white space, line ends, comments.
    pub fn is_trivia(self) -> bool {
        matches!(self, Token::Space | Token::Newline | Token::Comment)
    }

    /// The comparison that a sign stands for.
    pub(crate) fn compare_op(self) -> Option<CompareOp> {
        Some(match self {
            Token::Equal => CompareOp::Equal,
            Token::NotEqual => CompareOp::NotEqual,
            Token::Less => CompareOp::Less,
            Token::LessEqual => CompareOp::LessEqual,
            Token::Greater => CompareOp::Greater,
            Token::GreaterEqual => CompareOp::GreaterEqual,
            _ => return None,
        })
    }
}

/// A token and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexed {
    /// What it is.
    pub kind: Token,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// All tokens of a text, in order, without a hole between them.
pub fn lex(text: &str) -> Vec<Lexed> {
    Token::lexer(text)
        .spanned()
        .map(|(kind, range)| Lexed {
            kind: kind.unwrap_or(Token::Error),
            start: offset(range.start),
            end: offset(range.end),
        })
        .collect()
}
