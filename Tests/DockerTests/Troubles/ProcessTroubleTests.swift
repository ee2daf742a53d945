import Testing
import TripTestSupport

/// Processes that are killed or frozen, and containers off the network: `status` says so, `up` mends it.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(15)))
struct ProcessTroubleTests {
    @Test func `processes that are killed or frozen, and a container off the network`() async throws {
        try await withDeployment { deployment in
            try await deployment.up()
            try await brokers(deployment)
            try await zooKeeper(deployment)
            try await network(deployment)
        }
    }

    private func brokers(_ deployment: Deployment) async throws {
        try await Breaking.killMainProcess(of: "kafka-1")
        let process = Trouble("kill -9 of a broker's java", deployment)
        // The engine starts it again, and that fails until the old session has ended.
        await process.status(says: "TC416", of: "kafka-1", exit: nil, texts: ["old session"])
        try await process.heals()

        try await Breaking.kill(container: "kafka-2")
        let killed = Trouble("docker kill of a broker", deployment)
        try await Breaking.pause("kafka-3")
        let paused = Trouble("a broker is paused", deployment)
        // Of three brokers two are away.
        await killed.status(says: "TC411", of: "kafka-2", exit: 2)
        await paused.status(says: "TC413", of: "kafka-3", exit: 2)
        try await paused.heals()
    }

    private func zooKeeper(_ deployment: Deployment) async throws {
        try await Breaking.killMainProcess(of: "zookeeper")
        let process = Trouble("kill -9 of ZooKeeper's java", deployment)
        try await process.heals()

        try await Breaking.kill(container: "zookeeper")
        let killed = Trouble("docker kill of ZooKeeper", deployment)
        // What Docker and the metadata call healthy.
        for broker in ["kafka-1", "kafka-2", "kafka-3"] {
            #expect(try await Docker.inspect(broker).state.health?.status == "healthy")
        }
        await killed.status(says: "TC417", of: "zookeeper", exit: 2, texts: ["is down: writes go on"])
        await killed.status(says: "TC411", of: "zookeeper", exit: 2)
        try await killed.heals()

        try await Breaking.pause("zookeeper")
        let paused = Trouble("ZooKeeper is paused", deployment)
        await paused.status(says: "TC413", of: "zookeeper", exit: 2)
        try await paused.heals()
    }

    private func network(_ deployment: Deployment) async throws {
        try await Breaking.disconnect("kafka-1")
        let off = Trouble("a broker is off the network", deployment)
        // Docker calls it healthy all the same.
        #expect(try await Docker.inspect("kafka-1").state.health?.status == "healthy")
        await off.status(says: "TC414", of: "kafka-1", exit: 2)
        try await off.heals()
        #expect(try await Docker.inspect("kafka-1").network.networks[Deployment.network] != nil)
    }
}
