//! Checks of the rulebook as a whole: what they find, and where they keep silent.

use super::{codes, files};

/// A rulebook in English with these lines.
fn found(lines: &str) -> Vec<String> {
    let text = format!("rulebook \"t\"\n  language en\n\n{lines}\n");
    codes(&files(&[("main.rulebook", &text)]))
}

fn lints(lines: &str) -> Vec<String> {
    let all = found(lines);
    let codes = all.iter().filter_map(|it| it.split('@').next());
    codes.map(str::to_owned).collect()
}

#[test]
fn rules_that_never_apply() {
    for when in [
        "when agent says \"a\" and customer says \"b\"",
        "when agent speaks and hold starts",
        "when agent says \"a\" but not agent says \"a\"",
        "when agent speaks\n  if call.queue = \"x\" and call.queue = \"y\"",
        "when agent speaks\n  unless rings >= 0",
        "when agent speaks where mood = \"x\" and mood = \"y\"",
        "when customer says \"thank you\" but not \"thank\"",
        "when agent says \"a\" then (agent speaks and customer speaks)",
    ] {
        let rule = format!("rule r \"R\"\n  {when}\n  agent must say \"hello\"");
        assert_eq!(lints(&rule), ["W0509"], "{when}");
    }
}

#[test]
fn rules_that_may_apply() {
    for when in [
        "when agent says \"a\" and agent says \"b\"",
        "when agent says \"a\" but not agent says \"b\"",
        "when agent speaks\n  if call.queue = \"x\" or call.queue = \"y\"",
        "when agent speaks\n  unless rings > 0",
        "when customer says \"thank you\" but not \"thank you not\"",
        "when agent speaks where level > 3\n  if not level > 4",
        "when hold lasts 30s and nobody speaks for 30s even on hold",
        "when label \"x\" is \"v\" and customer is labelled \"v\"",
    ] {
        let rule = format!("rule r \"R\"\n  {when}\n  agent must say \"hello\"");
        assert_eq!(lints(&rule), [] as [&str; 0], "{when}");
    }
}

#[test]
fn rules_that_cannot_be_broken_or_kept() {
    for (asked, code) in [
        ("require rings >= 0", "W0510"),
        ("require call.vip = yes or not call.vip = yes", "W0510"),
        (
            "agent must not say \"thank you\" but not \"thank\"",
            "W0510",
        ),
        ("require rings < 3 and rings > 3", "W0511"),
        ("agent must say \"thank you\" but not \"thank\"", "W0511"),
        (
            "before that, agent says \"thank you\" but not \"thank\"",
            "W0511",
        ),
    ] {
        let rule = format!("rule r \"R\"\n  when agent hangs up\n  {asked}");
        assert_eq!(lints(&rule), [code], "{asked}");
    }
    for asked in [
        "require rings >= 1",
        "require call.age >= 0",
        "require rings < 3 or rings > 3",
        "if rings > 3\n  require rings <= 3",
        "agent must say \"thank you\" but not \"many\"",
    ] {
        let rule = format!("rule r \"R\"\n  when agent hangs up\n  {asked}");
        assert_eq!(lints(&rule), [] as [&str; 0], "{asked}");
    }
}

/// A rule that asks for one phrase and one that forbids another.
fn asked_and_forbidden(asked: &str, forbidden: &str) -> Vec<String> {
    lints(&format!(
        "rule a \"A\"\n  when agent hangs up\n  before that, agent says {asked}\n\n\
         rule f \"F\"\n  agent must not say {forbidden}"
    ))
}

#[test]
fn required_words_that_are_forbidden() {
    for (asked, forbidden) in [
        ("\"thank you very much\"", "\"very\""),
        ("\"(thank you|so long)\"", "\"so\""),
        ("\"thank .. you\"", "\"thank ..3 you\""),
        ("\"[really] thank you\"", "starts with \"really\""),
        ("\"thank you\"", "is exactly \"thank you\""),
        ("any of sounds like \"thank you\", \"bye\"", "\"bye\""),
    ] {
        let found = asked_and_forbidden(asked, forbidden);
        assert_eq!(found, ["W0512"], "{asked} {forbidden}");
    }
    for (asked, forbidden) in [
        ("\"thank you very much\"", "\"everybody\""),
        // Only who fills the gap so breaks the rule.
        ("\"thank .. you\"", "\"damn\""),
        ("\"thank you\"", "starts with \"you\""),
        ("\"thank you\"", "\"you\" but not \"thank you\""),
        ("\"thank you\" but not \"you\"", "\"thank\""),
        ("\"thank {number}\"", "\"12\""),
        ("\"thank you\"", "word \"thank\""),
    ] {
        let found = asked_and_forbidden(asked, forbidden);
        let found: Vec<_> = found.iter().filter(|code| *code == "W0512").collect();
        assert_eq!(found, [] as [&str; 0], "{asked} {forbidden}");
    }
}

