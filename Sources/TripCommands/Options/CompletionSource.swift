internal import ArgumentParser
internal import TripCore

/// Where completions of topics and groups come from: the cluster, asked with a short deadline.
///
/// The parser calls a completion without the context that commands get, so it is bound for the time of the parse.
enum CompletionSource {
    /// The context of the command line that is being completed.
    @TaskLocal static var context: Context?

    /// How long a person who pressed a key waits gladly.
    private static let patience = Duration.milliseconds(400)

    /// Completes names of topics.
    static let topics = CompletionKind.custom { arguments, _, _ in
        names(for: arguments) { cluster, metadata in
            metadata.topics.filter { !$0.isInternal }.map(\.name)
        }
    }

    /// Completes names of groups.
    static let groups = CompletionKind.custom { arguments, _, _ in
        names(for: arguments) { cluster, metadata in
            guard metadata.topic(TopicMetadata.consumerOffsets) != nil else { return [] }
            let listings = cluster.groups(on: metadata.brokers.map(\.id)).values
            return listings.flatMap { $0.value ?? [] }.map(\.group).sorted()
        }
    }

    /// Whatever goes wrong, nothing is said: a person is typing.
    private static func names(
        for arguments: [String], _ read: (any ClusterPort, ClusterMetadata) -> [String]
    ) -> [String] {
        guard let context else { return [] }
        do throws(Failure) {
            let source = ClusterSource(
                bootstrap: value(of: ["-b", "--bootstrap"], in: arguments), host: value(of: ["--host"], in: arguments),
                settings: values(of: ["-X"], in: arguments), clientConfig: value(of: ["--client-config"], in: arguments)
            )
            let deadline = Deadline(after: patience, since: context.start)
            let cluster = try context.connect(source.connection(in: context, deadline: deadline))
            return read(cluster, try cluster.metadata())
        } catch {
            return []
        }
    }

    private static func value(of names: [String], in arguments: [String]) -> String? {
        values(of: names, in: arguments).last
    }

    /// The values of an option on a line that may be wrong elsewhere: behind a blank, an equals sign, or nothing.
    private static func values(of names: [String], in arguments: [String]) -> [String] {
        var values: [String] = []
        for (index, argument) in arguments.enumerated() {
            if names.contains(argument), index + 1 < arguments.count { values.append(arguments[index + 1]) }
            for name in names where argument != name {
                let lead = name.hasPrefix("--") ? name + "=" : name
                if argument.hasPrefix(lead) { values.append(String(argument.dropFirst(lead.count))) }
            }
        }
        return values
    }
}
