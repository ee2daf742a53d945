import TripCore

extension Failure {
    /// The sentence that follows the program's name: what could not be done, and why. Shown escaped.
    var sentence: String {
        var why = reason
        if !addresses.isEmpty {
            // Who is unreachable for which reason is the whole story; elsewhere it is a part of it.
            why = kind == .unreachable || reason.isEmpty ? addressList : "\(reason) (\(addressList))"
        }
        return (doing.isEmpty ? why : "cannot \(doing): \(why)").escaped
    }

    /// The addresses by their reasons: `a:1 and b:2: connection refused; c:3: no answer`.
    private var addressList: String {
        let clauses = addresses.grouped(by: \.reason).map { alike in
            alike.map(\.address).listed + (alike.first.map { ": \($0.reason)" } ?? "")
        }
        return clauses.joined(separator: "; ")
    }
}

extension [String] {
    /// The texts as a list in a sentence: `a, b and c`.
    fileprivate var listed: String {
        guard count > 1, let last else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " and " + last
    }
}

extension Sequence {
    /// The elements in groups of one key each, groups and elements in the order in which they first came.
    fileprivate func grouped<Key: Hashable>(by key: (Element) -> Key) -> [[Element]] {
        var places: [Key: Int] = [:]
        var groups: [[Element]] = []
        for element in self {
            if let place = places[key(element)] {
                groups[place].append(element)
            } else {
                places[key(element)] = groups.count
                groups.append([element])
            }
        }
        return groups
    }
}
