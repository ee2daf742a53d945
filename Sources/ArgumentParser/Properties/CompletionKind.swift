/// What a shell offers for a value.
public struct CompletionKind: Sendable {
    enum Source {
        case none
        case list([String])
        case file(extensions: [String])
        case directory
        case shellCommand(String)
        case custom(@Sendable ([String], Int, String) -> [String])
    }

    let source: Source

    /// Nothing is known about the values.
    public static var `default`: CompletionKind { CompletionKind(source: .none) }

    /// One of `words`.
    public static func list(_ words: [String]) -> CompletionKind { CompletionKind(source: .list(words)) }

    /// A file with one of `extensions` (without the dot), or any file when there are none.
    public static func file(extensions: [String] = []) -> CompletionKind {
        CompletionKind(source: .file(extensions: extensions))
    }

    /// A directory.
    public static var directory: CompletionKind { CompletionKind(source: .directory) }

    /// A line of what the shell command `command` prints.
    public static func shellCommand(_ command: String) -> CompletionKind {
        CompletionKind(source: .shellCommand(command))
    }

    /// One of what `completion` returns, which runs in the program itself while the user waits.
    ///
    /// It is given the words of the command line from the program's name on, the index of the word that is being
    /// completed, and the part of that word before the cursor.
    @preconcurrency
    public static func custom(
        _ completion: @Sendable @escaping ([String], Int, String) -> [String]
    ) -> CompletionKind {
        CompletionKind(source: .custom(completion))
    }
}
