/// The manual page of a command, made from what its help screen is made from.
public struct ManualPage: Sendable {
    /// The page's name, such as `tripctl-topic-create`; it stands in section 1.
    public let name: String
    /// The page in the language of man(7), with the newline at its end.
    public let text: String

    /// The page of the last command of `stack`.
    init(_ stack: [any ParsableCommand.Type], date: String) {
        let screen = HelpScreen(stack, visibility: .default)
        let configuration = screen.configuration
        let name = Self.name(of: stack)
        self.name = name
        let program = stack.first?._commandName ?? name
        let source = [program, stack.version ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        var lines = [
            // Title and date are read by programs: a hyphen is one there.
            ".TH \(name.uppercased()) 1 \"\(date.filter { $0.isNumber || $0 == "-" })\" "
                + [source, "\(program) manual"].map(Roff.argument).joined(separator: " "),
            // Words are not broken and lines not stretched: options and addresses stay whole.
            ".nh", ".ad l",
            ".SH NAME",
        ]
        lines += Roff.prose("\(name) - \(Self.summary(configuration.abstract))")
        let usage = screen.usage.text(heading: "", width: .max)
        if !usage.isEmpty {
            lines.append(".SH SYNOPSIS")
            for (index, line) in usage.split(separator: "\n").enumerated() {
                if index > 0 { lines.append(".br") }
                lines.append(Roff.synopsis(String(line)))
            }
        }
        let discussion = Discussion(configuration.discussion)
        let description = [configuration.abstract, discussion.text].filter { !$0.isEmpty }
        if !description.isEmpty { lines += [".SH DESCRIPTION"] + description.flatMap { Discussion.roff($0) } }
        lines += Self.lists(of: screen)
        lines += discussion.sections.flatMap { [".SH \(Roff.escaped($0.heading))"] + Discussion.roff($0.text) }
        // What the program says of every command stands on every page.
        if stack.count > 1, let root = stack.first,
            let shared = Discussion(root.configuration.discussion).section("EXIT STATUS"),
            discussion.section("EXIT STATUS") == nil
        {
            lines += [".SH EXIT STATUS"] + Discussion.roff(shared)
        }
        lines += Self.environment(of: screen)
        let others = Self.neighbours(of: stack)
        if !others.isEmpty {
            lines.append(".SH SEE ALSO")
            for (index, other) in others.enumerated() {
                lines.append(".BR \(Roff.escaped(other)) (1)" + (index < others.count - 1 ? "," : ""))
            }
        }
        text = lines.joined(separator: "\n") + "\n"
    }

    static func name(of stack: [any ParsableCommand.Type]) -> String {
        stack.map { $0._commandName }.joined(separator: "-")
    }

    /// The first line of `abstract`, without the point: one line of an index.
    private static func summary(_ abstract: String) -> String {
        let line = abstract.split(separator: "\n").first.map { String($0) } ?? "a command"
        return line.last == "." ? String(line.dropLast()) : line
    }

    // MARK: Sections

    /// The arguments, options and subcommands.
    private static func lists(of screen: HelpScreen) -> [String] {
        var lines: [String] = []
        var hasOptions = false
        var hasCommands = false
        for section in screen.sections {
            let heading = Roff.escaped(section.heading)
            switch section.kind {
            case .arguments: lines.append(".SH ARGUMENTS")
            case .options, .titled:
                if !hasOptions { lines.append(".SH OPTIONS") }
                hasOptions = true
                if section.kind == .titled { lines.append(".SS \(heading)") }
            case .commands:
                if !hasCommands { lines.append(".SH COMMANDS") }
                hasCommands = true
                if section.heading != "SUBCOMMANDS" { lines.append(".SS \(heading)") }
            }
            for item in section.items {
                lines += [".TP", Roff.synopsis(item.label)]
                // A label must have something beside it, or it would take the next one for its text.
                lines += item.text.isEmpty ? ["\\&"] : Roff.prose(item.text)
                if !item.discussion.isEmpty { lines += [".IP"] + Roff.prose(item.discussion) }
            }
        }
        return lines
    }

    /// The variables that the help names as `env: NAME`, each with the options that it stands in for.
    private static func environment(of screen: HelpScreen) -> [String] {
        var names: [String] = []
        var options: [String: [String]] = [:]
        for item in screen.sections.flatMap(\.items) {
            let option = item.label.split(separator: " ").last { $0.hasPrefix("-") }.map { String($0) } ?? item.label
            for part in item.text.split(separator: "env: ", omittingEmptySubsequences: false).dropFirst() {
                let name = String(part.prefix { $0.isUppercase || $0.isNumber || $0 == "_" })
                guard !name.isEmpty else { continue }
                if options[name] == nil { names.append(name) }
                options[name, default: []].append(option)
            }
        }
        guard !names.isEmpty else { return [] }
        return [".SH ENVIRONMENT"]
            + names.flatMap { name in
                let listed = (options[name] ?? []).map { Roff.synopsis($0) }.joined(separator: " or ")
                return [".TP", ".B \(Roff.escaped(name))", "Counts where \(listed) is not given."]
            }
    }

    /// The pages of the commands above, below and beside the last of `stack`.
    private static func neighbours(of stack: [any ParsableCommand.Type]) -> [String] {
        var pages = stack.indices.dropLast().map { name(of: Array(stack[...$0])) }
        func add(_ commands: [any ParsableCommand.Type], under parents: [any ParsableCommand.Type]) {
            for command in commands where command.configuration.shouldDisplay {
                pages.append(name(of: parents + [command]))
            }
        }
        guard let command = stack.last else { return [] }
        add(command.configuration.subcommands, under: stack)
        let parents = Array(stack.dropLast())
        if let parent = parents.last?.configuration {
            for list in [parent.ungroupedSubcommands] + parent.groupedSubcommands.map(\.subcommands)
            where list.contains(where: { $0 == command }) {
                add(list.filter { $0 != command }, under: parents)
            }
        }
        return pages
    }
}

extension ParsableCommand {
    /// The manual pages of this command and of every one below it that is listed, in the order of the help screens.
    ///
    /// - Parameter date: what stands at the foot of each, such as `2026-11-24`.
    public static func manualPages(date: String) -> [ManualPage] {
        func pages(_ stack: [any ParsableCommand.Type]) -> [ManualPage] {
            let below = stack.last?.configuration.subcommands.filter { $0.configuration.shouldDisplay } ?? []
            return [ManualPage(stack, date: date)] + below.flatMap { pages(stack + [$0]) }
        }
        return pages([self])
    }
}
