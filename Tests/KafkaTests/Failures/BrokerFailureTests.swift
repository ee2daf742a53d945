import Foundation
import Testing
import TripTestSupport

/// One broker fails, and everything is asked again and again: while metadata still calls it alive, once Kafka has
/// noticed, and when it is back.
@Suite(.requires(.kafka), .slow, .serialized, .timeLimit(.minutes(5)))
struct BrokerFailureTests {
    @Test func `the controller is killed`() async throws {
        let scene = try await FailureScene(whereVictimIsController: true)
        #expect(try await scene.askAll(timeout: 5).reply(.isr).status == 0)
        try await scene.cluster.kill(scene.victim)
        let broken = ContinuousClock.now

        let soon = try await scene.askAll(timeout: 3)
        try lies(soon, of: scene, isSilent: false)
        let health = try soon.reply(.health)
        #expect(health.codes.contains("TC104"), "\(health.texts)")

        try await scene.wait(8, after: broken)
        try lies(try await scene.askAll(timeout: 3), of: scene, isSilent: false)

        try await scene.wait(30, after: broken)
        try knows(try await scene.askAll(timeout: 3), of: scene)

        try await scene.cluster.start(scene.victim)
        try await scene.waitUntilWell()
        try await scene.cluster.quit()
    }

    @Test func `a broker freezes`() async throws {
        let scene = try await FailureScene(whereVictimIsController: false)
        try await scene.cluster.freeze(scene.victim)
        let broken = ContinuousClock.now

        try lies(try await scene.askAll(timeout: 2), of: scene, isSilent: true)
        try await scene.wait(7, after: broken)
        try lies(try await scene.askAll(timeout: 2.5), of: scene, isSilent: true)

        try await scene.wait(30, after: broken)
        try knows(try await scene.askAll(timeout: 2), of: scene)

        try await scene.cluster.thaw(scene.victim)
        try await scene.waitUntilWell()
        try await scene.cluster.quit()
    }

    @Test func `a coordinator that freezes for longer than a broker is given is no refusal`() async throws {
        // librdkafka gives a connection up after 10 s, and dials anew.
        let scene = try await FailureScene(whereVictimIsController: false)
        try await scene.cluster.freezeZooKeeper()
        try await scene.cluster.freeze(scene.victim)
        let reply = try await scene.tripctl.json(["brokers", "--timeout", "15s"])
        Promise.holds(reply.outcome, timeout: 15)
        #expect(reply.status == 3 && reply.codes.contains("TC103"), "\(reply.texts)")
        #expect(!reply.codes.contains("TC102"))
        try await scene.cluster.quit()
    }

    /// What has to be said while metadata still calls the broker alive, leading and in sync.
    private func lies(
        _ replies: [FailureScene.Question: Reply], of scene: FailureScene, isSilent: Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let victim = scene.victim
        for (question, reply) in replies {
            #expect(reply.status != 0, "\(question): \(replies.verdicts)", sourceLocation: sourceLocation)
            let named = reply.texts.contains { $0.contains("broker \(victim)") }
            #expect(named, "\(question): \(reply.texts)", sourceLocation: sourceLocation)
        }
        let broken: Int32 = isSilent ? 3 : 2

        let brokers = try replies.reply(.brokers)
        #expect(brokers.status == broken, sourceLocation: sourceLocation)
        #expect(brokers.codes.contains(isSilent ? "TC103" : "TC102"), sourceLocation: sourceLocation)
        let rows = brokers.data["brokers"].elements
        #expect(rows.count == 3, sourceLocation: sourceLocation)
        for row in rows {
            let isVictim = row["id"].number == Double(victim)
            #expect(row["listed"] == true, sourceLocation: sourceLocation)
            #expect(row["reachable"] == (isVictim ? isSilent ? nil : false : true), sourceLocation: sourceLocation)
            #expect((row["reason"].text != nil) == isVictim, sourceLocation: sourceLocation)
        }

        let isr = try replies.reply(.isr)
        #expect(isr.status == broken, sourceLocation: sourceLocation)
        #expect(isr.codes.contains(isSilent ? "TC203" : "TC202"), sourceLocation: sourceLocation)
        #expect(isr.codes.contains("TC211"), sourceLocation: sourceLocation)
        let partitions = isr.data["topics"].elements.flatMap { $0["partitions"].elements }
        #expect(partitions.count == 6, sourceLocation: sourceLocation)
        #expect(
            partitions.count { $0["unreachable"] == [.number(Double(victim))] } == 3, sourceLocation: sourceLocation)

        let one = try replies.reply(.lagGroup)
        #expect(one.status == 3 && one.codes.contains("TC309"), sourceLocation: sourceLocation)
        #expect(one.texts.contains { $0.contains("broker \(victim) coordinates it") }, sourceLocation: sourceLocation)
        #expect(one.group(scene.victims)["lag"] == .null, sourceLocation: sourceLocation)
        #expect(one.group(scene.victims)["state"] == "unknown", sourceLocation: sourceLocation)

