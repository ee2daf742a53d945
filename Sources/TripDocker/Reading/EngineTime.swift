/// The engine's times: RFC 3339 with up to nine digits of a second.
enum EngineTime {
    /// Nanoseconds since 1970 UTC; `nil` for what is no such time, and for year 1, with which the engine says "never".
    static func nanoseconds(_ text: some StringProtocol) -> Int64? {
        let bytes = Array(text.utf8)
        // 2026-11-24T14:46:00.114170369Z
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19]),
            // Beyond these years the nanoseconds do not fit.
            1700...2200 ~= year, 1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60, second <= 60
        else { return nil }
        var rest = bytes[19...]
        var fraction: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            guard 1...9 ~= digits.count, let value = number(digits) else { return nil }
            fraction = (digits.count..<9).reduce(value) { value, _ in value * 10 }
            rest = rest.dropFirst(digits.count + 1)
        }
        guard let shift = offset(rest) else { return nil }
        let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - shift
        return seconds * 1_000_000_000 + fraction
    }

    /// Milliseconds since 1970 UTC; `nil` as above.
    static func milliseconds(_ text: some StringProtocol) -> Int64? {
        nanoseconds(text).map { ($0 - (($0 % 1_000_000) + 1_000_000) % 1_000_000) / 1_000_000 }
    }

    /// Seconds that a zone is ahead of UTC: `Z` or `+01:00`.
    private static func offset(_ zone: ArraySlice<UInt8>) -> Int64? {
        let zone = Array(zone)
        if zone == [UInt8(ascii: "Z")] { return 0 }
        guard zone.count == 6, zone[3] == UInt8(ascii: ":"), let hours = number(zone[1..<3]),
            let minutes = number(zone[4..<6])
        else { return nil }
        switch zone[0] {
        case UInt8(ascii: "+"): return hours * 3_600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3_600 + minutes * 60)
        default: return nil
        }
    }

    /// Days from 1970-01-01 to a day of the Gregorian calendar. The year is taken to begin in March, so that the leap
    /// day is its last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let month = (month + 9) % 12
        let leaps = shifted / 4 - shifted / 100 + shifted / 400
        return shifted * 365 + leaps + (month * 306 + 5) / 10 + day - 1 - 719_468
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
