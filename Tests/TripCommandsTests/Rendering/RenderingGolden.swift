import Foundation
import Testing

/// Compares texts with the files in `Golden`; `TRIPCTL_UPDATE_GOLDEN=1` rewrites them.
enum RenderingGolden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/rendering")

    /// Expects the text to be the file's, byte for byte.
    static func expect(_ text: String, _ file: String, _ location: SourceLocation = #_sourceLocation) throws {
        let url = folder.appending(path: file)
        if ProcessInfo.processInfo.environment["TRIPCTL_UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        let golden = try Data(contentsOf: url)
        let same = golden == Data(text.utf8)
        #expect(same, "\(file) differs; the text is now:\n\(text)", sourceLocation: location)
    }
}
