import Foundation
import TestProcesses
import Testing
import TripCore

@testable import TripDocker

@Suite struct EngineAddressTests {
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    private var usual: String { scratch.path + "/run/docker.sock" }

    private func address(_ environment: [String: String]) throws(Failure) -> EngineAddress {
        try EngineAddress(environment: { environment[$0] }, usual: usual)
    }

    /// A context as docker keeps it.
    private func addContext(_ name: String, host: String, in folder: String = ".docker") throws {
        let id = String(name.utf8.reduce(into: "") { $0 += String($1, radix: 16) })
        try scratch.write(
            "\(folder)/contexts/meta/\(id)/meta.json",
            #"{"Name":"\#(name)","Metadata":{},"Endpoints":{"docker":{"Host":"\#(host)","SkipTLSVerify":false}}}"#)
    }

    @Test func theVariableIsTaken() throws {
        let unix = try address(["DOCKER_HOST": "unix:///x/docker.sock"])
        #expect(unix.way == .socket(path: "/x/docker.sock"))
        #expect(unix.written == "unix:///x/docker.sock")
        #expect(unix.origin == .variable)
        #expect(try address(["DOCKER_HOST": "tcp://h:1234"]).way == .tcp(Address(host: "h", port: 1234)))
        #expect(try address(["DOCKER_HOST": "tcp://10.0.0.1"]).way == .tcp(Address(host: "10.0.0.1", port: 2375)))
        #expect(try address(["DOCKER_HOST": "tcp://[::1]:99/"]).way == .tcp(Address(host: "::1", port: 99)))
    }

    @Test(arguments: [
        "x", "/var/run/docker.sock", "unix://relative", "tcp://", "tcp://h:x", "tcp://h:0", "tcp://::1:2",
        "tcp://h:70000", "tcp://h:1/path", "npipe:////./pipe/docker_engine", "http://h:1", ":",
    ])
    func aWrongVariableIsWrongUsage(value: String) {
        #expect { try address(["DOCKER_HOST": value]) } throws: { error in
            let failure = error as? Failure
            return failure?.kind == .usage && failure?.doing.contains(value) == true && failure?.hint != nil
        }
    }

    @Test(arguments: [
        ["DOCKER_HOST": "ssh://me@h"], ["DOCKER_HOST": "tcp://h:2376"],
        ["DOCKER_HOST": "tcp://h:2375", "DOCKER_TLS_VERIFY": "1"],
    ])
    func waysThatAreNotGoneSayWhatToDo(environment: [String: String]) throws {
        guard case .unusable(_, let hint) = try address(environment).way else {
            Issue.record("\(environment) is taken for usable")
            return
        }
        #expect(hint != nil)
        #expect(DockerEngine(try address(environment), deadline: Deadline(after: .zero)).reach() != .answers(api: ""))
    }

    @Test func theOrderIsDockersOwn() throws {
        try addContext("one", host: "unix:///one.sock")
        try addContext("two", host: "tcp://two:2375")
        try scratch.write(".docker/config.json", #"{"auths":{},"currentContext":"one"}"#)
        let home = ["HOME": scratch.path]
        func with(_ more: [String: String]) throws -> EngineAddress {
            try address(home.merging(more) { $1 })
        }
        let current = try with([:])
        #expect(current.way == .socket(path: "/one.sock"))
        #expect(current.origin == .context("one"))
        #expect(try with(["DOCKER_CONTEXT": "two"]).way == .tcp(Address(host: "two", port: 2375)))
        #expect(try with(["DOCKER_CONTEXT": ""]).origin == .context("one"))
        #expect(try with(["DOCKER_CONTEXT": "default"]).origin == .usual)
        #expect(try with(["DOCKER_CONTEXT": "two", "DOCKER_HOST": "unix:///h"]).origin == .variable)
        #expect(try with(["DOCKER_HOST": ""]).origin == .context("one"))
    }

    @Test func theSettingsMayBeElsewhere() throws {
        try addContext("far", host: "unix:///far.sock", in: "settings")
        try scratch.write("settings/config.json", #"{"currentContext":"far"}"#)
        #expect(
            try address(["HOME": scratch.path, "DOCKER_CONFIG": scratch.path + "/settings"]).way
                == .socket(path: "/far.sock"))
    }

    @Test func settingsThatCannotBeReadSayNothing() throws {
        try scratch.write(".docker/config.json", #"{"currentContext":"#)
        #expect(try address(["HOME": scratch.path]).origin == .usual)
    }

    @Test func aContextThatIsNotThereIsNamed() throws {
        let found = try address(["HOME": scratch.path, "DOCKER_CONTEXT": "gone"])
        guard case .unusable(let reason, _) = found.way else {
            Issue.record("a context that is not there is usable: \(found)")
            return
        }
        #expect(reason == "there is no docker context gone")
    }

    @Test func aContextsAddressMayBeWrongOrNeedTLS() throws {
        try addContext("wrong", host: "nonsense")
        try addContext("sealed", host: "tcp://h:2377")
        let id = String("sealed".utf8.reduce(into: "") { $0 += String($1, radix: 16) })
        try scratch.write(".docker/contexts/tls/\(id)/docker/ca.pem", "")
        for name in ["wrong", "sealed"] {
            let found = try address(["HOME": scratch.path, "DOCKER_CONTEXT": name])
            guard case .unusable = found.way else {
                Issue.record("\(found)")
                continue
            }
        }
    }

    @Test func otherUsualSocketsCountWhereTheFirstIsNot() throws {
        let environment = ["HOME": scratch.path, "XDG_RUNTIME_DIR": scratch.path + "/user"]
        #expect(try address(environment).way == .socket(path: usual))
        try scratch.write(".docker/run/docker.sock", "")
        #expect(try address(environment).way == .socket(path: scratch.path + "/.docker/run/docker.sock"))
        try scratch.write("user/docker.sock", "")
        #expect(try address(environment).way == .socket(path: scratch.path + "/user/docker.sock"))
        try scratch.write("run/docker.sock", "")
        #expect(try address(environment).way == .socket(path: usual))
    }
}
