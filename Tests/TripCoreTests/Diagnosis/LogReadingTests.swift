import Testing
import TripCore

/// Log lines as the servers write them, ZooKeeper's answer, and the parts of logs that are asked for.
@Suite("Logs") struct LogReadingTests {
    @Test("A log line is taken apart") func line() throws {
        let line = try #require(
            ServerLogLine("[2026-11-24 06:00:00,123] ERROR [Broker 1] it (really) failed (kafka.server.KafkaServer)"))
        #expect(line.time == 1_795_500_000_123)
        #expect(line.level == .error)
        #expect(line.message == "[Broker 1] it (really) failed")
        #expect(line.logger == "kafka.server.KafkaServer")
        #expect(ServerLogLine("[2024-02-29 00:00:00,000] INFO x (a.b)")?.time == 1_709_164_800_000)
        #expect(ServerLogLine("[2026-11-24 06:00:00,123] WARN no logger here")?.logger == "")
        for text in [
            "", "\tat kafka.Kafka$.main(Kafka.scala)", "===> User", "[2026-11-24", "[x] INFO", "[main] INFO x",
        ] {
            #expect(ServerLogLine(text) == nil, "\(text)")
        }
    }

    @Test("ZooKeeper's answer tells whether it serves") func zooKeeper() {
        let answer = """
            Zookeeper version: 3.6.4--d65253dcf68e9097c6e95a126463fd5fdeb4521c, built on 12/18/2022 18:10 GMT
            Latency min/avg/max: 0/0.5/9
            Mode: standalone
            Node count: 5

            """
        #expect(ZooKeeperState(srvr: answer) == .answers(mode: "standalone", version: "3.6.4"))
        #expect(
            ZooKeeperState(srvr: "This ZooKeeper instance is not currently serving requests\n")
                == .unknown(reason: "it is not serving requests"))
        #expect(
            ZooKeeperState(srvr: "srvr is not executed because it is not in the whitelist.\n")
                == .unknown(reason: "it does not allow srvr"))
        #expect(ZooKeeperState(srvr: "") == .unknown(reason: "it closes the connection"))
        #expect(ZooKeeperState(failure(.unreachable, "connection refused")) == .refuses(reason: "connection refused"))
        #expect(ZooKeeperState(failure(.timedOut)).isUp == false)
    }

    @Test("Only as much of a log is asked for as may tell something") func parts() throws {
        func part(_ change: (inout Container) -> Void, _ service: String = "kafka-1") -> LogPart? {
            var container = Layer().containers[service] ?? Container(id: "", name: "", image: "")
            change(&container)
            return ServiceEvidence.logPart(of: container, now: moment)
        }
        #expect(part { _ in } == LogPart(tail: 100, since: (moment - 60_000) * 1_000_000))
        #expect(part({ _ in }, "zookeeper") == nil)
        #expect(part { $0.state = .created } == nil)
        #expect(part { $0.state = .exited }?.tail == 400)
        #expect(part({ $0.state = .restarting }, "zookeeper")?.tail == 4_000)
        #expect(part { $0.startedAt = moment - 5_000 }?.since == (moment - 5_000) * 1_000_000)
    }

    private func lines(_ texts: [String]) -> [LogLine] {
        texts.enumerated().map { LogLine(time: Int64($0.offset), text: $0.element) }
    }

    @Test("Stack traces stay with their line, and TRACE is left out with what belongs to it") func entries() {
        let log = lines([
            "===> User", "uid=1000", "[2026-11-24 06:00:00,000] ERROR bad (a.b)", "java.lang.Exception", "\tat x",
            "[2026-11-24 06:00:00,001] TRACE noise (c.d)", "more noise", "[2026-11-24 06:00:00,002] INFO well (a.b)",
            "===> Launching ... ",
        ])
        let shown = LogEntry.entries(of: "kafka-1", log, showsTrace: false)
        #expect(
            shown.map { $0.lines.map(\.text) } == [
                ["===> User"], ["uid=1000"],
                ["[2026-11-24 06:00:00,000] ERROR bad (a.b)", "java.lang.Exception", "\tat x"],
                ["[2026-11-24 06:00:00,002] INFO well (a.b)"], ["===> Launching ... "],
            ])
        #expect(LogEntry.entries(of: "kafka-1", log, showsTrace: true).flatMap(\.lines) == log)
        let middle = lines(["\tat x", "[2026-11-24 06:00:00,002] INFO well (a.b)"])
        #expect(LogEntry.entries(of: "k", middle, showsTrace: false).map(\.lines.count) == [1, 1])
    }

    @Test("Logs are merged by time, each in its own order") func merge() {
        func log(_ service: String, _ times: [Int64?]) -> [LogEntry] {
            times.enumerated().map { LogEntry(service: "\(service)\($0.offset)", time: $0.element, lines: []) }
        }
        let merged = LogMerge.merge([log("a", [1, 5, 4, nil, 9]), log("b", [2, 5, 6]), []])
        #expect(merged.map(\.service) == ["a0", "b0", "a1", "a2", "a3", "b1", "b2", "a4"])
        #expect(LogMerge.merge([]) == [])
    }

    @Test("Sizes in words") func sizes() {
        let words: [(Int64, String)] = [
            (0, "0 B"), (1_023, "1023 B"), (1_024, "1 KiB"), (1_536, "1.5 KiB"), (297 << 20, "297 MiB"),
            (2 << 30, "2 GiB"), (768 << 20, "768 MiB"), (3 << 40, "3 TiB"), (Int64.max, "8191 PiB"),
        ]
        for (bytes, text) in words { #expect(ByteSize.words(bytes) == text) }
    }

    @Test("Trouble with the engine is said in sentences of their own") func engine() {
        let at = "unix:///var/run/docker.sock"
        func code(_ reach: EngineReach, _ hasProgram: Bool = true) -> FindingCode? {
            EngineTrouble.finding(reach, at: at, hasProgram: hasProgram)?.code
        }
        #expect(code(.answers(api: "1.41")) == nil)
        #expect(code(.notRunning(reason: "no such file")) == .engineNotRunning)
        #expect(code(.notRunning(reason: "no such file"), false) == .engineNotInstalled)
        #expect(code(.notPermitted(reason: "permission denied")) == .engineNotPermitted)
        #expect(code(.unusable(reason: "TLS", hint: nil)) == .engineUnusable)
    }
}
