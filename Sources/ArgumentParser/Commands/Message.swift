/// What there is to say about an error.
struct Message {
    let text: String
    let exitCode: ExitCode
    private var hint = ""
    private var usage = ""

    init(_ error: any Error, root: any ParsableCommand.Type, columns: Int?) {
        guard let interruption = error as? Interruption else {
            self.init(thrown: error, stack: [root], columns: columns)
            return
        }
        let stack = interruption.stack
        switch interruption.reason {
        case .help(let visibility):
            self.init(HelpScreen(stack, visibility: visibility).text(columns: columns), .success)
        case .version:
            self.init(stack.version ?? "", .success)
        case .completion(let answer):
            self.init(answer, .success)
        case .mistake(let mistake):
            self.init(mistake.message, .validationFailure)
            hint = mistake.hint
            usage = Self.usage(of: stack, columns: columns)
        case .thrown(let error):
            self.init(thrown: error, stack: stack, columns: columns)
        }
    }

    private init(_ text: String, _ exitCode: ExitCode) {
        self.text = text
        self.exitCode = exitCode
    }

    private init(thrown error: any Error, stack: [any ParsableCommand.Type], columns: Int?) {
        switch error {
        case let error as ValidationError:
            self.init(error.message, .validationFailure)
            usage = Self.usage(of: stack, columns: columns)
        case let code as ExitCode:
            self.init("", code)
        case let end as CleanExit:
            switch end.reason {
            case .message(let text):
                self.init(text, .success)
            case .help(let command):
                let shown = command.flatMap { stack.first?.stack(to: $0) } ?? stack
                self.init(HelpScreen(shown, visibility: .default).text(columns: columns), .success)
            }
        default:
            self.init(String(describing: error), .failure)
        }
    }

    private static func usage(of stack: [any ParsableCommand.Type], columns: Int?) -> String {
        let usage = UsageLine(stack).text(heading: "Usage: ", width: screenWidth(columns))
        var lines = usage.isEmpty ? [] : [usage]
        if let name = stack.helpNames.max(by: { $0.synopsis.count < $1.synopsis.count }) {
            lines.append("  See '\(stack.path) \(name.synopsis)' for more information.")
        }
        return lines.joined(separator: "\n")
    }

    /// The message with all that helps to get it right; `prefix` stands before an error.
    func fullText(prefix: String) -> String {
        guard !exitCode.isSuccess, !text.isEmpty else { return text }
        var lines = [prefix + text]
        if !hint.isEmpty { lines.append("Help:  " + hint) }
        if !usage.isEmpty { lines.append(usage) }
        return lines.joined(separator: "\n")
    }
}
