import Testing
import TripCore

import class TripTestSupport.Golden

@testable import TripCommands

@Suite("Findings and errors for people") struct FindingTextTests {
    private func render(_ findings: [Finding], width: Int? = nil) -> String {
        Renderer.text(Report(findings: findings), as: .table, options: Specimen.options(width: width))
    }

    private func leaderless(_ topic: String, _ partition: Int32, hint: String? = nil) -> Finding {
        Finding(.noLeader, .critical, .topic(topic, partition), "no leader; nothing can be written or read", hint: hint)
    }

    @Test("They stand under the table, worst first, and the verdict under them") func order() throws {
        let text = Renderer.text(Specimen.partial, as: .table, options: Specimen.options())
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[3] == "")
        #expect(
            lines[4...].joined(separator: "\n") == """
                CRIT     TC201  topic clicks partition 1: no leader; nothing can be written or read
                                hint: start broker 3
                WARN     TC101  2 of 3 brokers are listed
                INFO     TC209  topic clicks partition 0: broker 1 leads in place of broker 2

                CRIT  1 of 2 partitions has no leader

                """)
    }

    @Test("Equals keep their order") func stable() {
        let text = render([
            Finding(.underReplicated, .warning, .topic("b"), "1"), Finding(.oneCopyLeft, .warning, .topic("a"), "2"),
            Finding(.lagUnknown, .unknown, .group("g"), "3"), Finding(.underReplicated, .warning, .topic("a"), "4"),
        ])
        #expect(
            text == """
                UNKNOWN  TC305  group g: 3
                WARN     TC204  topic b: 1
                WARN     TC206  topic a: 2
                WARN     TC204  topic a: 4

                """)
    }

    @Test("Three partitions of a topic are told one by one, four as one") func folding() {
        let three = (0..<3).map { leaderless("clicks", Int32($0)) }
        #expect(render(three).split(separator: "\n").count == 3)
        let many = [0, 9, 1, 4, 5, 6, 11].map { leaderless("clicks", $0, hint: "start broker 3") }
        #expect(
            render(many + [leaderless("orders", 2)]) == """
                CRIT     TC201  topic clicks partition 0: no leader; nothing can be written or read
                                and 6 more partitions: 1, 4-6, 9, 11
                                hint: start broker 3
                CRIT     TC201  topic orders partition 2: no leader; nothing can be written or read

                """)
    }

    @Test("A long list of partitions ends early, and machines get all of it") func longList() {
        let many = (0..<100).map { leaderless("clicks", Int32($0 * 2)) }
        let text = render(many)
        #expect(text.contains("and 99 more partitions: 2, 4, 6, 8, 10, 12, 14, 16, 18, 20 …\n"))
        let envelope = Report(findings: many).envelope(version: "", time: 0)
        #expect(envelope["findings"]?[99]?["subject"]?["partition"] == 198)
    }

    @Test("Beyond ten of a kind the rest is counted") func manyOfAKind() {
        let topics = (10..<40).map { Finding(.topicNotFound, .warning, .topic("t\($0)"), "no such topic") }
        let lines = render(topics + [leaderless("x", 0)]).split(separator: "\n")
        #expect(lines.count == 12)
        #expect(lines.first?.hasPrefix("CRIT") == true)
        #expect(
            lines.last == """
                WARN     TC210  and 20 more: topic t20, topic t21, topic t22, topic t23, topic t24, topic t25, \
                topic t26, topic t27, topic t28, topic t29 …
                """)
    }

    @Test("On a terminal they wrap under their own beginning, in a pipe never") func wrapping() throws {
        let findings = [
            Finding(
                .underReplicated, .warning, .topic("한국어-토픽", 1),
                "1 of 2 replicas is in sync, 브로커 둘이 멈추어 있어서 그렇습니다; one more failure stops the partition",
                hint:
                    "start broker 3 with `tripctl up`, and look at its log with `tripctl logs kafka-3` if it stops again"
            )
        ]
        let text = render(findings, width: 60)
        Golden.rendering.check(text, "wrapped-60.txt")
        #expect(text.split(separator: "\n").allSatisfy { String($0).terminalWidth <= 60 })
        #expect(render(findings).split(separator: "\n").count == 2)
        #expect(render(findings, width: 30) == render(findings))
    }

    @Test("A conclusion says what is amiss before what is well") func conclusions() {
        let stalled = Finding(.groupStalled, .warning, .group("g"), "old")
        let refused = Finding(.topicRefused, .critical, .topic("t"), "no")
        let moved = Finding(.leaderMoved, .info, .topic("t", 1), "moved")
        #expect([moved].conclusion(beside: "all is well") == "all is well")
        #expect(
            [moved, stalled].conclusion(beside: "one more broker may fail")
                == "1 finding: a group has stalled; one more broker may fail")
        #expect(
            [stalled, stalled].conclusion(beside: "x") == "2 findings: a group has stalled; x")
        #expect(
            [stalled, refused, refused].conclusion(beside: "x")
                == "3 findings: Kafka refuses the topic, …; x")
    }

    @Test("A failure that is a finding too says its next step once, and with the finding when that is shown")
    func hintOfFinding() {
        let failure = Failure(.unreachable, doing: "see it", reason: "it is off", hint: "start it")
        let report = Report(
            findings: [Finding(.engineNotRunning, .unknown, .cluster, "it is off", hint: "start it")], error: failure)
        #expect(Renderer.errorText(report, color: false) == "tripctl: cannot see it: it is off\n")
        #expect(
            Renderer.errorText(report, isMute: true, color: false)
                == "tripctl: cannot see it: it is off\nhint: start it\n")
    }

    @Test("A wrong command line is said in lines that fit a terminal") func usage() {
        let run = runTripctl(["brokers", "--timeout"], on: nil, Outside(terminal: .person))
        #expect(run.status == 64)
        #expect(run.errors.contains("\nHelp:  --timeout <time>  How long"))
        for arguments in [["brokers", "--timeout"], ["brokers", "-o", "jsn"], ["lag", "--warn"]] {
            let lines = runTripctl(arguments, on: nil, Outside(terminal: .person)).errors.split(separator: "\n")
            for line in lines { #expect(String(line).terminalWidth <= 80, "\(line)") }
        }
        #expect(runTripctl(["brokers", "-o", "jsn"]).errors.contains("junit, github or nagios"), "whole in a pipe")
    }

    @Test("An error is one sentence and one hint") func errors() {
        #expect(
            Renderer.errorText(
                Failure(
                    .refused, doing: "create topic orders",
                    reason: "replication factor 3 is larger than the 2 brokers that are up",
                    hint: "start the third broker with `tripctl up`"), color: false) == """
                    tripctl: cannot create topic orders: replication factor 3 is larger than the 2 brokers that are up
                    hint: start the third broker with `tripctl up`

                    """)
        #expect(
            Renderer.errorText(Failure(.usage, doing: "", reason: "port 99999 is above 65535"), color: false)
                == "tripctl: port 99999 is above 65535\n")
        #expect(
            Renderer.errorText(Failure(.usage, doing: "x", reason: "y", hint: "z"), color: true)
                == "\u{1b}[1mtripctl:\u{1b}[0m cannot x: y\n\u{1b}[2mhint:\u{1b}[0m z\n")
    }

    @Test("Addresses with the same reason share it") func addresses() {
        func text(_ kind: Failure.Kind, _ reason: String, _ problems: [(String, String)]) -> String {
            Renderer.errorText(
                Failure(
                    kind, doing: "reach Kafka", reason: reason,
                    addresses: problems.map { AddressProblem(address: $0.0, reason: $0.1) }), color: false)
        }
        #expect(text(.unreachable, "", [("a:1", "no")]) == "tripctl: cannot reach Kafka: a:1: no\n")
        #expect(
            text(
                .unreachable, "none answers",
                [("a:1", "refused"), ("b:2", "silent"), ("c:3", "refused"), ("d:4", "refused")])
                == "tripctl: cannot reach Kafka: a:1, c:3 and d:4: refused; b:2: silent\n")
        #expect(
            text(.timedOut, "no answer within 5 s", [("a:1", "silent")])
                == "tripctl: cannot reach Kafka: no answer within 5 s (a:1: silent)\n")
    }

    @Test("A name that was asked for and is not there is an error line too") func absent() {
        let report = Report(findings: [
            Finding(.topicNotFound, .warning, .topic("ordres"), "no such topic", hint: "did you mean orders?"),
            leaderless("clicks", 0), Finding(.groupNotFound, .info, .group("g"), "allowed to be missing"),
        ])
        #expect(Renderer.errorText(report, color: false) == "tripctl: topic ordres: no such topic\n")
        #expect(Renderer.errorText(Report(), color: false) == "")
        #expect(
            Renderer.errorText(Specimen.unreachable, color: false) == """
                tripctl: cannot reach Kafka: localhost:9092 and localhost:9093: connection refused; \
                localhost:9094: no answer within 5 s
                hint: is it running? try `tripctl up`

                """)
    }
}
