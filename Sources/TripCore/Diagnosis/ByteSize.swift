/// Sizes as people read them.
public enum ByteSize {
    /// A size in words, in powers of 1,024: `512 B`, `3.4 KiB`, `297 MiB`, `2 GiB`.
    public static func words(_ bytes: Int64) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
        var place = 0
        var unit: Int64 = 1
        while place < units.count - 1, bytes / unit >= 1_024 {
            unit *= 1_024
            place += 1
        }
        let whole = bytes / unit
        // One decimal below ten, and none when it is 0.
        let tenths = place > 0 && whole < 10 ? (bytes % unit) * 10 / unit : 0
        return tenths == 0 ? "\(whole) \(units[place])" : "\(whole).\(tenths) \(units[place])"
    }
}
