/// A moment as text.
public enum Timestamp {
    /// A moment, in seconds since 1970, as UTC in ISO 8601 with milliseconds: `2026-11-24T06:00:00.123Z`.
    public static func text(_ seconds: Double) -> String {
        // In whole microseconds, half a millisecond added, the remainder of a division rounds. What is no moment of
        // any calendar has no better place to go than the beginning.
        let micros = seconds.magnitude < 1e12 ? Int64(seconds * 1e6) + 500 : 0
        let (days, rest) = micros.floored(by: 1_000).0.floored(by: 86_400_000)
        let (year, month, day) = date(days)
        let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60)
        let (second, fraction) = (rest / 1_000 % 60, rest % 1_000)
        return "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
            + "T\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2)).\(fraction.padded(3))Z"
    }

    /// The Gregorian date of a day counted from 1970-01-01. Years are counted from March here, so that the day that
    /// comes and goes is the last of its year.
    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // 719 468 days lie between 0000-03-01 and 1970-01-01; the calendar repeats every 400 years of 146 097 days.
        let (era, dayOfEra) = (days + 719_468).floored(by: 146_097)
        let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        // From March on the months' lengths repeat every five months of 153 days.
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Int64 {
    /// Quotient and remainder, the remainder never negative.
    fileprivate func floored(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// The number with zeros before it.
    fileprivate func padded(_ digits: Int) -> String {
        let text = String(self)
        return String(repeating: "0", count: Swift.max(0, digits - text.utf8.count)) + text
    }
}
