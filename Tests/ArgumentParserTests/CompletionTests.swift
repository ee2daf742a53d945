import ArgumentParser
import Foundation
import Testing

@Suite(.serialized)
struct CompletionTests {
    /// A line as it is typed up to the cursor, and every line it may become; none where the shell must stay silent.
    private struct Case {
        let typed: String
        let words: [String]

        init(_ typed: String, _ words: [String]) {
            self.typed = typed
            self.words = words
        }
    }

    /// What each shell has to know. The candidates are whole words.
    private static let cases: [Case] = [
        Case("demo ", ["lag", "topic", "completion", "bare", "help"]),
        Case("demo to", ["topic"]),
        Case("demo topic ", ["create", "list"]),
        Case("demo -v topic cr", ["create"]),
        Case("demo help topic ", ["create", "list"]),
        Case("demo lag ", ["orders", "payments"]),
        Case("demo lag -q pay", ["payments"]),
        Case("demo lag orders -- p", ["payments"]),
        Case("demo lag --output ", ["table", "json", "yaml"]),
        Case("demo lag --output j", ["json"]),
        Case("demo lag --output=j", ["--output=json"]),
        Case("demo lag -oj", ["-ojson"]),
        Case("demo lag -qoy", ["-qoyaml"]),
        Case("demo lag --sl", ["--slow"]),
        Case("demo lag --watch --ou", ["--output"]),
        Case("demo lag --output json --o", []),
        Case("demo lag -X a=1 --se", ["--set"]),
        Case("demo lag --de", []),
        Case("demo lag --nope=", []),
        Case("demo nope ", []),
        Case("demo lag -b ", []),
        Case("demo topic create n --owner m", ["me"]),
        Case("demo topic create n --file=a", ["--file=a.yaml"]),
        Case("demo topic create n --file b", []),
        Case("demo topic create n --directory i", ["inner/"]),
        Case("demo completion z", ["zsh"]),
        Case("demo completion zsh ", ["--verbose", "-v", "--version", "-h", "--help"]),
    ]

    @Test func fish() throws {
        guard Shells.has("fish") else { return }
        let shells = try Shells()
        let cases = Self.cases + [Case("demo lag q -b localhost:", ["localhost:9092", "localhost:9093"])]
        let start = "demo completion fish 2>/dev/null | source"
        let asked = cases.map { "echo '== '; complete -C '\($0.typed)'" }
        let printed = try shells.run(["fish", "--no-config", "-c", ([start] + asked).joined(separator: "; ")])
        let answers = printed.split(separator: "== \n", omittingEmptySubsequences: false).dropFirst()
        #expect(answers.count == cases.count)
        for (test, answer) in zip(cases, answers) {
            let found = answer.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
            #expect(Set(found) == Set(test.words), "\(test.typed)")
        }
        #expect(printed.contains("\ntopic\tTopics.\n"))
    }

    /// Types each line into an interactive shell, lets it put in all it would offer, and prints the line.
    private func expand(
        _ lines: [String], in shells: Shells, shell: [String], start: String, key: String
    ) throws -> [String] {
        var input = start + "\n"
        for line in lines {
            // Control-A and control-E go to the ends of the line.
            input += "\(line)\(key)\u{1}echo RESULT \u{5}\n"
        }
        input += "exit\n"
        let printed = try shells.run(shell, typing: input)
        #expect(!printed.contains("must not be seen"))
        return printed.split(separator: "\n").filter { $0.hasPrefix("RESULT ") }.map { String($0.dropFirst(7)) }
    }

    private func check(
        _ cases: [Case], in shells: Shells, shell: [String], start: String, key: String
    ) throws {
        let results = try expand(cases.map(\.typed), in: shells, shell: shell, start: start, key: key)
        #expect(results.count == cases.count)
        for (test, result) in zip(cases, results) {
            // `echo` has taken the blank at the end.
            let kept = test.typed.split(separator: " ")
            let whole = test.typed.hasSuffix(" ") || test.words.isEmpty ? kept : kept.dropLast()
            let found = result.split(separator: " ").dropFirst(whole.count).map(String.init)
            #expect(result.hasPrefix(whole.joined(separator: " ")), "\(test.typed)")
            #expect(Set(found) == Set(test.words), "\(test.typed) became \(result)")
        }
    }

