/// Names that some reader or terminal takes for something else.
enum NastyNames {
    static let all = [
        "", " ", "~", "null", "Null", "NULL", "no", "No", "yes", "on", "OFF", "y", "N", "true", "False", "nope", "nil",
        "1", "-1", "+1", "007", "0o17", "0x10", "0b11", "1_000", "1e3", "1.5", "1.", ".5", "-.5", "6.8523015e+5",
        "12e03", "-2E+05", ".inf", "-.Inf", ".NaN", "12:30", "12:30:45", "190:20:30.15", "1:2", "2026-11-24",
        "2026-11-24T06:00:00Z", "2001-12-14 21:59:43.10 -5", "0.1.0", "1.2.3.4", "9092", "e3", "_1", "1a", "abcdef",
        "- x", "-", "--", "---", "...", "-x", "? x", "?", "?x", ": x", ":", ":x", "a: b", "a:b", "a:", "a :b", "a : b",
        "localhost:9092", "[::1]:9092", "http://localhost:8080", "#c", "a #c", "a#c", "a # c", ",", "a, b", "[a]", "a[",
        "{a}", "a}", "a{b: c}", "&a", "*a", "!a", "!!str a", "|", ">", "%a", "@a", "`a`", "'a'", "\"a\"", "a'b",
        "a\"b", "it's", "\\", "a\\b", "a\\nb", "=", "<<", "<<: x", "a=b", " a", "a ", "a  b", "\ta", "a\t", "a\tb",
        "a\nb", "a\n", "\na", "a\r\nb", "a\n b\n\nc", "a\u{85}b", "a\u{a0}b", "\u{a0}", "a\u{2028}b", "a\u{2029}b",
        "\u{feff}a", "a\u{feff}", "\u{0}", "a\u{1}b", "\u{1b}[31m", "\u{7f}", "\u{9b}2J", "\u{202e}abc", "a\u{200b}b",
        "한국어", "한국어: 값", "한국어 #1", "주문-로그", "日本語", "e\u{301}", "é", "ü", "١٢٣", "１２", "ﬁ", "😀",
        "a😀", "👨‍👩‍👧", "🇰🇷", "\u{fffd}", "\u{fffe}", "\u{ffff}", "\u{10ffff}", "\u{e000}", "a\u{ad}b",
        "tripclick-logs", "__consumer_offsets", "org.apache.kafka.clients.consumer.RangeAssignor", "/path/to: x",
        "~/x", "a/b c (d) [e], f; g", "no leader; nothing can be written or read", "Yes!", "null and void", "on:off",
    ]
}