#[test]
fn wordings_that_make_no_difference() {
    for (list, told) in [
        ("\"thank you\" or \"thank you so much\"", true),
        ("\"thank ..3 you\" or \"thank ..2 you\"", true),
        ("\"thank you\" or \"thank you\"", true),
        ("\"(a|b) c\" or \"c\"", true),
        ("\"(a|b) c\" or \"a c\"", true),
        ("\"(a|b) c\" or \"a\"", false),
        ("\"thank ..3 you\" or \"thank ..4 you so\"", false),
        ("\"(thanks|thanks a lot)\"", false),
        ("\"thank you\" or \"thankful\"", false),
        ("\"thank you\" or about \"thank you\"", false),
        ("\"{number} c\" or \"{number} c d\"", false),
        ("word \"a\" or \"a b\"", false),
    ] {
        let text = format!("phrase p = {list}\n\nrule r \"R\"\n  agent must say p");
        let found = found(&text);
        assert_eq!(
            found.iter().any(|it| it.starts_with("W0513")),
            told,
            "{list} {found:?}"
        );
    }
}

#[test]
fn orders_and_contradictions() {
    let rule = |name: &str, lines: &str| format!("rule {name} \"{name}\"\n  {lines}\n\n");
    for (one, two, code) in [
        (
            "when agent says \"a\"\n  before that, agent says \"b\"",
            "when agent says \"b\"\n  before that, agent says \"a\"",
            Some("W0514"),
        ),
        (
            "when agent says \"a\"\n  before that, agent says \"b\"",
            "when agent says \"b\"\n  if call.x = 1\n  before that, agent says \"a\"",
            None,
        ),
        (
            "when hold ends\n  agent must say \"sorry\" within 5s",
            "when hold ends\n  agent must not say \"sorry\" within 10s",
            Some("W0515"),
        ),
        (
            "when hold ends\n  agent must say \"sorry\" within 5s",
            "when hold ends\n  agent must not say \"sorry\" within 4s",
            None,
        ),
        (
            "when hold ends\n  agent must say \"sorry\" within 5s",
            "anyone must not say \"sorry\"",
            Some("W0515"),
        ),
        (
            "when hold ends\n  agent must say \"sorry\" within 5s",
            "customer must not say \"sorry\"",
            None,
        ),
        (
            "when the call is answered\n  require rings <= 3",
            "when the call is answered\n  require rings >= 4",
            Some("W0515"),
        ),
        (
            "when the call is answered\n  require rings <= 3",
            "when the call is answered\n  require rings >= 3",
            None,
        ),
        (
            "when agent hangs up\n  require rings <= 3",
            "when agent hangs up\n  require rings <= 3",
            Some("W0517"),
        ),
        (
            "when agent hangs up\n  require rings <= 3\n  cite \"A-1\"",
            "when agent hangs up\n  require rings <= 3\n  cite \"B-1\"",
            None,
        ),
    ] {
        let found = lints(&(rule("r1", one) + &rule("r2", two)));
        // The same words may be asked for and forbidden: that is said once more.
        let found = found
            .into_iter()
            .filter(|code| code != "W0512")
            .collect::<Vec<_>>();
        assert_eq!(found, code.into_iter().collect::<Vec<_>>(), "{one}\n{two}");
    }
}

#[test]
fn what_is_declared_and_never_used() {
    for (lines, code) in [
        ("param p: number = 3", Some("W0507")),
        (
            "template t (n: number)\n  require rings <= 3\n\napply t (n: 3) as x \"X\"",
            Some("W0507"),
        ),
        (
            "template t (n: number)\n  require rings <= n",
            Some("W0508"),
        ),
        (
            "template t (n: number)\n  require rings <= n\n\napply t (n: 3) as x \"X\"",
            None,
        ),
        (
            "param p: text = \"q\"\n\nrule s \"S\"\n  if call.queue = p\n  require rings <= 4",
            None,
        ),
        (
            "param p: phrase = \"a\"\n\nphrase q = p .. \"b\"\n\nrule s \"S\"\n  agent must say q",
            None,
        ),
        (
            "param p: phrase = \"a\"\n\nphrase q = \"{p} b\"\n\nrule s \"S\"\n  agent must say q",
            None,
        ),
        (
            "param p: duration = 3s\n\nmoment q = hold lasts p\n\nrule s \"S\"\n  q must not happen",
            None,
        ),
    ] {
        let found = lints(&format!(
            "{lines}\n\nrule r \"R\"\n  agent must say \"hello\""
        ));
        assert_eq!(found, code.into_iter().collect::<Vec<_>>(), "{lines}");
    }
}

/// A file without rules is there for others: what they use of it nobody knows here.
#[test]
fn files_for_others_may_declare_what_they_like() {
    let shared = "phrase bye = \"goodbye\"\n\nmoment greeted = agent says \"hello\"\n\n\
                  event callback (case: text)\n\ntemplate t (n: number)\n  require rings <= n";
    assert_eq!(lints(shared), Vec::<String>::new());
    let own = format!("{shared}\n\nrule r \"R\"\n  agent must say \"hello\"");
    assert_eq!(lints(&own), ["W0501", "W0502", "W0503", "W0508"]);
}
