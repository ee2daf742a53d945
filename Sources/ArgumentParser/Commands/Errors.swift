/// A mistake in the arguments that `validate()` or `run()` found: shown with the usage line, exit status 64.
public struct ValidationError: Error, CustomStringConvertible {
    /// What is wrong, in a sentence.
    public let message: String

    /// A mistake that `message` describes.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

/// The exit status of a program; thrown, it ends the command without a message.
public struct ExitCode: Error, RawRepresentable, Hashable {
    /// The status itself.
    public var rawValue: Int32

    /// The status `code`.
    public init(_ code: Int32) {
        rawValue = code
    }

    /// The status `rawValue`.
    public init(rawValue: Int32) {
        self.init(rawValue)
    }

    /// 0: all went well.
    public static let success = ExitCode(0)

    /// 1: the command failed.
    public static let failure = ExitCode(1)

    /// 64: the command line was wrong (`EX_USAGE` of sysexits.h).
    public static let validationFailure = ExitCode(64)

    /// Whether all went well.
    public var isSuccess: Bool { self == .success }
}

/// An end of a command that is no failure; exit status 0.
public struct CleanExit: Error, CustomStringConvertible {
    enum Reason {
        case help((any ParsableCommand.Type)?)
        case message(String)
    }

    let reason: Reason

    /// Shows the help screen of `command`, or that of the command that was parsed.
    public static func helpRequest(_ command: (any ParsableCommand.Type)? = nil) -> CleanExit {
        CleanExit(reason: .help(command))
    }

    /// Shows the help screen of `command`.
    public static func helpRequest(_ command: any ParsableCommand) -> CleanExit {
        .helpRequest(type(of: command))
    }

    /// Prints `text`.
    public static func message(_ text: String) -> CleanExit {
        CleanExit(reason: .message(text))
    }

    /// The message, or the flag that asks for help.
    public var description: String {
        switch reason {
        case .help: "--help"
        case .message(let text): text
        }
    }
}
