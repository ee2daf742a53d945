/// Turns the words of a command line into a command.
///
/// One pass from left to right: a word is a value, a name of the command reached so far or of a command above it, or
/// the name of a subcommand. Only the commands on that path are looked at.
struct CommandParser {
    private let words: [String]
    private var position = 0
    private var frames: [Frame] = []
    private var onlyValues = false
    private var extra: [String] = []
    /// The option without a value before a word that it refused, for the message when nothing else takes the word.
    private var refused: (word: String, mistake: Mistake)?

    private var stack: [any ParsableCommand.Type] { frames.map(\.type) }

    init(_ words: [String]) {
        self.words = words
    }

    /// Parses the words as a call of `root`.
    mutating func parse(_ root: any ParsableCommand.Type) throws(Interruption) -> any ParsableCommand {
        if words.first == "---completion" {
            throw Interruption(
                stack: [root], reason: .completion(CompletionRequest(words.dropFirst()).answer(for: root)))
        }
        descend(to: root)
        do {
            while position < words.count {
                try step()
            }
            while let standard = frames[frames.count - 1].type.configuration.defaultSubcommand {
                descend(to: standard)
            }
            try check()
        } catch let reason as Stop {
            if case .help(let visibility) = reason {
                return HelpCommand(stack: stack, visibility: visibility)
            }
            throw Interruption(stack: stack, reason: reason.reason)
        } catch let mistake as Mistake {
            // Whoever asks for help beside a mistake needs the help; a command that does not exist has none.
            if !onlyValues, !mistake.isUnknownSubcommand,
                words.dropFirst(position).prefix(while: { $0 != "--" }).contains(where: asksForHelp)
            {
                return HelpCommand(stack: stack, visibility: .default)
            }
            throw Interruption(stack: stack, reason: .mistake(mistake))
        } catch {
            throw Interruption(stack: stack, reason: .thrown(error))
        }
        return frames[frames.count - 1].command
    }

    /// What ends the pass without being a mistake.
    private enum Stop: Error {
        case help(ArgumentVisibility)
        case version

        var reason: Interruption.Reason {
            switch self {
            case .help(let visibility): .help(visibility)
            case .version: .version
            }
        }
    }

    private mutating func descend(to type: any ParsableCommand.Type) {
        frames.append(Frame(type, sharing: frames.flatMap(\.groups)))
    }

    private func asksForHelp(_ word: String) -> Bool {
        stack.helpNames.contains { $0.synopsis == word }
    }

    // MARK: Words

    private mutating func step() throws {
        let word = words[position]
        position += 1
        guard !onlyValues, isName(word) else { return try takeValue(word) }
        if word == "--" {
            onlyValues = true
        } else if word.hasPrefix("---") {
            throw Mistake.invalidOption(word)
        } else if word.hasPrefix("--") {
            try takeLong(word)
        } else {
            try takeShort(word)
        }
    }

    /// Whether `word` is meant as a name; a negative number is not, unless its first digit is one.
    private func isName(_ word: String) -> Bool {
        var bytes = word.utf8.makeIterator()
        guard bytes.next() == UInt8(ascii: "-"), let second = bytes.next() else { return false }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard digits.contains(second) || second == UInt8(ascii: "."), Double(word) != nil else { return true }
        return find(.short(Character(UnicodeScalar(second)))) != nil
    }

    private mutating func takeValue(_ word: String) throws {
        if let slot = frames[frames.count - 1].nextPositional() {
            return try give(word, to: slot, as: nil)
        }
        let type = frames[frames.count - 1].type
        let configuration = type.configuration
        if !onlyValues {
            if let subcommand = type.subcommand(named: word) {
                return descend(to: subcommand)
            }
            if frames.count == 1, word == "help", !configuration.subcommands.isEmpty {
                return descend(to: HelpCommand.self)
            }
        }
        if let standard = configuration.defaultSubcommand {
            descend(to: standard)
            return try takeValue(word)
        }
        guard configuration.subcommands.isEmpty else { throw Mistake.unknownSubcommand(word, stack: stack) }
        if let refused, refused.word == word { throw refused.mistake }
        extra.append(word)
    }

    private mutating func takeLong(_ word: String) throws {
        let body = word.dropFirst(2)
        let equals = body.firstIndex(of: "=")
        let name = Name.long(String(body[..<(equals ?? body.endIndex)]))
        let value = equals.map { String(body[body.index(after: $0)...]) }
        guard let found = try find(name, orDescendFor: word) else { return }
        try set(found, name, joined: value)
    }

