/// A shell's question of how a command line may go on.
///
/// The scripts ask the program itself, so that they know nothing of its commands and never fall behind them:
///
///     PROGRAM ---completion INDEX PREFIX WORD...
///
/// with the words of the command line from the program's name on, the index of the word with the cursor, and the part
/// of that word before the cursor. `CompletionAnswer` says what comes back.
struct CompletionRequest {
    private let words: [String]
    private let index: Int
    private let prefix: String

    private var frames: [Frame] = []
    private var onlyValues = false
    /// Whether a word stood for nothing, so that nothing is known of what follows.
    private var isLost = false
    /// The option that the next word is the value of.
    private var pending: Slot?
    /// The option that the next word may be the value of.
    private var optional: Slot?

    init(_ arguments: ArraySlice<String>) {
        let arguments = Array(arguments)
        index = arguments.first.flatMap { Int($0) } ?? 0
        prefix = arguments.dropFirst().first ?? ""
        words = Array(arguments.dropFirst(2))
    }

    /// What the shell may offer, as `CompletionAnswer.text` spells it.
    func answer(for root: any ParsableCommand.Type) -> String {
        guard index > 0, index <= words.count else { return "" }
        var request = self
        request.descend(to: root)
        for word in words[1..<index] {
            request.read(word)
        }
        return request.answer().text
    }

    // MARK: What stands before the cursor

    private mutating func descend(to type: any ParsableCommand.Type) {
        frames.append(Frame(type, sharing: frames.flatMap(\.groups)))
    }

    private func find(_ name: Name) -> Slot? {
        frames.reversed().lazy.compactMap { $0.slot(named: name)?.slot }.first
    }

    private mutating func read(_ word: String) {
        if let slot = pending {
            pending = nil
            slot.given.append(word)
            return
        }
        if let slot = optional {
            optional = nil
            if !word.hasPrefix("-"), (try? slot.take(word)) == true { return }
        }
        if onlyValues || !word.hasPrefix("-") || word == "-" { return readValue(word) }
        if word == "--" {
            onlyValues = true
        } else if word.hasPrefix("--") {
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let slot = find(.long(String(parts[0]))) else { return }
            note(slot, spelling: word, hasValue: parts.count > 1)
        } else {
            var rest = word.dropFirst()
            while let letter = rest.popFirst(), let slot = find(.short(letter)) {
                note(slot, spelling: word, hasValue: !rest.isEmpty)
                if slot.arity != .flag { return }
            }
        }
    }

    private mutating func note(_ slot: Slot, spelling: String, hasValue: Bool) {
        slot.given.append(spelling)
        guard !hasValue else { return }
        if slot.arity == .value { pending = slot }
        if slot.arity == .optionalValue { optional = slot }
    }

    private mutating func readValue(_ word: String) {
        let type = frames[frames.count - 1].type
        if frames[frames.count - 1].nextPositional() != nil { return }
        if let subcommand = type.subcommand(named: word) {
            descend(to: subcommand)
        } else if frames.count == 1, word == "help" {
            descend(to: HelpCommand.self)
        } else if let standard = type.configuration.defaultSubcommand {
            descend(to: standard)
            readValue(word)
        } else if !(type is HelpCommand.Type) {
            isLost = true
        }
    }

    // MARK: What may stand at the cursor

    private mutating func answer() -> CompletionAnswer {
        if isLost { return CompletionAnswer() }
        if let pending { return values(of: [pending], lead: "", typed: prefix) }
        guard !onlyValues, prefix.hasPrefix("-") else { return valuesOrCommands() }
        if prefix.hasPrefix("--") {
            guard let equals = prefix.firstIndex(of: "=") else { return names() }
            let start = prefix.index(after: equals)
            guard let slot = find(.long(String(prefix[..<equals].dropFirst(2)))) else { return CompletionAnswer() }
            return values(of: [slot], lead: String(prefix[..<start]), typed: String(prefix[start...]))
        }
        // A cluster that ends in a value, as in -ojson.
        var rest = prefix.dropFirst()
        while rest.count > 1, let letter = rest.popFirst(), let slot = find(.short(letter)) {
            guard slot.arity != .flag else { continue }
            if rest.first == "=" { rest.removeFirst() }
            return values(of: [slot], lead: String(prefix.dropLast(rest.count)), typed: String(rest))
        }
        return names()
    }

    private mutating func valuesOrCommands() -> CompletionAnswer {
        let type = frames[frames.count - 1].type
        if type is HelpCommand.Type { return helpTopics() }
        let positional = frames[frames.count - 1].nextPositional()
        let slots = [optional, positional].compactMap(\.self)
        var answer = values(of: slots, lead: "", typed: prefix)
        if positional == nil, !onlyValues {
            for command in type.configuration.subcommands where command.configuration.shouldDisplay {
                answer.add(command._commandName, command.configuration.abstract, typed: prefix)
            }
            if frames.count == 1, !type.configuration.subcommands.isEmpty {
                answer.add("help", HelpCommand.configuration.abstract, typed: prefix)
            }
        }
        // Where only options can follow, they are what the user is after.
        return slots.isEmpty && answer.words.isEmpty && prefix.isEmpty && !onlyValues ? names() : answer
    }

    private func helpTopics() -> CompletionAnswer {
        var type = frames[0].type
        for word in words[1..<index].drop(while: { $0 != "help" }).dropFirst() {
            guard let next = type.subcommand(named: word) else { return CompletionAnswer() }
            type = next
        }
        var answer = CompletionAnswer()
        for command in type.configuration.subcommands where command.configuration.shouldDisplay {
            answer.add(command._commandName, command.configuration.abstract, typed: prefix)
        }
        return answer
    }

    private func names() -> CompletionAnswer {
        var answer = CompletionAnswer()
        for frame in frames.reversed() {
            for slot in frame.listed where slot.isRepeating || slot.given.isEmpty {
                for (index, names) in slot.spellings.enumerated() {
                    let text = slot.spellingHelp?[index] ?? slot.help.abstract
                    names.forEach { answer.add($0.synopsis, text, typed: prefix) }
                }
            }
        }
        let stack = frames.map(\.type)
        if stack.version != nil { answer.add("--version", "Print the version.", typed: prefix) }
        for name in stack.helpNames {
            answer.add(name.synopsis, "Print this help.", typed: prefix)
        }
        return answer
    }

    private func values(of slots: [Slot], lead: String, typed: String) -> CompletionAnswer {
        var answer = CompletionAnswer(lead: lead)
        for slot in slots {
            let kind = slot.completion ?? slot.valueType?.defaultCompletionKind ?? .default
            switch kind.source {
            case .none: break
            case .list(let words): words.forEach { answer.add($0, "", typed: typed) }
            case .custom(let closure):
                closure(words, index, typed).forEach { answer.add($0, "", typed: typed) }
            case .file(let extensions): answer.ask(.files, extensions.joined(separator: " "))
            case .directory: answer.ask(.directories, "")
            case .shellCommand(let command): answer.ask(.command, command)
            }
        }
        return answer
    }
}
