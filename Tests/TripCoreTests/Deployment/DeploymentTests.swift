import Testing
import TripCore

/// Which containers of an engine are the cluster.
@Suite("The cluster among an engine's containers") struct DeploymentTests {
    private static let names = MessagingLayer.serviceNames

    private func listed(_ name: String, _ project: String?, service: String? = nil) -> ListedContainer {
        var labels: [String: String] = [:]
        labels["com.docker.compose.project"] = project
        labels["com.docker.compose.service"] = project == nil ? nil : service ?? name
        return ListedContainer(id: "\(project ?? "-")/\(name)", name: name, image: "image", labels: labels)
    }

    private func choice(_ list: [ListedContainer]) -> Deployment.Choice {
        Deployment.Choice(list, own: "tripclick", names: Self.names)
    }

    @Test("On an engine without the layer's names there is none") func none() {
        for list in [[], [listed("web", "shop"), listed("db", nil)]] {
            let choice = choice(list)
            #expect(choice.project == nil)
            #expect(choice.members == [])
            #expect(choice.strangers == [])
        }
    }

    @Test("tripctl's own project wins, with all of its containers") func own() {
        let choice = choice([
            listed("kafka-1", "tripclick"), listed("kafka-2", "other"), listed("kafka-3", "other"),
            listed("old-manager", "tripclick"), listed("zookeeper", nil), listed("web", "shop"),
        ])
        #expect(choice.project == "tripclick")
        #expect(choice.members == ["tripclick/kafka-1", "tripclick/old-manager"])
        #expect(choice.strangers == ["other/kafka-2", "other/kafka-3", "-/zookeeper"])
    }

    @Test("Else it is the project that has most of the names") func foreign() {
        let choice = choice([
            listed("kafka-1", "click-logs"), listed("kafka-2", "click-logs"), listed("kafka-3", "a"),
            listed("db", "click-logs"),
        ])
        #expect(choice.project == "click-logs")
        #expect(choice.members == ["click-logs/kafka-1", "click-logs/kafka-2", "click-logs/db"])
        #expect(choice.strangers == ["a/kafka-3"])
    }

    @Test("Of two with as many it is always the same") func tie() {
        let list = [listed("kafka-1", "b"), listed("kafka-2", "a")]
        #expect(choice(list).project == "a")
        #expect(choice(list.reversed()).project == "a")
    }

    @Test("Names without a project are strangers") func strangers() {
        let choice = choice([listed("kafka-1", nil), listed("db", nil)])
        #expect(choice.project == nil)
        #expect(choice.members == [])
        #expect(choice.strangers == ["-/kafka-1"])
    }

    @Test("Containers are told apart by the service that they are, not by their name") func services() {
        let containers = [("tripclick-kafka-1-1", "kafka-1"), ("manager", "manager"), ("kafka-1-old", "kafka-1")].map {
            name, service in
            Container(
                id: name, name: name, image: "image",
                labels: ["com.docker.compose.project": "tripclick", "com.docker.compose.service": service])
        }
        let stranger = Container(id: "s", name: "kafka-2", image: "image")
        let list = containers.map(\.listed) + [stranger.listed]
        let choice = choice(list)
        let deployment = Deployment(choice, containers + [stranger], names: Self.names)
        #expect(deployment.project == "tripclick")
        #expect(deployment.containers.mapValues(\.name) == ["kafka-1": "tripclick-kafka-1-1"])
        #expect(deployment.orphans.map(\.name) == ["manager", "kafka-1-old"])
        #expect(deployment.strangers.map(\.name) == ["kafka-2"])
        #expect(deployment.isForeign, "a name is taken")
        #expect(!deployment.isEmpty)
    }

    @Test("Foreign is what another project or nobody made") func isForeign() throws {
        #expect(!Deployment.none.isForeign)
        #expect(Deployment.none.isEmpty)
        #expect(!(try file().deployment().isForeign))
        #expect(try file().deployment(project: "click-logs").isForeign)
    }
}
