import Foundation
import TestProcesses
import Testing
import TripCore
import TripSystem

@testable import TripDocker

@Suite struct ComposeProgramTests {
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    /// A script that says its name, arguments and what the engine is.
    private func program(_ path: String, version: String = "2.40.0") throws -> String {
        try scratch.script(
            path,
            """
            if [ "$1 $2" = "version --short" ]; then echo "\(version)"; exit 0; fi
            echo "\(path) $*"
            echo "host=$DOCKER_HOST context=$DOCKER_CONTEXT" >&2
            exit 7
            """)
    }

    private func find(_ environment: [String: String] = [:], engine: EngineAddress? = nil) -> ComposeProgram? {
        var all = ["HOME": scratch.path + "/home"]
        all.merge(environment) { $1 }
        return ComposeProgram.find(
            environment: { all[$0] }, host: Host(path: scratch.path + "/bin"), engine: engine,
            folders: [scratch.path + "/lib"], deadline: Deadline(after: .seconds(60)))
    }

    private func run(_ compose: ComposeProgram) throws -> (status: Int32, lines: Set<String>) {
        var seen: [String] = []
        let end = try compose.run(
            ["up", "-d"], project: "tripclick", file: "/a b/c.yaml", deadline: Deadline(after: .seconds(60))
        ) { seen.append($0) }
        #expect(seen == end.lines)
        return (end.status, Set(end.lines))
    }

    @Test func nothingIsNothing() {
        #expect(find() == nil)
    }

    @Test func thePluginIsRunThroughDocker() throws {
        let plugin = try program("home/.docker/cli-plugins/docker-compose")
        _ = try program("bin/docker")
        _ = try program("bin/docker-compose")
        let compose = try #require(find())
        #expect(compose.program == .plugin(path: plugin))
        let end = try run(compose)
        #expect(end.status == 7)
        #expect(end.lines.contains("bin/docker compose --ansi never -p tripclick -f /a b/c.yaml up -d"))
    }

    @Test func withoutDockerThePluginIsRunItself() throws {
        let plugin = try program("lib/docker-compose")
        let compose = try #require(find())
        #expect(compose.program == .plugin(path: plugin))
        #expect(
            try run(compose).lines.contains("lib/docker-compose --ansi never -p tripclick -f /a b/c.yaml up -d"))
    }

    @Test func thePluginsOfTheSettingsComeFirst() throws {
        _ = try program("lib/docker-compose")
        _ = try program("home/.docker/cli-plugins/docker-compose")
        let own = try program("settings/cli-plugins/docker-compose")
        #expect(find(["DOCKER_CONFIG": scratch.path + "/settings"])?.program == .plugin(path: own))
        let extra = try program("extra/docker-compose")
        try scratch.write("settings/config.json", #"{"cliPluginsExtraDirs":["\#(scratch.path)/extra"]}"#)
        #expect(find(["DOCKER_CONFIG": scratch.path + "/settings"])?.program == .plugin(path: extra))
    }

    @Test func aFileThatCannotBeRunIsNoPlugin() throws {
        try scratch.write("lib/docker-compose", "")
        #expect(find() == nil)
    }

    @Test func theOldProgramIsToldByItsVersion() throws {
        let path = try program("bin/docker-compose", version: "1.29.2")
        let old = try #require(find())
        #expect(old.program == .standalone(path: path))
        #expect(try run(old).lines.contains("bin/docker-compose --no-ansi -p tripclick -f /a b/c.yaml up -d"))
        _ = try program("bin/docker-compose", version: "v2.24.1")
        #expect(find()?.program == .plugin(path: path))
        _ = try program("bin/docker-compose", version: "nonsense")
        #expect(find()?.program == .standalone(path: path))
    }

    @Test func theEngineIsHandedOnUnlessTheVariableNamesIt() throws {
        _ = try program("lib/docker-compose")
        try scratch.write(
            "home/.docker/contexts/meta/1/meta.json",
            #"{"Name":"far","Endpoints":{"docker":{"Host":"unix:///far.sock"}}}"#)
        let environment = ["HOME": scratch.path + "/home", "DOCKER_CONTEXT": "far"]
        let engine = try EngineAddress(environment: { environment[$0] })
        #expect(try run(#require(find(engine: engine))).lines.contains("host=unix:///far.sock context="))
        let named = try EngineAddress(environment: { $0 == "DOCKER_HOST" ? "unix:///named.sock" : nil })
        let lines = try run(#require(find(engine: named))).lines
        #expect(!lines.contains("host=unix:///named.sock context="))
    }
}
