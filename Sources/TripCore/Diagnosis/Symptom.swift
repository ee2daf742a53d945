/// Something that the containers, their logs or the cluster show, with what it means and how it will go on.
public struct Symptom: Sendable, Equatable {
    /// What it means, and the next step.
    public var finding: Finding
    /// How it will go on.
    public var outlook: Outlook

    /// A symptom.
    public init(_ finding: Finding, _ outlook: Outlook) {
        self.finding = finding
        self.outlook = outlook
    }

    /// How it goes on when nobody does anything, and who can mend it.
    public enum Outlook: String, Sendable, CaseIterable {
        /// It heals by itself, within about half a minute.
        case passes
        /// `tripctl up` mends it.
        case upHeals
        /// Somebody has to do what the finding says: tripctl must not, or cannot.
        case needsPerson
        /// The cluster works beside it; it is for a person to decide.
        case harmless
    }
}
