/// What records say that nobody has written, and that are made up when somebody reads them.
public enum MadeUpRecords: Sendable, Equatable {
    /// Their offsets, in words.
    case numbered
    /// Clicks of people who search, each a JSON object: the search session, when (milliseconds since 1970), the query,
    /// the documents that were shown, and the one that was clicked. Nobody has searched or clicked: every field follows
    /// from the seed and the offset.
    case clicks(seed: UInt64)

    /// About how many bytes a record takes, rounded down.
    var size: Int {
        switch self {
        case .numbered: 1
        case .clicks: 120
        }
    }

    /// The value of the record at an offset.
    func value(at offset: Int64, time: Int64) -> [UInt8] {
        switch self {
        case .numbered: Array("record \(offset)".utf8)
        case .clicks(let seed): Array(Self.click(seed: seed, offset: offset, time: time).utf8)
        }
    }

    private static func click(seed: UInt64, offset: Int64, time: Int64) -> String {
        // A session clicks up to four times, and asks one thing.
        let session = mixed(seed << 40 &+ UInt64(bitPattern: offset / 4))
        let query = queries[Int(session % UInt64(queries.count))]
        let shown = (0..<5).map { mixed(session &+ $0) % 1_500_000 }
        let clicked = shown[Int(mixed(session ^ UInt64(bitPattern: offset)) % UInt64(shown.count))]
        let documents = shown.map { String($0) }.joined(separator: ",")
        return """
            {"session":"\(String(session, radix: 36))","time":\(time),"query":"\(query)",\
            "shown":[\(documents)],"clicked":\(clicked)}
            """
    }

    private static let queries = [
        "asthma inhaler technique", "atrial fibrillation anticoagulation", "back pain exercise",
        "blood pressure target over 80", "childhood vaccination schedule", "chronic cough adults",
        "copd exacerbation antibiotics", "depression first line treatment", "eczema emollients",
        "fever in infants", "gestational diabetes screening", "gout acute management", "heart failure diet",
        "hypothyroidism dose adjustment", "iron deficiency oral iron", "knee osteoarthritis injection",
        "migraine prevention", "otitis media watchful waiting", "sleep apnoea screening", "statins primary prevention",
        "stroke rehabilitation early", "type 2 diabetes metformin", "urinary tract infection women",
        "vitamin d supplementation",
    ]
}
