import Foundation
import TestProcesses
import Testing
import TripCore
import TripSystem

@Suite struct StateFolderTests {
    private let scratch: ScratchFolder
    private let state: StateFolder

    init() throws {
        let scratch = try ScratchFolder()
        self.scratch = scratch
        state = try StateFolder(environment: { $0 == "XDG_STATE_HOME" ? scratch.path + "/a/b" : nil })
    }

    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func theEnvironmentSaysWhere() throws {
        func folder(_ environment: [String: String]) throws -> String {
            try StateFolder(environment: { environment[$0] }).folder
        }
        #expect(try folder(["XDG_STATE_HOME": "/x", "HOME": "/h"]) == "/x/tripctl")
        #expect(try folder(["HOME": "/h"]) == "/h/.local/state/tripctl")
        #expect(try folder(["XDG_STATE_HOME": "relative", "HOME": "/h"]) == "/h/.local/state/tripctl")
        #expect(try folder(["XDG_STATE_HOME": "", "HOME": "/h"]) == "/h/.local/state/tripctl")
        #expect { try folder([:]) } throws: { ($0 as? Failure)?.kind == .system }
    }

    @Test func theFileIsTheOwnersOnlyAndAlone() throws {
        try state.writeComposeFile("one\n")
        try state.writeComposeFile("two\n")
        #expect(try String(contentsOfFile: state.composeFile, encoding: .utf8) == "two\n")
        #expect(try mode(state.folder) == 0o700)
        #expect(try mode(state.composeFile) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state.folder) == ["compose.yaml"])
    }

    @Test func whatOthersMayReadIsTakenFromThem() throws {
        try state.writeComposeFile("one\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: state.folder)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: state.composeFile)
        try state.writeComposeFile("two\n")
        #expect(try mode(state.folder) == 0o700)
        #expect(try mode(state.composeFile) == 0o600)
    }

    @Test func aFileInTheWayIsNamed() throws {
        try scratch.write("a", "a file where a folder should be")
        #expect { try state.writeComposeFile("text") } throws: { error in
            let failure = error as? Failure
            return failure?.kind == .system && failure?.doing.contains(scratch.path + "/a") == true
        }
    }

    @Test func theLockIsRefusedToASecondWhoLearnsWhoHasIt() throws {
        try state.lock(for: "up", deadline: Deadline(after: .seconds(30)), whileWaiting: { _ in })
        #expect(try mode(state.folder + "/lock") == 0o600)
        var told: [LockHolder] = []
        #expect {
            try state.lock(for: "down", deadline: Deadline(after: .milliseconds(200))) { told.append($0) }
        } throws: { error in
            let failure = error as? Failure
            return failure?.kind == .refused && failure?.reason.contains("process \(getpid()), which runs") == true
        }
        #expect(told == [LockHolder(pid: getpid(), purpose: "up")])
    }

    #if os(Linux)
    @Test func anotherProcessHasTheLockUntilItEnds() throws {
        try FileManager.default.createDirectory(atPath: state.folder, withIntermediateDirectories: true)
        let script = """
            exec 9>>"$LOCK" && flock 9 && echo "$$ restart" >"$LOCK" && mv "$READY.new" "$READY" && exec sleep 300
            """
        let ready = try scratch.write("ready.new", "").replacing(".new", with: "")
        let holder = try Spawn(
            "/bin/sh", ["-c", script],
            environment: ["PATH": "/usr/bin:/bin", "LOCK": state.folder + "/lock", "READY": ready]
        ).start()
        defer {
            kill(holder, SIGKILL)
            waitpid(holder, nil, 0)
        }
        let patience = Deadline(after: .seconds(30))
        while !FileManager.default.fileExists(atPath: ready), !patience.hasPassed { Machine.pause(.milliseconds(10)) }

        var told: [LockHolder] = []
        #expect {
            try state.lock(for: "up", deadline: Deadline(after: .milliseconds(200))) { told.append($0) }
        } throws: { ($0 as? Failure)?.kind == .refused }
        #expect(told == [LockHolder(pid: holder, purpose: "restart")])

        try state.lock(for: "up", deadline: Deadline(after: .seconds(30))) { _ in kill(holder, SIGKILL) }
        let text = try String(contentsOfFile: state.folder + "/lock", encoding: .utf8)
        #expect(text == "\(getpid()) up\n")
    }
    #endif
}
