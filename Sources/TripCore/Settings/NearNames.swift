/// Names that a mistyped one may have meant.
public enum NearNames {
    /// Up to three of `names` that are near `name`, the nearest first: those that differ by case, by a few letters, or
    /// by a beginning or an end that is missing.
    public static func of(_ name: String, in names: some Sequence<String>) -> [String] {
        let wanted = name.lowercased()
        guard !wanted.isEmpty else { return [] }
        let letters = Array(wanted.unicodeScalars)
        // One slip in four letters, and at most three.
        let bound = min(3, max(1, letters.count / 4))
        var near: [(distance: Int, name: String)] = []
        for candidate in names where candidate != name {
            let other = candidate.lowercased()
            if let distance = distance(letters, Array(other.unicodeScalars), bound: bound) {
                near.append((distance, candidate))
            } else if letters.count >= 3, other.utf8.count >= 3, contains(other, wanted) || contains(wanted, other) {
                // Part of the other: behind every mistyping, the nearer in length the better.
                near.append((10 + abs(other.utf8.count - wanted.utf8.count), candidate))
            }
        }
        near.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return near.prefix(3).map(\.name)
    }

    private static func contains(_ whole: String, _ part: String) -> Bool {
        let whole = Array(whole.utf8)
        let part = Array(part.utf8)
        guard part.count <= whole.count else { return false }
        return (0...(whole.count - part.count)).contains { whole[$0..<($0 + part.count)].elementsEqual(part) }
    }

    /// The edit distance, a swap of neighbours counting as one; `nil` beyond the bound.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], bound: Int) -> Int? {
        guard abs(a.count - b.count) <= bound else { return nil }
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in 1...max(1, a.count) where i <= a.count {
            var row = [i]
            for j in 1...max(1, b.count) where j <= b.count {
                var best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, before[j - 2] + 1) }
                row.append(best)
            }
            guard let least = row.min(), least <= bound else { return nil }
            before = last
            last = row
        }
        return last[b.count] <= bound ? last[b.count] : nil
    }
}
