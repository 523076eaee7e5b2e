//! One small rulebook for each construct of the language, and the worst that is known for it.

use super::Case;

/// Three rules, each with a deadline of its own.
const DEADLINES: &str = r#"
rule a "a"
  when agent says "甲"
  customer must say "乙" within 60s
  otherwise deduct 1
rule b "b"
  when agent says "甲"
  customer must say "丙" within 70s
  otherwise deduct 1
rule c "c"
  when agent says "甲"
  customer must say "丁" within 80s
  otherwise deduct 1
"#;

/// See above.
pub const CASES: &[Case] = &[
    Case {
        name: "must, within: all deadlines",
        rules: DEADLINES,
        events: "70 x +7 agent 甲
                 1 x +3600000 customer 戊",
        refused: 18,
        closes: false,
    },
    Case {
        name: "the end, after all deadlines",
        rules: DEADLINES,
        events: "64 x +7 agent 甲",
        refused: 0,
        closes: true,
    },
    Case {
        name: "must, within: all at once",
        rules: r#"
rule a "a"
  when agent says "甲"
  customer must say "乙"
  otherwise deduct 1
rule b "b"
  when agent says "甲"
  customer must say "乙"
  otherwise deduct 1
rule c "c"
  when agent says "甲"
  customer must say "乙"
  otherwise deduct 1
"#,
        events: "64 x +0 agent 甲
                 1 x +0 customer 乙",
        refused: 0,
        closes: false,
    },
    Case {
        name: "must not, in a window",
        rules: r#"
rule a "a"
  when agent says "甲"
  customer must not say "乙" no sooner than 1s within 60s before agent says "丙"
  otherwise deduct 1 each time
"#,
        events: "65 x +1 agent 甲
                 1 x +1 customer 乙
                 1 x +2000 customer 乙
                 64 x +7 agent 甲
                 1 x +3600000 agent 丙",
        refused: 1,
        closes: false,
    },
    Case {
        name: "must never",
        rules: r#"
rule a "a"
  agent must not say "甲"
  otherwise deduct 1 each time
rule b "b"
  agent must not say "甲" within 600s
  unless agent says "乙" first
  otherwise deduct 1 each time
"#,
        events: "3 x +1 agent 甲
                 1 x +1 agent… 甲",
        refused: 0,
        closes: false,
    },
    Case {
        name: "a call's own",
        rules: r#"
rule a "a"
  agent must say "甲" at least 3 times within 600s
  customer must say "乙" within 500s
  otherwise deduct 1
"#,
        events: "1 x +1 agent 甲
                 1 x +1 agent… 甲
                 1 x +1000000 customer 甲",
        refused: 0,
        closes: false,
    },
    Case {
        name: "at most, several obligations",
        rules: r#"
rule a "a"
  when agent says "甲"
  customer must say "乙" at least 2 times within 60s
  customer must not say "丙" within 50s
  agent must say "丁" exactly 2 times within 40s
  otherwise deduct 1 each time
"#,
        events: "48 x +3 agent 甲
                 1 x +1 customer 乙
                 1 x +1 agent 丁
                 1 x +1 agent 甲
                 1 x +3600000 customer 丙",
        refused: 1,
        closes: false,
    },
    Case {
        name: "either obligation",
        rules: r#"
rule a "a"
  when agent says "甲"
  customer must say "乙" within 60s
  or agent must say "丁" within 70s
  otherwise deduct 1 each time
"#,
        events: "65 x +3 agent 甲
                 1 x +3600000 customer 丙",
        refused: 1,
        closes: false,
    },
    Case {
        name: "next turn, next utterances",
        rules: r#"
rule a "a"
  when agent says "甲"
  customer must say "乙" in customer's next turn
  otherwise deduct 1
rule b "b"
  when agent says "甲"
  customer must say "乙" within customer's next 3 utterances
  otherwise deduct 1
rule c "c"
  when agent says "甲"
  anyone must say "乙" within 2 turns
  otherwise deduct 1
"#,
        events: "64 x +0 agent 甲
                 2 x +1 customer 丙
                 1 x +1 agent 丙
                 1 x +1 customer 丙",
        refused: 0,
        closes: false,
    },
    Case {
        name: "first and last parts",
        rules: r#"
rule a "a"
  agent must say "甲" in the first 3 utterances
  otherwise deduct 1
rule b "b"
  when agent says "丁"
  agent must not say "乙" in the last 30s
  otherwise deduct 1 each time
rule c "c"
  when agent says "丁"
  customer must say "丙" in the first 10 percent
  otherwise deduct 1 each time
rule d "d"
  when agent says "丁"
  customer must say "丙" in the first 60s
  otherwise deduct 1 each time
"#,
        events: "1 x +1 answer
                 64 x +1 agent 丁
                 1 x +1 agent 乙
                 1 x +1 customer 丙
                 1 x +100000 customer 丙",
        refused: 0,
        closes: false,
    },
    Case {
        name: "values as limits, clocks",
        rules: r#"
phrase 承诺 = "{小时: 数字}小时内"
rule a "a"
  when agent says 承诺
  customer must say "乙" within 承诺.小时 hours
  otherwise deduct 1
rule b "b"
  when agent says 承诺
  customer must say "乙" by 18:00
  otherwise deduct 1
rule c "c"
  when agent says 承诺
  customer must say "乙" within 3 working days
  otherwise deduct 1
"#,
        events: "64 x +7 agent 两小时内
                 1 x +864000000 customer 丙",
        refused: 0,
        closes: false,
    },
    Case {
        name: "each its own, matching",
        rules: r#"
event 工单 (编号: text)
event 结案 (编号: text)
rule a "a"
  when 工单 happens
  结案 must happen where 编号 is that.编号 within 600s
  each its own
  otherwise deduct 1
"#,
        events: "64 x +1 工单 | 编号=甲
                 1 x +1 结案 | 编号=乙
                 1 x +1 结案 | 编号=甲
                 1 x +3600000 结案 | 编号=丙",
        refused: 0,
        closes: false,
    },
    Case {
        name: "any, last",
        rules: r#"
rule a "a"
  when agent says "甲" at any time
  customer must say "乙" within 60s
  otherwise deduct 1
rule b "b"
  when agent says "甲" for the last time
  customer must say "乙" within 60s
  otherwise deduct 1
"#,
        events: "65 x +3 agent 甲
                 1 x +100 customer 乙
                 64 x +3 agent 甲
                 1 x +3600000 customer 丙",
        refused: 1,
        closes: false,
    },
    Case {
        name: "before that",
        rules: r#"
rule a "a"
  when agent says "丁"
  within 60s before that, agent says "甲", then within 30s agent says "乙" without customer says "己" in between, then agent says "丙"
  otherwise deduct 1 each time
"#,
        events: "3 x +1 agent 甲乙丙丁
                 1 x +1 agent… 甲乙丙丁",
        refused: 0,
        closes: false,
    },
    Case {
        name: "before that, matching",
        rules: r#"
event 工单 (编号: text)
event 结案 (编号: text)
rule a "a"
  when 结案 happens
  before that, 工单 happens where 编号 is that.编号
  otherwise deduct 1 each time
"#,
        events: "70 x +1 工单 | 编号=甲
                 1 x +1 结案 | 编号=乙",
        refused: 0,
        closes: false,
    },
    Case {
        name: "sequences",
        rules: r#"
rule a "a"
  when agent says "甲" then agent says "甲" then within 10s agent says "甲" all within 60s
  require count of agent says "甲" < 3
  otherwise deduct 1 each time
rule b "b"
  when agent says "甲" 3 times all within 20s
  require agent has said "乙"
  otherwise deduct 1 each time
"#,
        events: "8 x +1 agent 甲
                 1 x +1 agent… 甲",
        refused: 0,
        closes: false,
    },
    Case {
        name: "moments made of others",
        rules: r#"
moment m = (agent says "甲" and agent says "乙") but not agent says "丙"
moment n = m for the 3rd time
rule a "a"
  when m
  require agent has said "乙"
  otherwise deduct 1 each time
rule b "b"
  when n
  require agent has not said "丁"
  otherwise deduct 1 each time
"#,
        events: "8 x +1 agent 甲乙
                 1 x +1 agent… 甲乙",
        refused: 0,
        closes: false,
    },
    Case {
        name: "silences, overlaps, holds",
        rules: r#"
rule a "a"
  when nobody speaks for 10s
  agent must say "乙" within 3600s
  otherwise deduct 1 each time
rule b "b"
  when agent does not speak for 7s even on hold
  agent must say "乙" within 3700s
  otherwise deduct 1 each time
rule c "c"
  when hold lasts 20s
  hold must start within 3800s
  otherwise deduct 1 each time
rule d "d"
  when nobody speaks for 5s after agent says "甲"
  agent must say "乙" within 3900s
  otherwise deduct 1 each time
rule e "e"
  when overlap lasts 1s
  require agent has said "乙"
  otherwise deduct 1 each time
"#,
        events: "1 x +1 answer
                 64 x +11001 agent 甲
                 1 x +1 hold_start
                 1 x +36000000 customer 丙",
        refused: 1,
        closes: false,
    },
    Case {
        name: "interruptions, repetitions",
        rules: r#"
rule a "a"
  when customer interrupts for 1s
  require agent has said "乙"
  otherwise deduct 1 each time
rule b "b"
  when agent repeats themselves
  require agent has said "乙"
  otherwise deduct 1 each time
"#,
        events: "20 x +10 agent 甲乙丙丁
                 1 x +1 agent… 甲乙丙丁",
        refused: 0,
        closes: false,
    },
    Case {
        name: "the call begins, ends, contacts",
        rules: r#"
rule a "a"
  when the call begins
  require rings < 4
  otherwise deduct 1
rule b "b"
  when the call ends
  require agent has said "乙"
  otherwise deduct 1
rule c "c"
  when a contact starts
  agent must say "乙" within 60s
  otherwise deduct 1 each time
"#,
        events: "1 x +1 ring | count=2
                 1 x +1 answer
                 65 x +7 contact | contact=c
                 1 x +100000 answer",
        refused: 1,
        closes: false,
    },
    Case {
        name: "attributes, texts, numbers",
        rules: r#"
event 工单 (编号: text, 金额: number)
rule a "a"
  when 工单 happens where 编号 in ("甲甲甲甲甲甲甲甲", "甲甲甲甲甲甲甲乙", "甲甲甲甲甲甲甲丙")
  require 金额 * 3 / 7 + 2 < 100 and 金额 > 3
  otherwise deduct 1 each time
"#,
        events: "3 x +1 工单 | 编号=甲甲甲甲甲甲甲丁 金额=5
                 3 x +1 工单 | 编号=甲甲甲甲甲甲甲丙 金额=5",
        refused: 0,
        closes: false,
    },
    Case {
        name: "labels",
        rules: r#"
rule a "a"
  when customer is labelled "angry"
  require label "topic" is now "delay"
  otherwise deduct 1 each time
rule b "b"
  when label "customer.intent" is "complaint"
  require agent has said "乙"
  otherwise deduct 1 each time
"#,
        events: "2 x +1 label | name=customer.intent value=complaint
                 2 x +1 label | name=customer.angry
                 2 x +1 label | name=customer value=angry",
        refused: 0,
        closes: false,
    },
    Case {
        name: "measures, statistics",
        rules: r#"
rule a "a"
  when agent speaks
  require total time of agent talk < 60 and longest silence < 10 and share of customer talk < 50
  otherwise deduct 1 each time
rule b "b"
  when agent speaks
  require average length of agent < 100 and highest length of customer < 500 and sum of length of agent < 1000
  otherwise deduct 1 each time
rule c "c"
  when agent speaks
  require speech_rate < 300 and response_time < 10 and overlap < 5
  otherwise deduct 1 each time
"#,
        events: "9 x +1000 agent 甲乙丙
                 9 x +1000 customer 甲乙丙
                 1 x +1 agent… 甲乙丙",
        refused: 0,
        closes: false,
    },
    Case {
        name: "lately, since, times",
        rules: r#"
rule a "a"
  when agent says "甲"
  require count of agent says "甲" in the last 60s < 3
  otherwise deduct 1 each time
rule b "b"
  when agent says "甲"
  require count of agent says "甲" since customer says "乙" < 3 and time since agent says "甲" < 10
  otherwise deduct 1 each time
"#,
        events: "70 x +1 agent 甲
                 1 x +1 agent… 甲",
        refused: 0,
        closes: false,
    },
    Case {
        name: "branches",
        rules: r#"
rule a "a"
  when agent says "甲"
  on customer says "乙" within 20s
  agent must say "丙" within 10s
  on customer says "丁" within 20s
  agent must say "戊" within 10s
  on any other answer within 20s
  agent must say "己" within 10s
  on no answer within 20s
  agent must say "庚" within 10s
  otherwise deduct 1 each time
"#,
        events: "64 x +3 agent 甲 ; customer 乙 ; agent 甲 ; customer 丁 ; agent 甲 ; customer 乙丁
                 64 x +3 agent 甲
                 1 x +3600000 customer 丁",
        refused: 64,
        closes: false,
    },
    Case {
        name: "scores, sections, outcomes",
        rules: r#"
rule x "x"
  agent must not say "甲"
  otherwise deduct 1 each time
  fatal from 3 times
rule y "y"
  when agent says "甲"
  require x is not violated
  weight 10, by share satisfied
  otherwise deduct 2 for the first, 1 for each after, at most 9
  award 1 each time, at most 4
rule z "z"
  applies if call.vip = yes
  when agent says "甲"
  require call.weekday < 6 and call.time < 18:00
  otherwise deduct 1 each time
"#,
        events: "9 x +1 agent 甲
                 1 x +1 agent… 甲",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: words",
        rules: r#"
phrase p = any of "甲甲甲", "甲甲甲甲", "甲甲乙", "甲"
rule a "a"
  agent must not say p
  otherwise deduct 1 each time
"#,
        events: "1 x +1 agent 甲
                 1 x +1 agent… 甲
                 1 x +1 agent… a b 
                 1 x +1 agent… 甲，",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: long, alternatives",
        rules: r#"
rule a "a"
  agent must not say "您好[先生|女士]请问有什么(可以|能)帮(到您|您的|助您)(吗|呢)"
  otherwise deduct 1 each time
"#,
        events: "1 x +1 agent 您好
                 1 x +1 agent… 您好先生请问有什么可以帮到您吗
                 1 x +1 agent… 您好女",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: gaps",
        rules: r#"
rule a "a"
  agent must not say "甲 ..60 甲 ..60 甲"
  otherwise deduct 1 each time
"#,
        events: "1 x +1 agent 甲
                 1 x +1 agent… 甲",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: fillers",
        rules: r#"
phrase p = "乙 ..5 丙"
rule a "a"
  agent must not say p
  otherwise deduct 1 each time
rule b "b"
  agent must not say exact "！！"
  otherwise deduct 1 each time
rule c "c"
  agent must not say starts with "甲"
  otherwise deduct 1 each time
"#,
        events: "1 x +1 agent 甲
                 1 x +1 agent… 乙丙
                 1 x +1 agent… ！",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: regex",
        rules: r#"
rule a "a"
  agent must not say regex "(\\d+元)+$"
  otherwise deduct 1 each time
"#,
        events: "1 x +1 agent 三
                 1 x +1 agent… 1元",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: sounds like",
        rules: r#"
rule a "a"
  agent must not say sounds like "您好您好"
  otherwise deduct 1 each time
"#,
        events: "1 x +1 agent 宁
                 1 x +1 agent… 您好",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: about",
        rules: r#"
rule a "a"
  agent must not say about "a b c d" with 2 wrong
  otherwise deduct 1 each time
"#,
        events: "1 x +1 agent a
                 1 x +1 agent… a b c d 
                 1 x +1 agent… a b d 
                 1 x +1 agent… a a b c b d ",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: of others",
        rules: r#"
phrase p = 2 of "甲", "乙", "丙"
phrase q = "甲" but not "丁"
rule a "a"
  agent must not say p
  otherwise deduct 1 each time
rule b "b"
  agent must not say q
  otherwise deduct 1 each time
rule c "c"
  agent must not say "甲 .. 乙" across 3 utterances
  otherwise deduct 1 each time
"#,
        events: "3 x +1 agent 甲乙
                 1 x +1 agent… 甲乙丙",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: numbers, digits",
        rules: r#"
phrase p = "{数: 数字}元"
phrase q = "号{码: 数码 4-11}"
rule a "a"
  when agent says p
  require p.数 < 100
  otherwise deduct 1 each time
rule b "b"
  when agent says q
  require q.码 in ("1234", "5678")
  otherwise deduct 1 each time
"#,
        events: "1 x +1 agent 三元
                 1 x +1 agent… 三百二十五元
                 1 x +1 agent… 号一二三四
                 1 x +1 agent… 一
                 1 x +1 agent… 1,234.5元
                 1 x +1 agent… 1 
                 1 x +1 agent… 1.1 
                 1 x +1 agent… one hundred 
                 1 x +1 agent… 三点一
                 1 x +1 agent… one point one ",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: dates, money",
        rules: r#"
phrase p = "{钱: 金额}"
phrase q = "{日: 日期}"
phrase r = "{时: 钟点}"
rule a "a"
  when agent says p
  require p.钱 < 100
  otherwise deduct 1 each time
rule b "b"
  when agent says q
  require q.日 = "2026-11-24"
  otherwise deduct 1 each time
rule c "c"
  when agent says r
  require r.时 < 18:00
  otherwise deduct 1 each time
"#,
        events: "1 x +1 agent 三元
                 1 x +1 agent… 下午三点半三十块五
                 1 x +1 agent… 1块",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: names, any, cards",
        rules: r#"
phrase p = "王{名: 姓名}"
phrase q = "甲{何: 任意 1-6}乙"
phrase r = "{证: 身份证号}"
rule a "a"
  when agent says p
  require p.名 = "王小明"
  otherwise deduct 1 each time
rule b "b"
  when agent says q
  require q.何 = "王小明"
  otherwise deduct 1 each time
rule c "c"
  when agent says r
  require r.证 = "110"
  otherwise deduct 1 each time
"#,
        events: "1 x +1 agent 三元
                 1 x +1 agent… 我是王小明
                 1 x +1 agent… 甲
                 1 x +1 agent… 甲甲甲甲乙
                 1 x +1 agent… 一二三四五六七八九十
                 1 x +1 agent… 1 
                 1 x +1 agent… 王
                 1 x +1 agent… 王先生
                 1 x +1 agent… 11010119900307123x",
        refused: 0,
        closes: false,
    },
    Case {
        name: "phrases: words of their own",
        rules: r#"
rule a "a"
  agent must not say word "喂"
  otherwise deduct 1 each time
"#,
        events: "1 x +1 agent 喂
                 1 x +1 agent… 喂",
        refused: 0,
        closes: false,
    },
];
