internal import ArgumentParser

/// `tripctl topic`.
struct Topic: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Create, list, describe and delete topics.",
        subcommands: [TopicCreate.self, TopicList.self, TopicDescribe.self, TopicDelete.self])

    init() {}
}
