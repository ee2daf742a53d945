/// What a shell may offer for the word with the cursor.
struct CompletionAnswer {
    /// Who knows the words.
    enum Kind: String {
        /// The answer itself.
        case words
        /// The shell: files, with the extensions of the argument when it has any.
        case files
        /// The shell: directories.
        case directories
        /// The command of the argument: a word a line.
        case command
    }

    private var kind = Kind.words
    private var argument = ""
    /// The part of the word that is no value, such as `--output=`.
    private let lead: String
    private(set) var words: [String] = []

    init(lead: String = "") {
        self.lead = lead
    }

    /// Offers `word` if it begins with what is `typed`; the first line of `description` explains it.
    mutating func add(_ word: String, _ description: String, typed: String) {
        // The answer is made of lines, so a word that has control characters cannot be in it.
        guard word.hasPrefix(typed), escaped(word) == word else { return }
        let line = description.split(separator: "\n").first.map { "\t" + escaped(String($0)) } ?? ""
        words.append(lead + word + line)
    }

    /// Leaves it to the shell, unless somebody else was asked before.
    mutating func ask(_ kind: Kind, _ argument: String) {
        guard self.kind == .words else { return }
        self.kind = kind
        self.argument = argument
    }

    /// A line each: who knows the words, the lead, the argument; then, if the answer itself does, a line for each whole
    /// word, with a tab and a description where there is one.
    var text: String {
        let kind = words.isEmpty ? self.kind : .words
        return ([kind.rawValue, lead, argument.split(separator: "\n").joined(separator: "; ")] + words)
            .joined(separator: "\n")
    }
}
