import Foundation
import Testing
import TripCore
import TripTestSupport

/// Clients that are not tripctl, on its demo.
@Suite struct DemoPeerTests {
    @Test(.requires(.python)) func `a consumer in Python joins the group, reads clicks, and is seen`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-demo-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        guard let python = try await PythonPeer.make(in: folder.path + "/python") else { return }
        let file = folder.appendingPathComponent("consume.py")
        try Self.program.write(to: file, atomically: true, encoding: .utf8)
        let outcome = try await PythonPeer.run(python, [file.path, Binary.tripctl.path])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        let told = try #require(try JSONSerialization.jsonObject(with: Data(outcome.outputBytes)) as? [String: Any])

        let click = try #require(told["click"] as? [String: Any])
        #expect(Set(click.keys) == ["session", "time", "query", "shown", "clicked"])
        let shown = try #require(click["shown"] as? [Int])
        #expect(shown.count == 5 && shown.contains(click["clicked"] as? Int ?? -1), "\(click)")

        let lag = try #require(told["lag"] as? [String: Any])
        let groups = try #require((lag["data"] as? [String: Any])?["groups"] as? [[String: Any]])
        let partitions = try #require(groups.first?["partitions"] as? [[String: Any]])
        #expect(groups.first?["state"] as? String == "stable")
        #expect(partitions.count == 3 && partitions.allSatisfy { $0["client"] as? String == "from-python" }, "\(lag)")
        #expect(told["demo"] as? Int == 130)
    }

    /// Starts a demo, joins its group, has tripctl look while it is a member, and ends the demo as Ctrl-C would.
    private static let program = """
        import json, signal, subprocess, sys, time
        from confluent_kafka import Consumer
        tripctl, deadline = sys.argv[1], time.monotonic() + 60
        demo = subprocess.Popen([tripctl, "demo", "-q", "--timeout", "2m"], stdout=subprocess.PIPE, text=True)
        try:
            bootstrap = demo.stdout.readline().strip()
            consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "tripclick-consumer",
                                 "client.id": "from-python", "auto.offset.reset": "earliest"})
            consumer.subscribe(["tripclick-logs"])
            record = None
            while record is None or len(consumer.assignment()) < 3:
                if time.monotonic() > deadline:
                    sys.exit("no record, or no whole assignment, in a minute")
                answer = consumer.poll(0.2)
                if answer is not None and answer.error() is None:
                    record = answer
            lag = subprocess.run([tripctl, "lag", "tripclick-consumer", "--members", "-o", "json", "-b", bootstrap],
                                 stdout=subprocess.PIPE, text=True, timeout=30)
            consumer.close()
            demo.send_signal(signal.SIGINT)
            status = demo.wait(timeout=30)
            print(json.dumps({"click": json.loads(record.value()), "lag": json.loads(lag.stdout), "demo": status}))
        finally:
            demo.kill()
        """
}
