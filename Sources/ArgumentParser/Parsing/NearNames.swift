/// The one of `names` that `word` is most likely a slip of, if there is any.
func nearest(to word: String, among names: [String]) -> String? {
    let typed = bare(word)
    guard !typed.isEmpty else { return nil }
    var best: (name: String, distance: Int, start: Int)?
    for name in names {
        let known = bare(name)
        // A third of the letters may be wrong, and a beginning of at least three letters is as good as a slip.
        let allowed = max(1, min(typed.count, known.count) / 3)
        var distance = editDistance(typed, known)
        if typed.count >= 3, known.starts(with: typed) { distance = min(distance, 1) }
        // Of two that are as near, the one that begins as it was typed.
        let start = zip(typed, known).prefix { $0 == $1 }.count
        guard distance <= allowed, (distance, -start) < (best?.distance ?? .max, -(best?.start ?? 0)) else { continue }
        best = (name, distance, start)
    }
    return best?.name
}

private func bare(_ name: String) -> [Character] {
    Array(name.lowercased().drop { $0 == "-" })
}

/// How many letters have to be put in, left out, replaced or swapped with their neighbour to get from `one` to `other`.
private func editDistance(_ one: [Character], _ other: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for row in one.indices {
        var current = [row + 1]
        for column in other.indices {
            let same = one[row] == other[column]
            var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (same ? 0 : 1))
            if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                cost = min(cost, beforeLast[column - 1] + 1)
            }
            current.append(cost)
        }
        beforeLast = last
        last = current
    }
    return last[other.count]
}
