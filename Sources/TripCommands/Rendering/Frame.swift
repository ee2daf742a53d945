/// One round of a watch as a terminal draws it over the one before.
///
/// Each line is written over what stood there and then the rest of it erased: clearing the screen first would flicker.
/// The cursor is hidden and long lines are cut for no longer than the drawing takes, so that whatever ends the process,
/// the terminal is as it was.
struct Frame {
    /// What to show; each line ends with a newline.
    var text: String
    /// The terminal's height; `nil` when it does not say.
    var rows: Int?
    /// Whether text is coloured.
    var color: Bool

    /// What the terminal is sent.
    var drawing: String {
        var drawing = Frame.begin
        for line in lines { drawing += line + Frame.eraseLine + "\n" }
        return drawing + Frame.end
    }

    /// The lines that fit, with one left for the cursor. What does not fit is counted; the last line, which holds the
    /// verdict, always stays.
    private var lines: [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard let rows, rows > 4, lines.count > rows - 1 else { return lines }
        let rest = lines.count - (rows - 2)
        return lines.prefix(rows - 3) + [Style.dim.paint("… \(rest) lines more", color)[...]] + lines.suffix(1)
    }

    private static let hideCursor = "\u{1b}[?25l"
    private static let showCursor = "\u{1b}[?25h"
    private static let cutLines = "\u{1b}[?7l"
    private static let wrapLines = "\u{1b}[?7h"
    private static let home = "\u{1b}[H"
    private static let eraseLine = "\u{1b}[K"
    private static let eraseBelow = "\u{1b}[J"
    private static let begin = hideCursor + cutLines + home
    private static let end = eraseBelow + wrapLines + showCursor
}
