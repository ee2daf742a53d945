extension String {
    /// How many cells of a terminal the text takes. It must be free of control characters.
    var terminalWidth: Int {
        if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
        return reduce(0) { $0 + $1.terminalWidth }
    }

    /// The text, cut to at most that many cells; where something was cut off stands `…`.
    func cut(to width: Int) -> String {
        guard terminalWidth > width else { return self }
        if utf8.allSatisfy({ $0 < 0x80 }) { return width > 0 ? prefixOfASCII(width - 1) + "…" : "" }
        var result = ""
        var used = 0
        for character in self {
            used += character.terminalWidth
            if used > width - 1 { break }
            result.append(character)
        }
        return width > 0 ? result + "…" : ""
    }

    /// The first bytes, each of them a character: finding their edges would take most of a large table's time.
    private func prefixOfASCII(_ count: Int) -> String {
        String(self[..<utf8.index(startIndex, offsetBy: count)])
    }
}

extension Character {
    /// The cells that what a reader takes for one character takes. Emoji are put together from several wide ones
    /// (families, flags, skin tones), and no terminal gives the whole more than two.
    fileprivate var terminalWidth: Int {
        min(2, unicodeScalars.reduce(0) { $0 + $1.terminalWidth })
    }
}

extension Unicode.Scalar {
    fileprivate var terminalWidth: Int {
        switch value {
        case 0..<0x300: return 1
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0  // vowels and finals of a Korean syllable in parts
        case 0x4E00...0x9FFF, 0xAC00...0xD7A3: return 2  // the most frequent, before properties are looked up
        case 0xFE0F: return 1  // asks for the emoji, two cells wide, of a character that is narrow as text
        default: break
        }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return properties.isEmojiPresentation || isEastAsianWide ? 2 : 1
        }
    }

    /// Whether Unicode's EastAsianWidth.txt (16.0) calls it wide or full-width and it is no emoji. The ranges reach over
    /// gaps that no character fills.
    private var isEastAsianWide: Bool {
        switch value {
        case 0..<0x1100: false
        case 0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F: true
        case 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0xA4CF, 0xA960...0xA97C: true
        case 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F: true
        case 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FF, 0x1D300...0x1D376: true
        case 0x1F200...0x1F265, 0x20000...0x3FFFD: true
        default: false
        }
    }
}
