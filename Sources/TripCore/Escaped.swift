extension Unicode.Scalar {
    /// Whether the character is shown by its number: a terminal would obey it, it would turn the text around, or nobody
    /// would see it. The joiners that emoji and Indic scripts are made with are shown as they are.
    public var isShownEscaped: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F: true  // C0, DEL and C1: U+009B starts a terminal's command as ESC [ does
        case 0xAD, 0x200B, 0x2060...0x2065, 0x206A...0x206F, 0xFEFF: true  // nothing to see
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // the direction of the text
        case 0x2028, 0x2029: true  // line and paragraph separator
        case 0xFFFE, 0xFFFF: true  // not characters at all; YAML refuses them
        default: false
        }
    }
}

extension String {
    /// The text as it may be shown to a person: every character that ``Unicode/Scalar/isShownEscaped`` names is written
    /// `\n`, `\r`, `\t` or `\u{1b}`. Whatever comes from outside (names, addresses, reasons) passes through here before
    /// it reaches a terminal.
    public var escaped: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        var result = ""
        result.reserveCapacity(utf8.count + 8)
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.isShownEscaped: result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
