/// What the help screen says about one argument.
public struct ArgumentHelp: Sendable, ExpressibleByStringInterpolation {
    /// One sentence, shown beside the name.
    public var abstract: String

    /// More text, shown under the sentence; nil for none.
    public var discussion: String?

    /// What stands for the value, without its angle brackets; nil for the option's own name.
    public var valueName: String?

    /// Where the argument is listed.
    public var visibility: ArgumentVisibility

    /// Help of these parts.
    public init(
        _ abstract: String = "",
        discussion: String? = nil,
        valueName: String? = nil,
        visibility: ArgumentVisibility = .default
    ) {
        self.abstract = abstract
        self.discussion = discussion
        self.valueName = valueName
        self.visibility = visibility
    }

    /// Help of one sentence.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// Keeps the argument off the usual help screen.
    public static var hidden: ArgumentHelp { ArgumentHelp(visibility: .hidden) }

    /// Keeps the argument off every help screen.
    public static var `private`: ArgumentHelp { ArgumentHelp(visibility: .private) }
}

/// Where an argument is listed.
public struct ArgumentVisibility: Hashable, Sendable {
    /// Ordered by how far the argument is seen.
    let reach: Int

    /// On every help screen.
    public static let `default` = ArgumentVisibility(reach: 2)

    /// Only on the help screen with everything.
    public static let hidden = ArgumentVisibility(reach: 1)

    /// Nowhere.
    public static let `private` = ArgumentVisibility(reach: 0)
}