        for question in [FailureScene.Question.lag, .lagAll] {
            let all = try replies.reply(question)
            #expect(all.status == 3 && all.codes.contains("TC308"), sourceLocation: sourceLocation)
            let group = all.group(scene.bystanders)
            // Two partitions of six are the victim's to tell of.
            #expect(group["lag"] == 24 && group["complete"] == false, "\(group)", sourceLocation: sourceLocation)
            let notes = group["partitions"].elements.compactMap { $0["note"].text }
            #expect(notes == ["unreachable", "unreachable"], sourceLocation: sourceLocation)
        }
        let groups = try replies.reply(.groups)
        #expect(groups.status == 3 && groups.codes.contains("TC308"), sourceLocation: sourceLocation)
        let names = groups.data["groups"].elements.compactMap { $0["group"].text }
        #expect(names.contains(scene.bystanders) && !names.contains(scene.victims), sourceLocation: sourceLocation)

        let described = try replies.reply(.describe)
        #expect(described.status == 3, sourceLocation: sourceLocation)
        #expect(described.data["topics"].elements.count == 2, sourceLocation: sourceLocation)
        #expect(described.data["topics"][0]["configs"].elements.isEmpty == false, sourceLocation: sourceLocation)

        let health = try replies.reply(.health)
        #expect(health.status == broken, sourceLocation: sourceLocation)
        let verdicts = health.data["checks"].elements.map { "\($0["name"].text ?? "")=\($0["verdict"].text ?? "")" }
        for check in ["brokers", "leaders"] {
            #expect(
                verdicts.contains("\(check)=\(isSilent ? "UNKNOWN" : "CRIT")"), "\(verdicts)",
                sourceLocation: sourceLocation)
        }
        #expect(health.data["faultBudget"]["brokersMayFail"] == 0, sourceLocation: sourceLocation)
    }

    /// What has to be said once Kafka has noticed: it has elected other leaders and coordinators, but for the
    /// partition whose only copy is gone.
    private func knows(
        _ replies: [FailureScene.Question: Reply], of scene: FailureScene,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let victim = scene.victim
        let brokers = try replies.reply(.brokers)
        #expect(brokers.status == 1, "\(brokers.texts)", sourceLocation: sourceLocation)
        #expect(Set(brokers.codes).isSuperset(of: ["TC101", "TC105", "TC106"]), sourceLocation: sourceLocation)
        let row = brokers.data["brokers"].elements.first { $0["id"].number == Double(victim) } ?? .absent
        #expect(row["listed"] == false && row["reachable"] == .null, "\(row)", sourceLocation: sourceLocation)

        let isr = try replies.reply(.isr)
        #expect(isr.status == 2, sourceLocation: sourceLocation)
        #expect(
            Set(isr.codes).isSuperset(of: ["TC201", "TC206", "TC209"]), "\(isr.codes)", sourceLocation: sourceLocation)

        let one = try replies.reply(.lagGroup)
        #expect(one.status == 3, sourceLocation: sourceLocation)
        #expect(one.total(scene.victims) == "empty lag=30 lost=0 complete=false", sourceLocation: sourceLocation)
        let rows = one.rows(scene.victims)
        #expect(rows.count { $0.hasSuffix("lag=6 lost=0") } == 5, "\(rows)", sourceLocation: sourceLocation)
        #expect(
            rows.contains { $0.hasPrefix("solo:0 4 in null..null lag=null") && $0.hasSuffix("noLeader") }, "\(rows)",
            sourceLocation: sourceLocation)

        for question in [FailureScene.Question.lag, .lagAll] {
            let all = try replies.reply(question)
            #expect(all.status == 3 && !all.codes.contains("TC308"), sourceLocation: sourceLocation)
            for group in [scene.victims, scene.bystanders] {
                #expect(all.total(group) == "empty lag=30 lost=0 complete=false", sourceLocation: sourceLocation)
            }
            #expect(all.total(scene.riders) == "empty lag=18 lost=0 complete=true", sourceLocation: sourceLocation)
        }
        let groups = try replies.reply(.groups)
        #expect(groups.status == 0, "\(groups.texts)", sourceLocation: sourceLocation)
        let names = Set(groups.data["groups"].elements.compactMap { $0["group"].text })
        #expect(names.isSuperset(of: [scene.victims, scene.bystanders, scene.riders]), sourceLocation: sourceLocation)

        #expect(try replies.reply(.describe).status == 0, sourceLocation: sourceLocation)
        #expect(try replies.reply(.health).status == 2, sourceLocation: sourceLocation)
    }
}
