#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A type whose properties a command line fills.
///
/// It is `Decodable` only so that the compiler checks each stored property; nothing is ever decoded.
public protocol ParsableArguments: Decodable, SendableMetatype {
    /// A value whose arguments have their defaults.
    init()

    /// Checks what was parsed; throw a `ValidationError` to refuse it.
    mutating func validate() throws

    /// What stands before the message of an error, with its blank.
    static var _errorPrefix: String { get }
}

extension ParsableArguments {
    /// Accepts anything.
    public mutating func validate() throws {}

    /// "Error: ".
    public static var _errorPrefix: String { "Error: " }

    /// The type itself if it is a command, and else a command that has its arguments.
    static var asCommand: any ParsableCommand.Type {
        self as? any ParsableCommand.Type ?? ArgumentsCommand<Self>.self
    }

    /// Parses `arguments`, or those of the program, into a value of this very type.
    public static func parse(_ arguments: [String]? = nil) throws -> Self {
        let command = try asCommand.parseAsRoot(arguments)
        if var help = command as? HelpCommand { try help.run() }
        if let wrapped = command as? ArgumentsCommand<Self> { return wrapped.arguments }
        guard let result = command as? Self else {
            throw ValidationError("A subcommand of '\(asCommand._commandName)' was given where none is expected")
        }
        return result
    }

    /// What to tell a user about `error`, without the usage line.
    public static func message(for error: any Error) -> String {
        Message(error, root: asCommand, columns: nil).text
    }

    /// Everything to tell a user about `error`, at most `columns` wide; nil for the width of the terminal.
    public static func fullMessage(for error: any Error, columns: Int? = nil) -> String {
        Message(error, root: asCommand, columns: columns).fullText(prefix: _errorPrefix)
    }

    /// The exit status that `error` stands for.
    public static func exitCode(for error: any Error) -> ExitCode {
        Message(error, root: asCommand, columns: nil).exitCode
    }

    /// The help screen, at most `columns` wide; nil for the width of the terminal.
    public static func helpMessage(includeHidden: Bool = false, columns: Int? = nil) -> String {
        HelpScreen([asCommand], visibility: includeHidden ? .hidden : .default).text(columns: columns)
    }

    /// A script that completes command lines of this program in `shell`.
    public static func completionScript(for shell: CompletionShell) -> String {
        shell.script(for: asCommand._commandName)
    }

    /// Ends the program: prints what `error` has to say, and exits with its status.
    public static func exit(withError error: (any Error)? = nil) -> Never {
        guard let error else { systemExit(ExitCode.success.rawValue) }
        let message = Message(error, root: asCommand, columns: nil)
        let text = message.fullText(prefix: _errorPrefix)
        if !text.isEmpty {
            write(text + "\n", to: message.exitCode.isSuccess ? STDOUT_FILENO : STDERR_FILENO)
        }
        systemExit(message.exitCode.rawValue)
    }
}

/// Ends the process; a name of its own, because `exit` is taken by the method.
private func systemExit(_ status: Int32) -> Never {
    exit(status)
}

/// Writes all of `text`, or as much as `descriptor` takes.
private func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            bytes.removeFirst(count)
        } else if errno != EINTR {
            return
        }
    }
}

/// A command that has the arguments of a type which is none.
struct ArgumentsCommand<Arguments: ParsableArguments>: ParsableCommand {
    static var _commandName: String { dashed(StructDescriptor(Arguments.self).name) }

    @OptionGroup var arguments: Arguments
}
