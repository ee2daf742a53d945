/// What is wrong with a command line.
struct Mistake: Error {
    /// What is wrong, in sentences that name the words.
    let message: String
    /// The line of the help screen that would have prevented it; empty for none.
    var hint = ""
    var isDuplicate = false
    var isUnknownSubcommand = false

    static func invalidOption(_ word: String) -> Mistake {
        Mistake(message: "Invalid option \(quoted(word)): an option begins with one or two dashes")
    }

    static func unknownOption(
        _ name: Name, in word: String, frames: [Frame], later: ArraySlice<String>
    ) -> Mistake {
        let cluster = word.count > 2 && !word.hasPrefix("--") ? " in \(quoted(word))" : ""
        let message = "Unknown option \(quoted(name.synopsis))\(cluster)"
        if let path = pathWith(name, below: frames, among: later) {
            return Mistake(message: "\(message) before the subcommand: it belongs after '\(path)'")
        }
        guard case .long = name else { return Mistake(message: message) }
        var known = frames.reversed().flatMap(\.slots).flatMap { $0.spellings.joined() }
        known += frames.map(\.type).helpNames
        if frames.map(\.type).version != nil { known.append(.long("version")) }
        let long = known.compactMap { known in
            if case .long = known { known.synopsis } else { nil }
        }
        return Mistake(message: message + didYouMean(nearest(to: name.synopsis, among: long)))
    }

    /// The command that a later word names, when it is there that `name` belongs.
    private static func pathWith(_ name: Name, below frames: [Frame], among later: ArraySlice<String>) -> String? {
        var stack = frames.map(\.type)
        for word in later.prefix(while: { $0 != "--" }) {
            guard let type = stack.last?.subcommand(named: word) else { continue }
            stack.append(type)
            if Frame(type, sharing: []).slot(named: name) != nil { return stack.path }
        }
        return nil
    }

    static func unknownSubcommand(_ word: String, stack: [any ParsableCommand.Type]) -> Mistake {
        var known =
            stack.last?.configuration.subcommands
            .filter { $0.configuration.shouldDisplay }
            .flatMap { [$0._commandName] + $0.configuration.aliases } ?? []
        if stack.count == 1 { known.append("help") }
        return Mistake(
            message: "Unknown subcommand \(quoted(word))" + didYouMean(nearest(to: word, among: known)),
            isUnknownSubcommand: true)
    }

    static func unexpected(_ words: [String], stack: [any ParsableCommand.Type]) -> Mistake {
        let list = words.map(quoted).joined(separator: ", ")
        guard words.count == 1 else { return Mistake(message: "Unexpected arguments \(list)") }
        // Where a subcommand runs without being named, the word may be a slip of the name of another.
        let parent = stack.dropLast().last?.configuration
        let known =
            parent?.defaultSubcommand == nil
            ? [] : parent?.subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName } ?? []
        return Mistake(message: "Unexpected argument \(list)" + didYouMean(nearest(to: words[0], among: known)))
    }

    static func unexpectedValue(_ value: String, for name: Name) -> Mistake {
        Mistake(message: "Option '\(name.synopsis)' takes no value, but was given \(quoted(value))")
    }

    static func missingValue(of slot: Slot, _ name: Name, next: String?) -> Mistake {
        var message = "Missing value for '\(slot.synopsis(as: name))'"
        if let next, case .long(let long) = name {
            message += ". A value that begins with a dash is written '--\(long)=\(escaped(next))'"
        }
        return Mistake(message: message, hint: slot.hint)
    }

    static func invalidValue(_ value: String, of slot: Slot, _ name: Name?, reason: String?) -> Mistake {
        var message = "Invalid value \(quoted(value)) for '\(slot.synopsis(as: name))'"
        let values = slot.valueStrings
        if let reason {
            message += ": \(reason)"
        } else if let last = values.last {
            let list = values.count == 1 ? last : values.dropLast().joined(separator: ", ") + " or " + last
            message += ": expected \(list)" + didYouMean(nearest(to: value, among: values))
        }
        return Mistake(message: message, hint: slot.hint)
    }

    static func duplicate(_ name: Name, first: String, second: String) -> Mistake {
        let both = first == second ? "" : ": \(quoted(first)) and then \(quoted(second))"
        return Mistake(message: "Option '\(name.synopsis)' was given twice\(both)", isDuplicate: true)
    }

    static func excluded(_ second: String, by first: String) -> Mistake {
        Mistake(message: "Option '\(second)' cannot stand beside '\(first)'")
    }

    static func missing(_ slot: Slot) -> Mistake {
        if slot.arity == .flag {
            let names = slot.spellings.compactMap(\.first).map { "'\($0.synopsis)'" }
            return Mistake(message: "Missing one of " + names.joined(separator: ", "), hint: slot.hint)
        }
        let what = slot.arity == .positional ? "argument" : "option"
        return Mistake(message: "Missing \(what) '\(slot.synopsis(as: slot.preferredName))'", hint: slot.hint)
    }
}

private func didYouMean(_ name: String?) -> String {
    name.map { ". Did you mean '\($0)'?" } ?? ""
}

extension Slot {
    /// The name and what follows it, as in `--timeout <timeout>`.
    func synopsis(as name: Name?) -> String {
        guard let name else { return "<\(valueName)>" }
        return switch arity {
        case .positional: "<\(valueName)>"
        case .value: "\(name.synopsis) <\(valueName)>"
        case .optionalValue: "\(name.synopsis) [<\(valueName)>]"
        case .flag: name.synopsis
        }
    }

    /// The first line of what the help screen says.
    var hint: String {
        guard let line = help.abstract.split(separator: "\n").first else { return "" }
        return "\(synopsis(as: preferredName))  \(line)"
    }
}

/// `text` between quotation marks, with control characters made visible.
func quoted(_ text: String) -> String { "'\(escaped(text))'" }

/// `text` with control characters made visible.
func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
    return text.unicodeScalars.map { scalar in
        scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(Character(scalar))
    }.joined()
}
