import Foundation
import TestProcesses
import Testing
import TripCore

@testable import TripSystem

@Suite struct HostTests {
    private let host = Host()
    private var long: Deadline { Deadline(after: .seconds(30)) }

    @Test func theLoopbackAddressIsOneOfTheMachines() {
        #expect(host.addresses().contains("127.0.0.1"))
        #expect(host.addresses().allSatisfy { !$0.contains("%") && !$0.contains("[") })
    }

    @Test func namesAreLookedUp() {
        #expect(!host.lookUp("localhost", deadline: long).isEmpty)
        #expect(host.lookUp("192.0.2.7", deadline: long) == ["192.0.2.7"])
        #expect(host.lookUp("::1", deadline: long) == ["::1"])
        #expect(host.lookUp("no such name", deadline: long).isEmpty)
    }

    #if os(Linux)
    @Test func aListenerIsFoundWithItsProcess() throws {
        let socket = try boundSocket(port: 0)
        defer { close(socket) }
        try #require(listen(socket, 1) == 0)
        let found = host.listeners(on: boundPort(socket))
        let own = try #require(found.first { $0.address == "127.0.0.1" })
        #expect(own.pid == getpid())
        #expect(own.program?.isEmpty == false)
    }
    #endif

    @Test func theKernelsTableIsRead() {
        let table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:2384 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 0
               1: 0100007F:2384 0100007F:B1D2 01 00000000:00000000 00:00000000 00000000     0        0 12346 1 0
               2: 00000000000000000000000001000000:2385 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 77 1 0
               3: 0000000000000000FFFF00000100007F:2386 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 78 1 0
               4: garbage
            """
        #if _endian(little)
        #expect(
            ListeningSocket.all(in: table) == [
                ListeningSocket(address: "127.0.0.1", port: 9092, inode: "12345"),
                ListeningSocket(address: "::1", port: 9093, inode: "77"),
                ListeningSocket(address: "::ffff:127.0.0.1", port: 9094, inode: "78"),
            ])
        #endif
    }

    @Test func freeSpaceIsKnownWhereThereIsAFileSystem() {
        #expect(host.freeSpace(at: "/").map { $0 >= 0 } == true)
        #expect(host.freeSpace(at: "/no/such/folder") == nil)
    }

    @Test func programsAreFoundInPath() throws {
        let scratch = try ScratchFolder()
        try scratch.write("first/tool", "not to be run")
        let tool = try scratch.script("second/tool", "exit 0")
        let host = Host(path: "\(scratch.path)/first::\(scratch.path)/second")
        #expect(host.program("tool") == tool)
        #expect(host.program("absent") == nil)
        #expect(host.program("../second/tool") == nil)
    }

    @Test func aLineIsAskedAndAnswered() throws {
        let server = try CannedServer { request in
            .pieces([Array("Zookeeper version: 3.8\n".utf8), Array("you said \(request)".utf8)])
        }
        let answer = try host.ask("srvr", of: Address(host: "127.0.0.1", port: server.port), deadline: long)
        #expect(answer == "Zookeeper version: 3.8\nyou said srvr\n")
    }

    @Test func whoRefusesIsUnreachable() throws {
        let port = try #require(freePorts(1).first)
        let address = Address(host: "127.0.0.1", port: port)
        #expect { try host.ask("srvr", of: address, deadline: long) } throws: { error in
            let failure = error as? Failure
            return failure?.kind == .unreachable && failure?.reason == "connection refused"
                && failure?.addresses.first?.address == address.description
        }
        #expect { try host.get("/", from: address, deadline: long) } throws: {
            ($0 as? Failure)?.kind == .unreachable
        }
    }

    @Test func whoSaysNothingTimesOut() throws {
        let server = try CannedServer { _ in .silence(after: []) }
        let address = Address(host: "127.0.0.1", port: server.port)
        let short = Deadline(after: .milliseconds(200))
        #expect { try host.ask("srvr", of: address, deadline: short) } throws: { ($0 as? Failure)?.kind == .timedOut }
        #expect { try host.get("/", from: address, deadline: Deadline(after: .milliseconds(200))) } throws: {
            ($0 as? Failure)?.kind == .timedOut
        }
    }

    @Test func aPageIsFetched() throws {
        let server = try CannedServer { request in
            request.hasPrefix("GET /actuator/health HTTP/1.0\r\n")
                ? .pieces([Array("HTTP/1.1 503 Unavailable\r\nX: y\r\n\r\n".utf8), Array("{\"status\":\"DOWN\"}".utf8)])
                : .pieces([Array("HTTP/1.1 404 Not Found\r\n\r\n".utf8)])
        }
        let answer = try host.get(
            "/actuator/health", from: Address(host: "localhost", port: server.port), deadline: long)
        #expect(answer.status == 503)
        #expect(answer.body == "{\"status\":\"DOWN\"}")
    }

    @Test func whatIsNoHTTPIsSaid() throws {
        let server = try CannedServer { _ in .silence(after: Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)) }
        #expect {
            try host.get("/", from: Address(host: "127.0.0.1", port: server.port), deadline: long)
        } throws: { ($0 as? Failure)?.kind == .system }
    }
}
