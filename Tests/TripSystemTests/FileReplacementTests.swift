import Foundation
import Testing
import TripCore
import TripSystem

/// A file is replaced whole or not at all.
@Suite("File replacement") struct FileReplacementTests {
    /// A folder that is gone after its test.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-test-\(UUID())").path

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

        func text(_ name: String) -> String? {
            FileManager.default.contents(atPath: "\(path)/\(name)").map { String(decoding: $0, as: UTF8.self) }
        }

        func mode(_ name: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.posixPermissions] as? Int
        }
    }

    private static func failure(_ body: () throws(Failure) -> Void) -> Failure? {
        do throws(Failure) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test("A new file has the mode that was asked for, and nothing stays beside it") func new() throws {
        let folder = try Folder()
        for (name, mode) in [("state", UInt32(0o600)), ("secret", 0o400)] {
            try Files.replace("\(folder.path)/\(name)", with: "가나다\n", mode: mode)
            #expect(folder.text(name) == "가나다\n")
            #expect(try folder.mode(name) == Int(mode))
        }
        #expect(folder.names == ["secret", "state"])
    }

    @Test("What is there keeps its mode") func mode() throws {
        let folder = try Folder()
        let path = "\(folder.path)/f"
        try Files.replace(path, with: "one", mode: 0o644)
        for mode in [0o600, 0o664, 0o755] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            try Files.replace(path, with: "two", mode: 0o644)
            #expect(try folder.mode("f") == mode)
        }
        #expect(folder.text("f") == "two")
    }

    @Test("A reader sees what was there or all of what is new") func whole() throws {
        let folder = try Folder()
        let path = "\(folder.path)/f"
        try Files.replace(path, with: "old", mode: 0o644)
        let old = try #require(FileHandle(forReadingAtPath: path))
        try Files.replace(path, with: "new and longer", mode: 0o644)
        #expect(try old.readToEnd() == Data("old".utf8), "who has it open goes on reading what it was")
        #expect(folder.text("f") == "new and longer")
    }

    @Test("A link is followed and stays a link; one that leads nowhere is refused") func links() throws {
        let folder = try Folder()
        try Files.replace("\(folder.path)/f", with: "one", mode: 0o644)
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "f")
        try Files.replace("\(folder.path)/link", with: "two", mode: 0o644)
        #expect(folder.text("f") == "two")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder.path)/link") == "f")
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/lost", withDestinationPath: "nothing")
        let failure = Self.failure { () throws(Failure) in
            try Files.replace("\(folder.path)/lost", with: "x", mode: 0o644)
        }
        #expect(failure?.reason == "it is a link that leads nowhere")
        #expect(folder.names == ["f", "link", "lost"])
    }

    @Test("What cannot be written is said, and leaves nothing") func failures() throws {
        let folder = try Folder()
        try Files.replace("\(folder.path)/f", with: "x", mode: 0o644)
        try FileManager.default.createDirectory(atPath: "\(folder.path)/d", withIntermediateDirectories: false)
        mkfifo("\(folder.path)/p", 0o600)
        let cases = [
            ("missing/f", "there is no folder \(folder.path)/missing"), ("d", "it is a directory"),
            ("p", "it is no regular file"), ("f/x", "Not a directory"),
            (String(repeating: "x", count: 250), "File name too long"),
        ]
        for (name, reason) in cases {
            let path = "\(folder.path)/\(name)"
            let failure = Self.failure { () throws(Failure) in try Files.replace(path, with: "y", mode: 0o644) }
            #expect(failure?.kind == .system)
            #expect(failure?.doing == "write \(path)")
            #expect(failure?.reason == reason)
        }
        #expect(folder.names == ["d", "f", "p"])
        #expect(folder.text("f") == "x")
    }

    @Test("The beginning of a file tells one that is not there from one that cannot be read") func beginning() throws {
        let folder = try Folder()
        #expect(try Files.beginning(of: "\(folder.path)/nothing") == nil)
        #expect(try Files.beginning(of: "\(folder.path)/nothing/at/all") == nil)
        try Files.replace("\(folder.path)/empty", with: "", mode: 0o644)
        #expect(try Files.beginning(of: "\(folder.path)/empty") == "")
        let long = String(repeating: "0123456789", count: 20_000)
        try Files.replace("\(folder.path)/long", with: long, mode: 0o644)
        #expect(try Files.beginning(of: "\(folder.path)/long") == String(long.prefix(65_536)))
        try Data([0xFF, 0xFE, 0x41]).write(to: URL(fileURLWithPath: "\(folder.path)/bytes"))
        #expect(try Files.beginning(of: "\(folder.path)/bytes")?.hasSuffix("A") == true, "whatever it holds")
        mkfifo("\(folder.path)/p", 0o600)
        for name in ["", "p", "empty/x"] {
            let failure = Self.failure { () throws(Failure) in
                _ = try Files.beginning(of: "\(folder.path)/\(name)")
            }
            #expect(failure?.kind == .system, "'\(name)'")
        }
    }
}