    /// A cluster of short flags, the last of which may take what is left, or the next word, as its value.
    private mutating func takeShort(_ word: String) throws {
        var rest = word.dropFirst()
        while let letter = rest.popFirst() {
            let name = Name.short(letter)
            guard let found = try find(name, orDescendFor: word) else { return }
            guard found.slot.arity != .flag else {
                let value = rest.first == "=" ? String(rest.dropFirst()) : nil
                try set(found, name, joined: value)
                continue
            }
            if rest.first == "=" {
                rest.removeFirst()
            } else if rest.isEmpty {
                return try set(found, name, joined: nil)
            }
            return try set(found, name, joined: String(rest))
        }
    }

    // MARK: Names

    private func find(_ name: Name) -> (slot: Slot, spelling: Int)? {
        for frame in frames.reversed() {
            if let found = frame.slot(named: name) { return found }
        }
        return nil
    }

    /// The slot of `name`, if need be of a default subcommand; stops when `name` is one that every command has.
    private mutating func find(_ name: Name, orDescendFor word: String) throws -> (slot: Slot, spelling: Int)? {
        if let found = find(name) { return found }
        let helpNames = stack.helpNames
        if helpNames.contains(name) { throw Stop.help(.default) }
        if case .long("help-hidden") = name, helpNames.contains(.long("help")) { throw Stop.help(.hidden) }
        if name == .long("version"), stack.version != nil { throw Stop.version }
        if let standard = frames[frames.count - 1].type.configuration.defaultSubcommand {
            descend(to: standard)
            return try find(name, orDescendFor: word)
        }
        throw Mistake.unknownOption(
            name, in: word, frames: frames, later: onlyValues ? [] : words[position...])
    }

    private mutating func set(_ found: (slot: Slot, spelling: Int), _ name: Name, joined: String?) throws {
        let slot = found.slot
        switch slot.arity {
        case .flag:
            if let joined { throw Mistake.unexpectedValue(joined, for: name) }
            try setFlag(slot, found.spelling, name)
        case .value, .positional:
            if let joined { return try giveJoined(joined, to: slot, as: name) }
            guard let word = nextValue else {
                throw Mistake.missingValue(of: slot, name, next: nextWord.flatMap { isKnown($0) ? nil : $0 })
            }
            position += 1
            try give(word, to: slot, as: name)
        case .optionalValue:
            if let joined { return try giveJoined(joined, to: slot, as: name) }
            guard let word = nextValue else { return try setFlag(slot, found.spelling, name) }
            do {
                try give(word, to: slot, as: name)
                position += 1
            } catch let mistake as Mistake where !mistake.isDuplicate {
                // The word is somebody else's, and if it is nobody's, this is what to say about it.
                refused = (word, mistake)
                try setFlag(slot, found.spelling, name)
            }
        }
    }

    private var nextWord: String? { position < words.count ? words[position] : nil }

    private var nextValue: String? { nextWord.flatMap { isName($0) ? nil : $0 } }

    /// Whether `word`, which begins with a dash, is a name of its own.
    private func isKnown(_ word: String) -> Bool {
        if word == "--" || asksForHelp(word) { return true }
        if !word.hasPrefix("--") { return find(.short(word.dropFirst().first ?? "-")) != nil }
        return find(.long(String(word.dropFirst(2).prefix { $0 != "=" }))) != nil
    }

    // MARK: Values

    /// Gives what is joined to the name; nothing there is more often a variable that is not set than an empty value.
    private func giveJoined(_ value: String, to slot: Slot, as name: Name) throws {
        if value.isEmpty { throw Mistake.missingValue(of: slot, name, next: nil) }
        try give(value, to: slot, as: name)
    }

    private func give(_ word: String, to slot: Slot, as name: Name?) throws {
        if let name, !slot.isRepeating, let first = slot.given.first {
            throw Mistake.duplicate(name, first: first, second: word)
        }
        let taken: Bool
        do {
            taken = try slot.take(word)
        } catch {
            throw Mistake.invalidValue(word, of: slot, name, reason: describe(error))
        }
        guard taken else { throw Mistake.invalidValue(word, of: slot, name, reason: nil) }
        slot.given.append(word)
    }

    private func setFlag(_ slot: Slot, _ spelling: Int, _ name: Name) throws {
        let synopsis = name.synopsis
        if let first = slot.given.first {
            if slot.arity == .optionalValue { throw Mistake.duplicate(name, first: first, second: synopsis) }
            if slot.isExclusive, first != synopsis { throw Mistake.excluded(synopsis, by: first) }
        }
        slot.takeFlag(spelling)
        slot.given.append(synopsis)
    }

    private mutating func check() throws {
        if !extra.isEmpty { throw Mistake.unexpected(extra, stack: stack) }
        for index in frames.indices {
            if let slot = frames[index].slots.first(where: \.isRequired) { throw Mistake.missing(slot) }
            for group in frames[index].groups.reversed() {
                try group.validate()
            }
            try frames[index].command.validate()
        }
    }
}

/// What an error says to a user.
func describe(_ error: any Error) -> String {
    (error as? ValidationError)?.message ?? String(describing: error)
}
