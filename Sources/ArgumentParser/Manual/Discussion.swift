/// A command's discussion in parts: what is said first, and then what stands under headings of its own.
///
/// A heading is a line in capitals that ends with a colon: `EXAMPLES:`.
struct Discussion {
    private(set) var text = ""
    private(set) var sections: [(heading: String, text: String)] = []

    init(_ discussion: String) {
        for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
            if let heading = Self.heading(line) {
                sections.append((heading, ""))
            } else if sections.isEmpty {
                text += line + "\n"
            } else {
                sections[sections.count - 1].text += line + "\n"
            }
        }
        text = Self.trimmed(text)
        sections = sections.map { ($0.heading, Self.trimmed($0.text)) }.filter { !$0.text.isEmpty }
    }

    /// What stands under `heading`; nil when nothing does.
    func section(_ heading: String) -> String? {
        sections.first { $0.heading == heading }?.text
    }

    private static func heading(_ line: Substring) -> String? {
        guard line.last == ":", line.first?.isUppercase == true else { return nil }
        let heading = line.dropLast()
        return heading.allSatisfy({ $0.isUppercase || $0 == " " }) ? String(heading) : nil
    }

    /// `text` without empty lines at either end.
    private static func trimmed(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while lines.first?.isEmpty == true { lines.removeFirst() }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// `text` for a manual page: paragraphs are filled, and lines that begin with a blank stay as they are.
    static func roff(_ text: String) -> [String] {
        var lines: [String] = []
        var block: [Substring] = []
        var isVerbatim = false
        func close() {
            while block.last?.isEmpty == true { block.removeLast() }
            guard !block.isEmpty else { return }
            if isVerbatim {
                let margin = block.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
                lines += Roff.verbatim(block.map { String($0.dropFirst(margin)) })
            } else {
                if !lines.isEmpty { lines.append(".PP") }
                lines += block.flatMap { Roff.prose(String($0)) }
            }
            block = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty, !isVerbatim { close() }
            let begins = line.first == " " || line.first == "\t"
            if !line.isEmpty, begins != isVerbatim {
                close()
                isVerbatim = begins
            }
            if !line.isEmpty || isVerbatim { block.append(line) }
        }
        close()
        return lines
    }
}
