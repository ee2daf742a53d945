/// A shell that completes command lines.
public struct CompletionShell: RawRepresentable, Hashable, CaseIterable, Sendable {
    /// The name of the shell's program.
    public let rawValue: String

    /// The shell called `rawValue`; nil when it is not one of `allCases`.
    public init?(rawValue: String) {
        guard Self.allCases.contains(where: { $0.rawValue == rawValue }) else { return nil }
        self.init(name: rawValue)
    }

    private init(name: String) {
        rawValue = name
    }

    /// The Z shell.
    public static var zsh: CompletionShell { CompletionShell(name: "zsh") }

    /// The Bourne Again shell, 3.2 or later.
    public static var bash: CompletionShell { CompletionShell(name: "bash") }

    /// The friendly interactive shell, 3.0 or later.
    public static var fish: CompletionShell { CompletionShell(name: "fish") }

    /// Every shell there is a script for.
    public static var allCases: [CompletionShell] { [.zsh, .bash, .fish] }

    /// The script for the program called `command`.
    func script(for command: String) -> String {
        let function = String(command.map { $0.isLetter || $0.isNumber ? $0 : "_" })
        return switch self {
        case .zsh: zshScript(command: command, function: function)
        case .bash: bashScript(command: command, function: function)
        default: fishScript(command: command, function: function)
        }
    }
}
