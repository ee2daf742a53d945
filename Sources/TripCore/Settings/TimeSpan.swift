/// Lengths of time as people write and read them.
public enum TimeSpan {
    /// A unit: its name, its length in nanoseconds, and its place, the largest first.
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
        ("ms", 1_000_000),
    ]

    /// Reads `500ms`, `30s`, `1.5s`, `2m`, `7d` or `1h30m`. Units stand in falling order, each once; 0 needs none.
    ///
    /// - Parameter source: what the length is for, such as `--timeout`, for the error.
    /// - Throws: `usage`, with the input, the reason and examples.
    public static func parse(_ text: String, source: String = "duration") throws(Failure) -> Duration {
        func failure(_ reason: String) -> Failure {
            Failure(
                .usage, doing: "read \(source) '\(text)'", reason: reason,
                hint: "give a number and its unit: 500ms, 30s, 2m, 1h30m, 7d")
        }
        var rest = Substring(text.trimmed)
        if rest.isEmpty { throw failure("it is empty") }
        if rest == "0" { return .zero }
        if rest.first == "-" { throw failure("a length of time is not negative") }
        var total = Duration.zero
        var place = -1
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(number.count)
            let name = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
            rest = rest.dropFirst(name.count)
            if number.isEmpty { throw failure("'\(text.trimmed)' does not start with a number") }
            if name.isEmpty { throw failure("'\(number)' has no unit") }
            guard let index = units.firstIndex(where: { $0.name == name }) else {
                throw failure("'\(name)' is no unit: d, h, m, s and ms are")
            }
            if index <= place { throw failure("units go from large to small, each once") }
            place = index
            guard let length = length(number, of: units[index].nanoseconds) else {
                throw failure("'\(number)' is not a number, or too large")
            }
            total += length
            guard total <= longest else { throw failure("it is longer than a hundred years") }
        }
        return total
    }

    private static let longest = Duration.seconds(Int64(36_525) * 86_400)

    /// Exact, so that 0.1s is what it says.
    private static func length(_ number: Substring, of nanoseconds: Int64) -> Duration? {
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int64(parts[0]), whole <= 1_000_000_000_000 else { return nil }
        let (product, overflow) = whole.multipliedReportingOverflow(by: nanoseconds)
        if overflow { return nil }
        guard parts.count == 2 else { return .nanoseconds(product) }
        guard !parts[1].isEmpty, parts[1].count <= 9, let fraction = Int64(parts[1]) else { return nil }
        let scale = (0..<parts[1].count).reduce(Int64(1)) { power, _ in power * 10 }
        // nanoseconds and the scale are at most 8.64e13 and 1e9: multiply what is left of each.
        let part = Double(fraction) / Double(scale) * Double(nanoseconds)
        return .nanoseconds(product + nearest(part))
    }

    /// A length in words: `0 s`, `<0.1 ms`, `0.4 ms`, `320 ms`, `3.2 s`, `45 s`, `2m 5s`, `1h 30m`, `7d`. Two units at most.
    public static func words(_ length: Duration) -> String {
        let seconds = length.seconds
        if seconds < 0 { return "-" + words(.zero - length) }
        if seconds == 0 { return "0 s" }
        // Shorter than a tenth of a millisecond is not nothing.
        if seconds < 0.000_05 { return "<0.1 ms" }
        if seconds < 0.009_95 { return tenths(seconds * 1_000) + " ms" }
        if seconds < 0.9995 { return "\(nearest(seconds * 1_000)) ms" }
        if seconds < 9.95 { return tenths(seconds) + " s" }
        let whole = nearest(min(seconds, 9e15))
        if whole < 60 { return "\(whole) s" }
        // Each pair of units, the smaller one rounded: 23h 59m 50s is 1d, not 23h 60m.
        let pairs: [(large: String, per: Int64, small: String, step: Int64)] = [
            ("m", 60, "s", 1), ("h", 60, "m", 60), ("d", 24, "h", 3600),
        ]
        for pair in pairs {
            let steps = (whole + pair.step / 2) / pair.step
            let (large, small) = steps.quotientAndRemainder(dividingBy: pair.per)
            let limit: Int64 = pair.large == "m" ? 60 : pair.large == "h" ? 24 : .max
            if large < limit {
                return small == 0 ? "\(large)\(pair.large)" : "\(large)\(pair.large) \(small)\(pair.small)"
            }
        }
        return "\(whole / 86_400)d"
    }

    /// `rounded()` is a call of libm's, and the standard library does not bring that along.
    private static func nearest(_ value: Double) -> Int64 { Int64(value + 0.5) }

    /// One decimal, and none when it is 0.
    private static func tenths(_ value: Double) -> String {
        let tenths = nearest(value * 10)
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
