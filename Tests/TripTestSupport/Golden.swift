import Foundation
import Synchronization
public import Testing

/// A folder of files that hold what tripctl is to say, byte by byte.
///
/// With TRIPCTL_UPDATE_GOLDEN=1 the files are written instead of compared; the change is then read in the diff.
public final class Golden: Sendable {
    /// The folder's path.
    public let folder: String
    private let claims = Mutex<Set<String>>([])

    /// The folder `name` beside the calling file.
    public init(_ name: String = "Golden", file: String = #filePath) {
        folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// Holds `text` against the file `name`, which is thereby claimed; a difference fails the test and is shown.
    public func check(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        if let difference = difference(text, name) {
            Issue.record(Comment(rawValue: difference), sourceLocation: sourceLocation)
        }
    }

    /// What `check` would say; nil when `text` is what the file holds, or has been written there.
    public func difference(_ text: String, _ name: String) -> String? {
        claims.withLock { _ = $0.insert(name) }
        let path = "\(folder)/\(name)"
        if ProcessInfo.processInfo.environment["TRIPCTL_UPDATE_GOLDEN"] == "1" {
            do {
                try FileManager.default.createDirectory(
                    atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
                return nil
            } catch {
                return "cannot write \(name): \(error)"
            }
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            return "there is no golden file \(name); TRIPCTL_UPDATE_GOLDEN=1 writes it. It would hold:\n\(text)"
        }
        let expected = String(decoding: data, as: UTF8.self)
        return Array(expected.utf8) == Array(text.utf8) ? nil : "\(name) differs:\n\(lineDiff(expected, text))"
    }

    /// The files of the folder, by name; hidden ones are none.
    public var files: [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
            return exists && !isFolder.boolValue && !name.split(separator: "/").contains { $0.hasPrefix(".") }
        }.sorted()
    }

    /// The files that nothing has been held against yet in this process: meaningful once all tests have run.
    public var unclaimed: [String] { files.filter { !claimed.contains($0) } }

    /// The files that are not among `names`: for a test that knows the names of all cases before they run.
    public func unclaimed(by names: some Sequence<String>) -> [String] {
        let known = Set(names)
        return files.filter { !known.contains($0) }
    }

    private var claimed: Set<String> { claims.withLock { $0 } }
}

/// The lines that differ, `-` for what was expected and `+` for what came, between two lines that agree; blanks at a
/// line's end are shown as `·`.
func lineDiff(_ expected: String, _ actual: String) -> String {
    // By scalars: "\r\n", as terminals get it, is one Character and no "\n".
    let old = expected.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    let new = actual.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): inserted.insert(offset)
        }
    }
    var lines: [(isChange: Bool, text: String)] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
        if i < old.count, removed.contains(i) {
            lines.append((true, "-" + visible(old[i])))
            i += 1
        } else if j < new.count, inserted.contains(j) {
            lines.append((true, "+" + visible(new[j])))
            j += 1
        } else {
            lines.append((false, " " + old[i]))
            i += 1
            j += 1
        }
    }
    let shown = lines.indices.filter { index in
        lines[max(0, index - 2)...min(lines.count - 1, index + 2)].contains { $0.isChange }
    }
    let tooMany = shown.count > 60 ? "\n… \(shown.count - 60) lines more" : ""
    return shown.prefix(60).map { lines[$0].text }.joined(separator: "\n") + tooMany
}

private func visible(_ line: String) -> String {
    let text = line.replacingOccurrences(of: "\r", with: "␍").replacingOccurrences(of: "\u{1b}", with: "␛")
    let blanks = text.reversed().prefix { $0 == " " || $0 == "\t" }.count
    return text.dropLast(blanks) + String(repeating: "·", count: blanks)
}
