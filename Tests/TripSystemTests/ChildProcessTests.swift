import Foundation
import Synchronization
import TestProcesses
import Testing
import TripCore

@testable import TripSystem

@Suite struct ChildProcessTests {
    private let long = Deadline(after: .seconds(60))

    private func shell(
        _ script: String, environment: [String: String?] = [:], deadline: Deadline? = nil,
        each: (String) -> Void = { _ in }
    ) throws(Failure) -> ProgramEnd {
        try ChildProcess.run(
            "/bin/sh", ["-c", script], environment: environment, doing: "try it", deadline: deadline ?? long, each: each
        )
    }

    @Test func bothOutputsComeLineByLine() throws {
        var seen: [String] = []
        let end = try shell("echo one; echo two; printf 'no end' >&2; exit 3") { seen.append($0) }
        #expect(end.status == 3)
        #expect(seen == end.lines)
        #expect(Set(seen) == ["one", "two", "no end"])
        #expect(seen.filter { $0 != "no end" } == ["one", "two"])
    }

    @Test func theLastFiftyLinesAreKept() throws {
        var count = 0
        let end = try shell("i=0; while [ $i -lt 120 ]; do echo $i; i=$((i+1)); done") { _ in count += 1 }
        #expect(count == 120)
        #expect(end.lines == (70..<120).map(String.init))
    }

    @Test func moreThanAPipeHoldsComesThrough() throws {
        var bytes = 0
        let end = try shell("head -c 300000 /dev/zero | tr '\\0' x; echo; head -c 200000 /dev/zero | tr '\\0' y >&2") {
            bytes += $0.utf8.count
        }
        #expect(end.status == 0)
        #expect(bytes == 500_000)
    }

    @Test func aSignalsEndIsAStatusAbove128() throws {
        #expect(try shell("kill -9 $$").status == 137)
        #expect(try shell("kill -15 $$").status == 143)
    }

    @Test func theInputIsEmpty() throws {
        #expect(try shell("cat; echo read").lines == ["read"])
    }

    @Test func theEnvironmentIsInheritedWithChanges() throws {
        setenv("TRIPCTL_TEST_KEPT", "kept", 1)
        setenv("TRIPCTL_TEST_GONE", "gone", 1)
        let end = try shell(
            "echo $TRIPCTL_TEST_KEPT,$TRIPCTL_TEST_GONE,$TRIPCTL_TEST_NEW",
            environment: ["TRIPCTL_TEST_GONE": nil, "TRIPCTL_TEST_NEW": "a=b c"])
        #expect(end.lines == ["kept,,a=b c"])
    }

    @Test func whatIsNotThereCannotBeStarted() {
        #expect {
            try ChildProcess.run("/no/such/program", [], doing: "try it", deadline: long)
        } throws: { error in
            let failure = error as? Failure
            return failure?.kind == .system && failure?.doing == "try it"
                && failure?.reason.contains("/no/such/program") == true
        }
    }

    @Test func theDeadlineStopsAProgram() throws {
        var pid: Int32?
        #expect {
            try shell("echo $$; exec sleep 300", deadline: Deadline(after: .seconds(2))) { pid = Int32($0) }
        } throws: { ($0 as? Failure)?.kind == .timedOut }
        #expect(!isRunning(try #require(pid)))
    }

    @Test func aProgramThatDoesNotStopIsKilled() throws {
        var pid: Int32?
        // Without a builtin the shell would end with the sleep that the signal ends too.
        let script = "trap '' TERM; echo $$; while :; do sleep 0.1; done"
        #expect {
            try shell(script, deadline: Deadline(after: .seconds(2))) { pid = Int32($0) }
        } throws: { ($0 as? Failure)?.kind == .timedOut }
        #expect(!isRunning(try #require(pid)))
    }

    @Test func theLastLineIsSaidWhenTimeRunsOut() throws {
        #expect {
            try shell("echo Pulling zookeeper; exec sleep 300", deadline: Deadline(after: .seconds(2)))
        } throws: { ($0 as? Failure)?.reason.hasSuffix("the last it said: Pulling zookeeper") == true }
    }

    /// A program may leave another behind that holds its outputs open: that one is not waited for.
    @Test func whatItLeavesBehindIsNotWaitedFor() throws {
        let end = try shell("sleep 300 & echo $!; exit 4", deadline: Deadline(after: .seconds(60)))
        #expect(end.status == 4)
        let left = try #require(end.lines.first.flatMap { Int32($0) })
        #expect(isRunning(left))
        kill(left, SIGKILL)
    }

    #if os(Linux)
    /// Each run leaves two descriptors behind if it closes none; other tests, at the same time, hold a few.
    @Test func noDescriptorIsLeftOpen() throws {
        func open() -> Int { Paths.entries(of: "/proc/self/fd").count }
        let before = open()
        for _ in 0..<100 {
            _ = try? ChildProcess.run("/bin/true", [], doing: "try it", deadline: long)
            _ = try? ChildProcess.run("/no/such/program", [], doing: "try it", deadline: long)
        }
        #expect(open() < before + 150)
    }
    #endif

    @Test func piecesOfLinesAreJoined() {
        var splitter = LineSplitter()
        var lines: [String] = []
        for piece in ["a", "b\nc\r", "\n\n10%\r20%\r\nlast"] { splitter.add(Array(piece.utf8)) { lines.append($0) } }
        splitter.end { lines.append($0) }
        #expect(lines == ["ab", "c", "", "20%", "last"])
    }
}
