import Foundation
import TestProcesses
import Testing
import TripCore

@testable import TripDocker

@Suite struct DockerEngineTests {
    private let scratch: ScratchFolder
    private var path: String { scratch.path + "/docker.sock" }

    init() throws { scratch = try ScratchFolder() }

    private func engine(_ seconds: Double = 30) throws -> DockerEngine {
        let host = "unix://" + path
        return DockerEngine(
            try EngineAddress(environment: { $0 == "DOCKER_HOST" ? host : nil }),
            deadline: Deadline(after: .seconds(seconds)))
    }

    /// An answer as the engine gives it.
    private static func answer(_ status: Int, _ body: String) -> [UInt8] {
        let head = "HTTP/1.0 \(status) X\r\nApi-Version: 1.41\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        return Array((head + body).utf8)
    }

    /// An engine that answers these paths and says of all others that they are not there.
    private func server(_ bodies: [String: (Int, String)]) throws -> CannedServer {
        try CannedServer(path: path) { request in
            let words = request.split(separator: " ")
            let path = words.count > 1 ? String(words[1]) : ""
            if path == "/_ping" { return .pieces([Self.answer(200, "OK")]) }
            let (status, body) = bodies[path] ?? (404, #"{"message":"no such thing"}"#)
            let bytes = Self.answer(status, body)
            // In two pieces, so that an answer never comes at once.
            return .pieces([Array(bytes.prefix(30)), Array(bytes.dropFirst(30))])
        }
    }

    private static func inspect(_ id: String) -> String {
        #"{"Id":"\#(id)","Name":"/\#(id)","State":{"Status":"running","Running":true},"Config":{}}"#
    }

    @Test func theVersionThatTheEngineSpeaksIsAskedOnce() throws {
        let server = try server([
            "/v1.41/containers/json?all=1": (200, #"[{"Id":"a","Names":["/a"],"State":"paused"}]"#)
        ])
        let engine = try engine()
        #expect(try engine.containers().map(\.state) == [.paused])
        #expect(try engine.containers().map(\.name) == ["a"])
        #expect(engine.address == "unix://" + path)
        #expect(server.requests.filter { $0.contains("_ping") }.count == 1)
        #expect(engine.reach() == .answers(api: "1.41"))
    }

    @Test func containersThatAreGoneAreLeftOut() throws {
        let server = try server([
            "/v1.41/containers/a/json": (200, Self.inspect("a")), "/v1.41/containers/c/json": (200, Self.inspect("c")),
        ])
        #expect(try engine().containers(["a", "b", "c"]).map(\.id) == ["a", "c"])
        #expect(try engine().container("b") == nil)
        #expect(try engine().containers([]).isEmpty)
        #expect(try engine().containers((0..<40).map { $0 == 39 ? "a" : "x\($0)" }).map(\.id) == ["a"])
        withExtendedLifetime(server) {}
    }

    @Test func namesAreEscapedInPaths() throws {
        let server = try server(["/v1.41/images/a/b:c%3Fd%0A/json": (200, #"{"Id":"sha256:1"}"#)])
        #expect(try engine().image("a/b:c?d\n") == "sha256:1")
        #expect(try engine().image("other") == nil)
        withExtendedLifetime(server) {}
    }

    @Test func theRestIsRead() throws {
        let server = try server([
            "/v1.41/volumes": (
                200, #"{"Volumes":[{"Name":"v","CreatedAt":"2026-11-24T14:46:05Z","Labels":null,"Mountpoint":"/d/v"}]}"#
            ),
            "/v1.41/networks": (200, #"[{"Name":"n","Labels":{"a":"b"}}]"#),
            "/v1.41/info": (200, #"{"ServerVersion":"20.10.24","NCPU":2,"MemTotal":25276510208,"DockerRootDir":"/d"}"#),
        ])
        let engine = try engine()
        #expect(try engine.volumes() == [Volume(name: "v", createdAt: 1_795_531_565_000, folder: "/d/v")])
        #expect(try engine.networks() == [Network(name: "n", labels: ["a": "b"])])
        #expect(
            try engine.information()
                == EngineInformation(version: "20.10.24", processors: 2, memory: 25_276_510_208, dataFolder: "/d"))
        withExtendedLifetime(server) {}
    }

    @Test func theEnginesReasonIsHandedOn() throws {
        let server = try server([
            "/v1.41/info": (500, #"{"message":"disk\u001b broken"}"#), "/v1.41/networks": (503, ""),
        ])
        #expect { try engine().information() } throws: { error in
            let failure = error as? Failure
            return failure?.kind == .system && failure?.reason == "disk\\u{1b} broken"
        }
        #expect { try engine().networks() } throws: { ($0 as? Failure)?.reason == "it answers with status 503" }
        withExtendedLifetime(server) {}
    }

    @Test func whoIsNotThereIsNotRunning() throws {
        guard case .notRunning = try engine().reach() else {
            Issue.record("no socket is taken for something else")
            return
        }
        #expect { try engine().containers() } throws: { ($0 as? Failure)?.kind == .unreachable }
        // A file that nobody listens at, as a killed engine leaves it.
        try scratch.write("docker.sock", "")
        guard case .notRunning = try engine().reach() else {
            Issue.record("a socket without an engine is taken for something else")
            return
        }
    }

    @Test func aSilentEngineIsUnusableAndTimesOut() throws {
        let server = try CannedServer(path: path) { _ in .silence(after: []) }
        guard case .unusable(let reason, _) = try engine(0.2).reach() else {
            Issue.record("silence is taken for an answer")
            return
        }
        #expect(reason == "it does not answer")
        #expect { try engine(0.2).containers() } throws: { ($0 as? Failure)?.kind == .timedOut }
        withExtendedLifetime(server) {}
    }

    @Test(arguments: [
        "garbage", "HTTP/1.0", "HTTP/1.0 abc X\r\n\r\n", "HTTP/1.0 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n", "",
        "HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nOK", "HTTP/1.0 200 OK\r\n\r\nan other server",
        "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.",
        "HTTP/1.0 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
    ])
    func whoIsNoEngineIsUnusable(bytes: String) throws {
        let server = try CannedServer(path: path) { _ in .pieces([Array(bytes.utf8)]) }
        guard case .unusable = try engine().reach() else {
            Issue.record("\(bytes) is taken for an engine's answer")
            return
        }
        withExtendedLifetime(server) {}
    }

    @Test(arguments: ["", "{", "{}", "null", "[1"]) func answersThatAreNoneAreSaid(body: String) throws {
        let server = try server([
            "/v1.41/containers/json?all=1": (200, body), "/v1.41/containers/a/json": (200, body),
            "/v1.41/volumes": (200, body), "/v1.41/networks": (200, body), "/v1.41/info": (200, body),
            "/v1.41/images/a/json": (200, body),
        ])
        let engine = try engine()
        let questions: [() throws -> Void] = [
            { _ = try engine.containers() }, { _ = try engine.container("a") }, { _ = try engine.containers(["a"]) },
            { _ = try engine.volumes() }, { _ = try engine.networks() }, { _ = try engine.information() },
            { _ = try engine.image("a") },
        ]
        for question in questions { #expect(throws: Failure.self) { try question() } }
        withExtendedLifetime(server) {}
    }

    // MARK: Logs

    private let broker = Container(id: "abc", name: "kafka-1", image: "i")

    private static func frame(_ text: String, stream: UInt8 = 1) -> [UInt8] {
        [stream, 0, 0, 0, 0, 0, 0, UInt8(text.utf8.count)] + Array(text.utf8)
    }

    @Test func aPartOfALogIsAskedFor() throws {
        let server = try CannedServer(path: path) { request in
            if request.hasPrefix("GET /_ping") { return .pieces([Self.answer(200, "OK")]) }
            return .pieces([
                Array("HTTP/1.0 200 OK\r\n\r\n".utf8) + Self.frame("2026-11-24T14:46:07Z one\n").prefix(5),
                Array(Self.frame("2026-11-24T14:46:07Z one\n").dropFirst(5)),
                Self.frame("2026-11-24T14:46:08Z two\n", stream: 2),
            ])
        }
        let lines = try engine().log(of: broker, LogPart(tail: 200, since: 1_500_000_000))
        #expect(lines.map(\.text) == ["one", "two"])
        #expect(lines.map(\.isError) == [false, true])
        let asked = try #require(server.requests.last)
        #expect(asked.hasPrefix("GET /v1.41/containers/abc/logs?"))
        for part in ["stdout=1", "stderr=1", "timestamps=1", "tail=200", "since=1.500000000"] {
            #expect(asked.contains(part))
        }
        #expect(!asked.contains("follow"))
    }

    @Test func aLogThatCannotBeReadSaysWhy() throws {
        let reason = "configured logging driver does not support reading"
        let server = try server([
            "/v1.41/containers/abc/logs?stdout=1&stderr=1&timestamps=1": (501, #"{"message":"\#(reason)"}"#)
        ])
        #expect { try engine().log(of: broker, LogPart()) } throws: { ($0 as? Failure)?.reason == reason }
        withExtendedLifetime(server) {}
    }

    /// A log that goes on, of one line so far.
    private func openLog() throws -> CannedServer {
        try CannedServer(path: path) { request in
            if request.hasPrefix("GET /_ping") { return .pieces([Self.answer(200, "OK")]) }
            let frames = Self.frame("2026-11-24T14:46:07Z one\n") + Self.frame("2026-11-24T14:46:07Z two\n")
            return .silence(after: Array("HTTP/1.0 200 OK\r\n\r\n".utf8) + frames)
        }
    }

    @Test func followingEndsWhenNoMoreIsWanted() throws {
        let server = try openLog()
        var seen: [String] = []
        try engine().follow(broker, LogPart(tail: 1), until: nil) { line in
            seen.append(line.text)
            return false
        }
        #expect(seen == ["one"])
        #expect(server.requests.last?.contains("follow=1") == true)
    }

    @Test func followingEndsQuietlyWithItsDeadline() throws {
        let server = try openLog()
        var seen: [String] = []
        try engine().follow(broker, LogPart(), until: Deadline(after: .seconds(1))) { line in
            seen.append(line.text)
            return true
        }
        #expect(seen == ["one", "two"])
        withExtendedLifetime(server) {}
    }
}
