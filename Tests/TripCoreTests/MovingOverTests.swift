import Testing
import TripCore

/// What `up` says of a cluster that was started by hand: how to move over, and what becomes of its records.
@Suite struct MovingOverTests {
    /// The one finding for a cluster of another project whose broker keeps its records in this volume.
    private func finding(volume: String?) throws -> Finding {
        let mount = volume.map { Container.Mount(kind: "volume", source: $0, destination: "/var/lib/kafka/data") }
        let broker = Container(
            id: "1", name: "kafka-1", image: "image",
            labels: ["com.docker.compose.project": "messaging", "com.docker.compose.service": "kafka-1"],
            state: .running, mounts: [mount].compactMap { $0 })
        let settings = try DeploymentSettings()
        let file = MessagingLayer.composeFile(for: settings)
        let preflight = Preflight(
            settings: settings, plan: UpPlan(from: .none, to: file), file: file,
            deployment: Deployment(project: "messaging", containers: ["kafka-1": broker]),
            compose: .plugin(path: "/docker-compose"))
        #expect(preflight.refusals.count == 1)
        return try #require(preflight.refusals.first)
    }

    @Test(arguments: [
        ("tripclick_kafka-1-data", "its records stay in its volumes, tripclick_kafka-1-data, and the new cluster goes"),
        ("messaging_data", "its records stay in its volumes, messaging_data, and the new cluster begins without them"),
        (nil, "its records go with its containers"),
    ])
    func `its records stay, are taken over or go, by where they are`(volume: String?, words: String) throws {
        let finding = try finding(volume: volume)
        #expect(finding.code == .foreignProject)
        #expect(finding.text.contains(words), "\(finding.text)")
        #expect(finding.hint == "`docker compose -p messaging down` without -v, then `tripctl up`")
    }
}
