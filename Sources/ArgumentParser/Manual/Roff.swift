/// Text in the language of manual pages, so that a reader sees it as it was and can copy it into a shell.
///
/// Only what groff and mandoc both know is used: the macros of man(7), and escapes for every character that they would
/// draw as another one.
enum Roff {
    /// `text` for any place in a line but its beginning. What is no printing character is a blank.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\(rs"
            // A hyphen, a quotation mark or an accent of typography is not what a shell takes.
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "\"": result += "\\(dq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case " "..."~": result.unicodeScalars.append(scalar)
            case "\u{A0}"...: result += "\\[u\(hexadecimal(scalar))]"
            default: result += " "
            }
        }
        return result
    }

    /// `text` as a line of its own. A point at the beginning is no macro.
    static func line(_ text: String) -> String {
        let line = escaped(text)
        return line.first == "." ? "\\&" + line : line
    }

    /// `text` as lines of prose that are filled.
    static func prose(_ text: String) -> [String] {
        // With its escapes, too, a line should stay within the 80 bytes that checkers ask for.
        wrapped(text, width: 64).split(separator: "\n").map { line(String($0)) }
    }

    /// `lines` as they are, in the letters of a terminal, a step further in.
    static func verbatim(_ lines: [String]) -> [String] {
        [".RS 4", ".EX"] + lines.map { $0.isEmpty ? "\\&" : line($0) } + [".EE", ".RE"]
    }

    /// How something is typed, such as `-o, --output <output>`: names bold, what stands for a value in italics.
    static func synopsis(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while !rest.isEmpty {
            if rest.first == "<", let end = rest.firstIndex(of: ">") {
                result += "\\fI" + escaped(String(rest[rest.index(after: rest.startIndex)..<end])) + "\\fR"
                rest = rest[rest.index(after: end)...]
                continue
            }
            let isName = { (letter: Character) in letter.isLetter || letter.isNumber || letter == "-" }
            let name = rest.prefix(while: isName)
            if name.isEmpty {
                result += escaped(String(rest.removeFirst()))
            } else {
                result += "\\fB" + escaped(String(name)) + "\\fR"
                rest = rest.dropFirst(name.count)
            }
        }
        return result
    }

    /// `words` as the argument of a macro.
    static func argument(_ words: String) -> String { "\"" + escaped(words) + "\"" }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
