/// What goes on in the simulated cluster of `tripctl demo`.
public enum DemoScenario: String, Sendable, CaseIterable {
    /// Nothing is wrong.
    case healthy
    /// A broker has ended, and the controller has noticed.
    case brokerDown = "broker-down"
    /// A broker's process is stopped: its port takes connections, and nobody answers.
    case frozen
    /// The group deals out its partitions anew, and does not get done.
    case rebalance
    /// A consumer lives and commits nothing.
    case stalled
    /// A partition's last in-sync replica was on a broker that has ended.
    case leaderless
    /// Retention drops records that the group has not read.
    case losingData = "losing-data"

    /// The group of every scenario.
    public static let group = "tripclick-consumer"

    /// How many brokers there are.
    public static let brokers = 3

    /// What goes on, in a sentence.
    public var sentence: String {
        switch self {
        case .healthy: "every broker answers, and \(Self.group) falls behind, slowly"
        case .brokerDown: "broker 3 has ended, and others lead what it led"
        case .frozen: "broker 3 takes connections and answers nothing, and the controller has not noticed"
        case .rebalance: "\(Self.group) deals out its partitions anew, and does not get done"
        case .stalled: "a member of \(Self.group) lives, and has committed nothing for ten minutes"
        case .leaderless: "broker 3 has ended, and partition 2 had its last replica in sync there"
        case .losingData: "retention drops records before \(Self.group) has read them"
        }
    }

    /// Commands that show it, as they are typed.
    public var commands: [String] {
        let health = "tripctl health --group \(Self.group)"
        switch self {
        case .healthy: return ["tripctl brokers", "tripctl lag \(Self.group) --members --time", health]
        case .brokerDown: return ["tripctl brokers", "tripctl isr", health]
        case .frozen: return ["tripctl brokers --timeout 2s", "\(health) --timeout 2s"]
        case .rebalance: return ["tripctl groups", "tripctl lag \(Self.group) --members", health]
        case .stalled: return ["tripctl lag \(Self.group) --members --time", health]
        case .leaderless: return ["tripctl isr --problems", "tripctl lag \(Self.group)", health]
        case .losingData: return ["tripctl lag \(Self.group)", health]
        }
    }
}
