extension String {
    /// Whether the text may stand unquoted. Numbers, dates, times and `.inf` start with a digit, a sign or a dot, and
    /// everything with a meaning of its own starts with a special character: so a text that starts with a letter is
    /// safe unless it is a word that stands for a value, or ends up as a key or a comment further on.
    public var isPlainYAML: Bool {
        var previous: UInt8 = 0
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: "/"):
                break
            case 0x80...:
                return isPlainYAMLBeyondASCII
            case 0..<0x20, 0x7F: return false
            case _ where previous == 0: return false
            case UInt8(ascii: " ") where previous == UInt8(ascii: ":"): return false
            case UInt8(ascii: "#") where previous == UInt8(ascii: " "): return false
            default: break
            }
            previous = byte
        }
        let last = previous
        return last != 0 && last != UInt8(ascii: " ") && last != UInt8(ascii: ":") && !isYAMLWord
    }

    /// Letters of any script may stand unquoted, blanks of other kinds, emoji and invisible characters do not.
    private var isPlainYAMLBeyondASCII: Bool {
        var ascii = ""
        for scalar in unicodeScalars {
            if scalar.isASCII {
                ascii.unicodeScalars.append(scalar)
            } else if scalar.properties.isAlphabetic {
                ascii += "a"
            } else {
                return false
            }
        }
        return ascii.isPlainYAML
    }

    /// Whether it is one of the words that YAML 1.1 or 1.2 reads as a truth or as nothing, in any case of letters.
    private var isYAMLWord: Bool {
        guard utf8.count <= 5 else { return false }
        return switch lowercased() {
        case "y", "n", "yes", "no", "on", "off", "true", "false", "null": true
        default: false
        }
    }
}
