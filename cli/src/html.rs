//! What all HTML pages of the command line share: a frame without anything from elsewhere,
//! and escaping.
//!
//! In: texts. Out: HTML.

/// The look of all pages: black on white, wide enough to read, fit to print.
const STYLE: &str = "\
body{font:16px/1.6 system-ui,'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;\
max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}\
h1{font-size:1.7rem}h2{margin-top:2.2rem;border-bottom:1px solid #d0d7de}h3{margin-bottom:.2rem}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;\
padding:.3rem .6rem;border-bottom:1px solid #d0d7de}\
.note{color:#57606a}.good{color:#116329}.bad{color:#a40e26;font-weight:600}\
ul{margin:.2rem 0 .6rem;padding-left:1.4rem}code{background:#f3f4f6;padding:0 .2rem}\
@media print{body{margin:0;max-width:none}h3{break-after:avoid}}";

/// A whole page.
pub(crate) fn page(language: &str, title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// A text as it stands in HTML, also in attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_become_tags() {
        assert_eq!(
            escape("<b a=\"1\">&\u{7}"),
            "&lt;b a=&quot;1&quot;&gt;&amp;"
        );
    }
}
