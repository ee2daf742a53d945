public import ArgumentParser

/// `tripctl topic`.
public struct Topic: ParsableCommand {
    public static let configuration = CommandConfiguration(
        abstract: "Create, list, describe and delete topics.",
        subcommands: [TopicCreate.self, TopicList.self, TopicDescribe.self, TopicDelete.self])

    public init() {}
}