    @Test func bash() throws {
        guard Shells.has("bash"), Shells.has("script") else { return }
        let shells = try Shells()
        let insertAll = "\u{1B}*"
        try check(
            Self.cases.map { $0.words == ["inner/"] ? Case($0.typed, ["inner"]) : $0 } + [
                Case("demo lag q -b localhost:", ["localhost:9092", "9093"]),
                Case("demo topic create n --file 'c", ["c", "d.yml"]),
                Case("demo topic create n --owner ", ["me", "some", "one"]),
            ],
            in: shells, shell: ["bash", "--norc", "-i"], start: "source <(demo completion bash 2>/dev/null)",
            key: insertAll)
        // The usual key, the quoting (`echo` would make one blank of two), and the blank that follows a word which is the
        // only one.
        let results = try expand(
            ["demo to", "demo lag --output=j", "demo topic create n --file c", "demo topic create n --owner s"],
            in: shells,
            shell: ["bash", "--norc", "-i"], start: "source <(demo completion bash 2>/dev/null)", key: "\tX")
        #expect(
            results == [
                "demo topic X", "demo lag --output=json X", "demo topic create n --file c d.yml X",
                "demo topic create n --owner some  one X",
            ])
    }

    @Test func zsh() throws {
        guard Shells.has("zsh"), Shells.has("script") else { return }
        let shells = try Shells()
        let start = """
            PS1='$ '; unsetopt prompt_sp; bindkey -e; autoload -Uz compinit; compinit -u -D
            source <(demo completion zsh 2>/dev/null)
            zle -C all complete-word _generic; bindkey '^Xa' all; zstyle ':completion:all:*' insert yes
            zstyle ':completion:all:*' completer _all_matches _complete
            """
        try check(
            Self.cases.map { $0.words == ["inner/"] ? Case($0.typed, ["inner"]) : $0 } + [
                Case("demo lag q -b localhost:", ["localhost:9092", "localhost:9093"]),
                Case("demo topic create n --file c", ["c", "d.yml"]),
                Case("demo topic create n --owner ", ["me", "some", "one"]),
            ],
            in: shells, shell: ["zsh", "-f", "-i"], start: start, key: "\u{18}a")
        let results = try expand(
            ["demo to", "demo lag --output=j", "demo topic create n --owner s"], in: shells,
            shell: ["zsh", "-f", "-i"], start: start, key: "\tX")
        #expect(results == ["demo topic X", "demo lag --output=json X", "demo topic create n --owner some  one X"])
    }

    @Test func closuresSeeTheWholeCommandLine() throws {
        let error = #expect(throws: (any Error).self) {
            try Demo.parseAsRoot(["---completion", "3", "loc", "demo", "lag", "-b", "loc", "-q"])
        }
        #expect(error.map { Demo.exitCode(for: $0) } == .success)
        #expect(error.map { Demo.fullMessage(for: $0) } == "words\n\n\nlocalhost:9092\nlocalhost:9093")
        let whole = #expect(throws: (any Error).self) {
            try Demo.parseAsRoot(["---completion", "2", "--bootstrap=d", "demo", "lag", "--bootstrap=d", "-q"])
        }
        #expect(whole.map { Demo.message(for: $0) } == "words\n--bootstrap=\n\n--bootstrap=demo:2")
    }

    @Test(arguments: [[], ["x"], ["-1", "a", "demo"], ["9", "a", "demo"], ["0", "", "demo"]])
    func nonsenseHasAnEmptyAnswer(_ words: [String]) {
        let error = #expect(throws: (any Error).self) { try Demo.parseAsRoot(["---completion"] + words) }
        #expect(error.map { Demo.fullMessage(for: $0) } == "")
        #expect(error.map { Demo.exitCode(for: $0) } == .success)
    }

    @Test func theShellsAreKnownByName() {
        #expect(CompletionShell.allCases.map(\.rawValue) == ["zsh", "bash", "fish"])
        #expect(CompletionShell(rawValue: "fish") == .fish)
        #expect(CompletionShell(rawValue: "tcsh") == nil)
    }
}
