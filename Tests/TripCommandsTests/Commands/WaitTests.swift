import Testing
import TripCore

@testable import TripCommands

/// Waits over a fake cluster that changes while the command pauses: a pause is all that time is made of here.
@Suite("Waiting") struct WaitTests {
    /// A wait that has time, on a cluster that changes with each pause.
    private func wait(
        _ arguments: [String], parts: FakeCluster.Parts = .healthy,
        meanwhile: @escaping @Sendable (inout FakeCluster.Parts) -> Void = { _ in }
    ) -> Run {
        runTripctl(
            ["wait"] + arguments, on: FakeCluster(parts.with { $0.meanwhile = meanwhile }), Outside(hasTime: true))
    }

    /// How long it paused in all.
    private func time(_ run: Run) -> Duration { run.pauses.reduce(.zero, +) }

    @Test("What holds is told at once, without a word of progress") func atOnce() {
        let run = wait(["--for", "brokers=3", "--for", "isr=full"])
        #expect(run.status == 0 && run.pauses == [] && run.errors == "")
        #expect(run.output.hasSuffix("\nOK  all 2 conditions hold\n"), "\(run.output)")
    }

    @Test("It looks again and again until all hold at once, and says what is missing as it changes")
    func becomesTrue() {
        let ends = FakeCluster.Parts.healthy
        let starts = Case.unreachable
        let run = wait(["--for", "brokers=3", "--for", "topic=tripclick-logs"], parts: starts) { parts in
            // Nobody; then brokers without a topic; then all.
            guard case .success(let known)? = parts.metadata else {
                parts = ends.with {
                    $0.metadata { $0.topics = [] }
                    $0.meanwhile = parts.meanwhile
                }
                return
            }
            if known.topics.isEmpty { parts = ends }
        }
        #expect(run.status == 0)
        #expect(run.pauses.count == 2)
        #expect(run.pauses.allSatisfy { $0 <= .milliseconds(300) }, "\(run.pauses)")
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 2, "\(run.errors)")
        #expect(lines.first?.contains("brokers=3 (unknown: localhost:9092: connection refused)") == true)
        #expect(lines.last == "waiting for topic=tripclick-logs (absent)")
    }

    @Test("A look begins every 300 ms, and the time it takes counts") func pace() {
        let run = wait(["--for", "brokers=4", "--timeout", "3s"])
        #expect(run.status == 3)
        #expect(run.pauses.count <= 10 && run.pauses.count >= 4, "\(run.pauses)")
        #expect(time(run) <= .seconds(3))
    }

    @Test("Each condition's last state is shown when the time is over, and what never held is named")
    func timesOut() {
        let run = wait(["--for", "brokers=4", "--for", "isr=full", "--timeout", "2s"])
        #expect(run.status == 3)
        #expect(run.output.contains("brokers=4  no     3"), "\(run.output)")
        #expect(run.output.contains("isr=full   yes    6 of 6 partitions"), "\(run.output)")
        #expect(run.output.contains("UNKNOWN  TC432  brokers=4 does not hold after 2 s: 3"), "\(run.output)")
        #expect(run.output.hasSuffix("\nUNKNOWN  1 of 2 conditions did not hold within 2 s\n"))
    }

    @Test("With --stable they have to go on holding, from the first time on that all hold") func stable() {
        let steady = wait(["--for", "brokers=3", "--stable", "3s"])
        #expect(steady.status == 0)
        #expect(time(steady) >= .milliseconds(2_900) && time(steady) <= .milliseconds(3_400), "\(time(steady))")
        #expect(steady.errors == "all conditions hold; watching them for 3 s\n")
        #expect(steady.output.hasSuffix("\nOK  the condition holds, and did for 3 s\n"))
    }

    @Test("What comes and goes begins anew") func flapping() {
        // Broker 3 is away in every fifth look.
        let away = FakeCluster.Parts.healthy.with { $0.kill(3) }.reach
        let there = FakeCluster.Parts.healthy.reach
        let looks = Counter()
        let run = wait(["--for", "brokers=3", "--stable", "2s", "--timeout", "10s"]) { parts in
            parts.reach = looks.next() % 5 == 0 ? away : there
        }
        #expect(run.status == 3)
        #expect(run.errors.contains("waiting for brokers=3 (2: broker 3 refuses connections"), "\(run.errors)")
        #expect(run.errors.contains("all conditions hold; watching them for 2 s"))
    }

    @Test("A cluster without a topic has full replicas only when that lasts") func vacuous() {
        let bare = FakeCluster.Parts.healthy.with { $0.metadata { $0.topics = [] } }
        let run = wait(["--for", "isr=full"], parts: bare)
        #expect(run.status == 0)
        #expect(time(run) >= .milliseconds(400) && time(run) <= .seconds(1), "\(run.pauses)")
    }

    @Test(
        "A refused login and a refused setting end the wait at once", arguments: [Failure.Kind.authentication, .usage])
    func ends(kind: Failure.Kind) {
        var parts = FakeCluster.Parts()
        parts.metadata = .failure(Failure(kind, doing: "log in", reason: "the login was refused"))
        let run = wait([], parts: parts)
        #expect(run.pauses == [])
        #expect(run.status == (kind == .usage ? 64 : 3))
        #expect(run.errors.contains("tripctl: cannot log in: the login was refused"))
    }

    @Test("Quiet, it prints the conditions that do not hold, and nothing meanwhile") func quiet() {
        let run = wait(["--for", "brokers=4", "--for", "isr=full", "-q", "--timeout", "2s"])
        #expect(run.output == "brokers=4\n")
        #expect(run.errors == "")
    }

    @Test("A lag that moves is told every few seconds, not every look") func movingLag() {
        let parts = FakeCluster.Parts.healthy.with {
            $0.add(.reading([0, 0, 0]), logs: logs([0..<1_000, 0..<100, 0..<100]))
        }
        let end = Counter()
        let run = wait(["--for", "lag(tripclick-consumer)<100", "--timeout", "15s"], parts: parts) { parts in
            parts.logRanges?[TopicPartition("tripclick-logs", 0)] = .success(
                LogRange(start: 0, end: 1_000 + Int64(end.next())))
        }
        #expect(run.status == 3)
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count >= 2 && lines.count <= 4, "\(run.errors)")
        #expect(lines.first == "waiting for lag(tripclick-consumer)<100 (1200)")
    }

    @Test("It asks no more than the conditions need") func questions() {
        let cluster = FakeCluster(.healthy)
        _ = runTripctl(["wait", "--for", "brokers=3", "--for", "isr=full"], on: cluster)
        #expect(cluster.questions == ["metadata", "reach"])
    }
}

/// Counts from 1, one up each time.
private final class Counter: @unchecked Sendable {
    private var count = 0
    func next() -> Int {
        count += 1
        return count
    }
}
