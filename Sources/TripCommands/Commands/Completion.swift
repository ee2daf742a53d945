internal import ArgumentParser
internal import TripCore

/// `tripctl completion`.
struct Completion: TripCommand {
    static let path = "completion"
    static let isAboutCluster = false
    static let configuration = CommandConfiguration(
        abstract: "Print the completion script of a shell.",
        discussion: """
            Completes commands, options and values; topics and groups are asked of the cluster.

            EXAMPLES:
              source <(tripctl completion bash)
              tripctl completion zsh > ~/.local/share/zsh/site-functions/_tripctl
              tripctl completion fish > ~/.config/fish/completions/tripctl.fish
            """)

    /// The shells that there is a script for.
    enum Shell: String, CaseIterable, ExpressibleByArgument, Sendable { case bash, zsh, fish }

    @Argument(help: "The shell.")
    var shell: Shell

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func report(in session: Session) throws(Failure) -> Report {
        let kind: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        let script = Tripctl.completionScript(for: kind)
        return Report(
            data: ["shell": .string(shell.rawValue), "script": .string(script)], view: [.verbatim(script + "\n")],
            quiet: script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
}
