import Foundation
import Testing
import TripTestSupport

/// Do golden files notice a difference, and files that nothing uses?
struct GoldenTests {
    private static func folder(_ files: [String: String], _ body: (Golden) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-golden-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        try body(Golden(folder.lastPathComponent, file: folder.path))
    }

    /// Under TRIPCTL_UPDATE_GOLDEN a difference is written, not told.
    private static let compares = ProcessInfo.processInfo.environment["TRIPCTL_UPDATE_GOLDEN"] != "1"

    @Test(.enabled(if: compares)) func `a difference is shown by its lines`() throws {
        try Self.folder(["a.txt": "one\ntwo\nthree\nfour\nfive\nsix\n"]) { golden in
            #expect(golden.difference("one\ntwo\nthree\nfour\nfive\nsix\n", "a.txt") == nil)
            #expect(
                golden.difference("one\ntwo\nthree\nfour\nfive!\nsix \n", "a.txt")
                    == "a.txt differs:\n three\n four\n-five\n-six\n+five!\n+six·\n ")
        }
    }

    @Test(.enabled(if: compares)) func `line ends and missing files are differences`() throws {
        try Self.folder(["a.txt": "one\n"]) { golden in
            #expect(golden.difference("one\r\n", "a.txt") == "a.txt differs:\n-one\n+one␍\n ")
            #expect(golden.difference("one", "a.txt")?.contains("differs") == true)
            #expect(golden.difference("one", "b.txt")?.contains("there is no golden file b.txt") == true)
        }
    }

    @Test func `files that nothing was held against are told`() throws {
        try Self.folder(["a.txt": "a", "b.txt": "b", ".hidden": ""]) { golden in
            #expect(golden.files == ["a.txt", "b.txt"])
            golden.check("a", "a.txt")
            #expect(golden.unclaimed == ["b.txt"])
            #expect(golden.unclaimed(by: ["b.txt", "c.txt"]) == ["a.txt"])
        }
    }
}
