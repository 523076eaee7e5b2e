//! Every row of the reference's table of moments: English, Chinese.

/// The forms, with and without guards.
pub(crate) const MOMENTS: &[(&str, &str)] = &[
    ("agent says p", "客服 说 p"),
    ("agent says p", "坐席说 p"),
    (
        "customer says \"a\" ..5 \"b\" where confidence >= 0.6",
        "顾客 说 \"a\" ..5 \"b\" 其中 confidence 不少于 0.6",
    ),
    ("anyone says any of p, \"b\"", "任何人 说 任一 p、\"b\""),
    ("system speaks", "系统 说话"),
    ("system speaks where x > 1", "系统 发言 其中 x 大于 1"),
    ("the call is answered", "电话接通"),
    ("the call is answered", "通话接通"),
    ("the call ends", "通话结束"),
    ("the call is transferred", "电话转接"),
    (
        "the call is transferred where to = \"x\"",
        "通话转接 其中 to = \"x\"",
    ),
    ("customer hangs up", "客户 挂机"),
    ("customer hangs up", "客户挂断"),
    ("hold starts", "等候 开始"),
    ("hold ends", "等候结束"),
    ("mute starts", "静音 开始"),
    ("mute ends", "静音 结束"),
    ("hold lasts 2min", "等候 持续 2分钟"),
    ("mute lasts 1min 30s", "静音持续1分钟30秒"),
    ("nobody speaks for 5s", "无人 说话 达 5秒"),
    ("nobody speaks for 5s even on hold", "无人说话达5秒等候也算"),
    (
        "customer does not speak for 5 seconds even on hold",
        "客户 不说话 达 5秒 等候也算",
    ),
    ("ring happens", "ring 发生"),
    (
        "callback happens where case = \"x\" and number is at most 3",
        "callback 发生 其中 case = \"x\" 且 number 不超过 3",
    ),
    ("action \"record\" happens", "操作 \"record\" 发生"),
    (
        "action \"record\" happens where field != \"a\"",
        "操作 \"record\" 发生 其中 field 不为 \"a\"",
    ),
    ("customer is labelled \"angry\"", "客户 被标为 \"angry\""),
    (
        "customer is labelled \"angry\" where score > 0.5",
        "客户 被标为 \"angry\" 其中 score ＞ 0.5",
    ),
    ("label \"n\"", "标签 \"n\""),
    (
        "label \"n\" is \"v\" where score > 0.5",
        "标签 \"n\" 为 \"v\" 其中 score > 0.5",
    ),
    ("named", "named"),
    (
        "named or customer speaks where a = 1 or b = 2 or hold starts",
        "named 或 客户 说话 其中 a = 1 或 b = 2 或 等候 开始",
    ),
];
