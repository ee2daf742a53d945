import Testing
import TripCore

@Suite("The brokers") struct BrokersViewTests {
    let well = metadata(["tripclick-logs": clickLogs])
    /// The same cluster once Kafka has taken broker 3 off the list.
    let without3 = metadata(
        brokers: [1, 2],
        [
            "tripclick-logs": [
                partition(0, [1, 2]), partition(1, [2, 3], isr: [2]), partition(2, [3, 1], isr: [1], leader: 1),
            ]
        ])
    let plane = ControlPlane.zooKeeper(controller: 1)

    @Test("all is well") func allWell() throws {
        let view = BrokersView(snapshot(well), expected: 3, controlPlane: plane, racks: [2: "b"])
        #expect(view.findings.isEmpty)
        #expect(view.tooFewForReplicas == nil)
        #expect(view.controller == 1)
        #expect(view.up == 3)
        let second = try #require(view.rows.first { $0.id == 2 })
        #expect(second.address == "localhost:9093")
        #expect(second.rack == "b")
        #expect(second.isListed && second.isReachable == true)
        #expect(second.latency == 0.0004)
        #expect([second.leads, second.replicas, second.inSync] == [1, 2, 2])
    }

    @Test("killed a second ago: listed, but refuses; and it still leads") func refuses() throws {
        let view = BrokersView(snapshot(well, refuse: [3]), expected: 3, controlPlane: plane)
        #expect(view.findings.codes == ["TC102"])
        let finding = try #require(view.findings.first)
        #expect(finding.severity == .critical)
        #expect(finding.subject == .broker(3))
        #expect(finding.text.contains("listed as leader of 1 partition, but refuses connections: connection refused"))
        #expect(view.rows.map(\.isReachable) == [true, true, false])
        // A broker that leads nothing is a warning.
        let idle = metadata(["t": [partition(0, [1, 3])]])
        let mild = BrokersView(snapshot(idle, refuse: [3]), expected: 3, controlPlane: plane)
        #expect(mild.findings.map(\.severity) == [.warning])
    }

    @Test("frozen: unknown, with the reason") func silent() {
        let view = BrokersView(snapshot(well, silent: [2]), expected: 3, controlPlane: plane)
        #expect(view.findings.codes == ["TC103"])
        #expect(Verdict(of: view.findings) == .unknown)
        #expect(view.rows[1].isReachable == nil)
        #expect(view.rows[1].reason == "no answer within 4 s")
    }

    @Test("off the list: known from the replicas, and named") func notListed() throws {
        let view = BrokersView(snapshot(without3), expected: 3, controlPlane: plane)
        #expect(view.findings.codes == ["TC101", "TC106"])
        #expect(Verdict(of: view.findings) == .warning)
        #expect(view.findings[0].text == "Kafka lists 2 of the 3 brokers expected; broker 3 is missing")
        #expect(view.findings[0].hint == "start broker 3")
        let row = try #require(view.rows.last)
        #expect(row.id == 3 && !row.isListed)
        #expect(row.host == nil && row.isReachable == nil)
        #expect([row.leads, row.replicas, row.inSync] == [0, 2, 0])
    }

    @Test("missing without a trace: the count alone, and no id is blamed") func missingWithoutTrace() {
        let view = BrokersView(snapshot(well), expected: 5, controlPlane: plane)
        #expect(view.findings.codes == ["TC101"])
        #expect(view.findings[0].text == "Kafka lists 3 of the 5 brokers expected")
        #expect(BrokersView(snapshot(well), expected: 2, controlPlane: plane).findings.isEmpty)
    }

    @Test("ids need not be 1, 2, 3") func otherIDs() {
        let other = metadata(brokers: [101, 205, 7], ["t": [partition(0, [205, 7])]])
        #expect(BrokersView(snapshot(other), expected: 3, controlPlane: .kraft).findings.isEmpty)
    }

    @Test("the controller") func controller() {
        func codes(_ plane: ControlPlane, refuse: Set<Int32> = [], silent: Set<Int32> = []) -> [Finding] {
            BrokersView(snapshot(metadata([:]), refuse: refuse, silent: silent), expected: 3, controlPlane: plane)
                .findings
                .filter { $0.code == .noController || $0.code == .controllerUnknown }
        }
        #expect(codes(.zooKeeper(controller: 1)).isEmpty)
        #expect(codes(.kraft).isEmpty)
        #expect(codes(.zooKeeper(controller: nil)).map(\.severity) == [.critical])
        #expect(codes(.zooKeeper(controller: 1), refuse: [1]).map(\.severity) == [.critical])
        #expect(codes(.zooKeeper(controller: 9)).map(\.severity) == [.critical])
        #expect(codes(.zooKeeper(controller: 1), silent: [1]).map(\.severity) == [.unknown])
        #expect(codes(.unknown(reason: "no answer")).codes == ["TC108"])
        #expect(codes(.unknown(reason: "no answer")).map(\.severity) == [.unknown])
        #expect(BrokersView(snapshot(well), expected: 3, controlPlane: .kraft).controller == nil)
    }

    @Test("a bootstrap address that refuses while the cluster is whole is information") func bootstrap() {
        let problems = [AddressProblem(address: "localhost:9999", reason: "connection refused")]
        let view = BrokersView(snapshot(well, bootstrapProblems: problems), expected: 3, controlPlane: plane)
        #expect(view.findings.codes == ["TC105"])
        #expect(Verdict(of: view.findings) == .ok)
        #expect(view.findings[0].text.contains("localhost:9999"))
    }

    @Test("fewer brokers than replicas need") func tooFew() {
        func tooFew(refuse: Set<Int32> = [], silent: Set<Int32> = []) -> Finding? {
            BrokersView(snapshot(well, refuse: refuse, silent: silent), expected: 3, controlPlane: plane)
                .tooFewForReplicas
        }
        #expect(tooFew(refuse: [3]) == nil)
        #expect(tooFew(refuse: [2, 3])?.severity == .critical)
        #expect(tooFew(refuse: [2, 3])?.text == "topic tripclick-logs has 2 replicas a partition, and 1 broker is up")
        #expect(tooFew(silent: [2, 3]) == nil)
    }
}
