import Foundation
import Testing
import TripTestSupport

/// Completion by the shells themselves, of names that only the cluster knows.
@Suite(.requires(.kafka), .requires(.shells), .serialized, .timeLimit(.minutes(3)))
struct CompletionTests {
    /// How long a person who pressed a key waits, in seconds, and what a machine that runs other things may add.
    private static let patience = 0.5
    private static let slack = 0.4

    private static let topics = ["shell-clicks", "shell-orders"]
    private static let groups = ["shell-readers", "shell-writers"]

    /// A folder with `tripctl` in it and the shells' start files.
    private final class Home {
        let path: String

        init() throws {
            path = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-shells-\(UUID())").path
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(
                atPath: path + "/tripctl", withDestinationPath: Binary.tripctl.path)
            try write(
                ".bashrc", "PS1='READY> '; bind 'set enable-bracketed-paste off'; source <(tripctl completion bash)")
            try write(
                ".zshrc",
                """
                PS1='READY> '; unsetopt prompt_sp; bindkey -e; autoload -Uz compinit; compinit -u -D
                source <(tripctl completion zsh)
                zle -C all complete-word _generic; bindkey '^Xa' all; zstyle ':completion:all:*' insert yes
                zstyle ':completion:all:*' completer _all_matches _complete
                """)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        private func write(_ name: String, _ text: String) throws {
            try Data("\(text)\n".utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        }

        func environment(_ bootstrap: String?) -> [String: String?] {
            var environment: [String: String?] = [
                "PATH": "\(path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")", "ZDOTDIR": path,
            ]
            if let bootstrap { environment["TRIPCTL_BOOTSTRAP"] = bootstrap }
            return environment
        }
    }

    /// What a shell makes of a line when it is told to put in all that it would offer.
    private func completed(_ line: String, by shell: String, in home: Home, _ bootstrap: String?) async throws -> Set<
        String
    > {
        let lead = line.split(separator: " ").count
        if shell == "fish" {
            let script = "tripctl completion fish | source; complete -C '\(line)'"
            let outcome = try await Binary(path: "fish").run(
                ["--no-config", "-c", script], environment: home.environment(bootstrap))
            #expect(outcome.errors == "")
            return Set(outcome.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) })
        }
        let (arguments, key) =
            shell == "bash" ? (["--rcfile", home.path + "/.bashrc", "-i"], "\u{1B}*") : (["-i"], "\u{18}a")
        let outcome = try await Binary(path: shell).run(
            at: .init(
                columns: 400,
                typing: [
                    (prompt: "READY> ", keys: "\(line)\(key)\u{1}echo 'RESULT' \u{5}\n"),
                    (prompt: "READY> ", keys: "exit\n"),
                ]), arguments, environment: home.environment(bootstrap))
        // By scalars: "\r\n" is one Character.
        let lines = outcome.output.unicodeScalars.split { $0 == "\r" || $0 == "\n" }.map { String($0) }
        let result = lines.last { $0.hasPrefix("RESULT ") }
        let words = try #require(result, "\(outcome.output)").split(separator: " ").dropFirst(1 + lead)
        return Set(words.map { String($0) })
    }

    private static let prepared = Task {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        for topic in topics { try await client.createTopic(topic, partitions: 1) }
        for group in groups { try await client.commit([.init("shell-clicks", 0, 0)], for: group) }
        return cluster
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `topics and groups are those of the cluster`(shell: String) async throws {
        let cluster = try await Self.prepared.value
        let home = try Home()
        /// On a machine that is busy the cluster may be asked in vain: then the shell offers nothing, and a person
        /// presses the key again.
        func offers(_ names: [String], on line: String, _ bootstrap: String) async throws {
            try await eventually("\(shell) completes \(line)") {
                let words = try await completed(line, by: shell, in: home, bootstrap)
                #expect(
                    words.isEmpty || words.isSuperset(of: names) && !words.contains("__consumer_offsets"), "\(words)")
                return !words.isEmpty
            }
        }
        try await offers(Self.groups, on: "tripctl lag ", cluster.bootstrap)
        try await offers(Self.topics, on: "tripctl topic describe ", cluster.bootstrap)
        // The line outweighs the environment.
        try await offers(Self.topics, on: "tripctl isr -b \(cluster.bootstrap) ", "127.0.0.1:1")
        try await offers(Self.groups, on: "tripctl health --group ", cluster.bootstrap)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `a cluster that cannot be reached is passed over in silence`(shell: String) async throws {
        let home = try Home()
        #expect(try await completed("tripctl lag ", by: shell, in: home, "127.0.0.1:1") == [])
        #expect(try await completed("tripctl lag ", by: shell, in: home, "no such address") == [])
    }

    @Test func `nobody waits for a cluster that is silent`() async throws {
        let silent = try ListenerDouble(.silent)
        let closed = try ListenerDouble(.closed)
        for address in [silent.address, closed.address, "no-such-host.invalid:9092"] {
            for words in [["lag", ""], ["topic", "describe", ""], ["health", "--group", ""]] {
                let outcome = try await Binary.tripctl.run(
                    ["---completion", "\(words.count)", "", "tripctl"] + words,
                    environment: ["TRIPCTL_BOOTSTRAP": address])
                #expect(outcome.status == 0)
                #expect(outcome.errors == "")
                let offered = outcome.output.split(separator: "\n").dropFirst()
                #expect(offered.isEmpty, "\(outcome.output)")
                #expect(outcome.seconds < Self.patience + Self.slack, "\(address)")
            }
        }
    }
}
