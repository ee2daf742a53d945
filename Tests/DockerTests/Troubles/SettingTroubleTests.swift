import Testing
import TripTestSupport

/// Containers that were made from a file altered by hand: `status` says what is wrong with each, `up` makes them as
/// they have to be.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(15)))
struct SettingTroubleTests {
    private let uiImage = "provectuslabs/kafka-ui:latest"

    @Test func `settings that brokers refuse, and settings that they accept and nobody can use`() async throws {
        try await withDeployment { deployment in
            try await refusedAtOnce(deployment)
            try await refusedByKafka(deployment)
            try await accepted(deployment)
            try await ofAnother(deployment)
            try await leftOver(deployment)
        }
    }

    private func listener(_ id: Int, _ host: String) -> (String, String) {
        ("EXTERNAL://localhost:\(9091 + id)", "EXTERNAL://\(host):\(9091 + id)")
    }

    private func refusedAtOnce(_ deployment: Deployment) async throws {
        var file = try await AlteredFile(deployment)
        try file.set("KAFKA_HOST", to: "192.0.2.1", in: "kafka-1")
        try file.remove(from: "kafka-2", "KAFKA_ADVERTISED_LISTENERS:")
        try file.replace(in: "kafka-3", listener(3, "").0, listener(3, "0.0.0.0").1)
        try await file.start(in: deployment)
        let host = Trouble("KAFKA_HOST in the container", deployment)
        let missing = Trouble("no advertised listener", deployment)
        let unspecified = Trouble("0.0.0.0 advertised", deployment)
        await host.status(says: "TC503", of: "kafka-1", exit: 2, texts: ["KAFKA_HOST got into the container"])
        await missing.status(says: "TC504", of: "kafka-2", exit: 2, texts: ["lacks the advertised listener"])
        await unspecified.status(says: "TC505", of: "kafka-3", exit: 2, texts: ["0.0.0.0", "no address to call"])
        try await unspecified.heals()
    }

    private func refusedByKafka(_ deployment: Deployment) async throws {
        var file = try await AlteredFile(deployment)
        try file.replace(in: "kafka-1", listener(1, "").0, listener(1, "http://192.0.2.1").1)
        try file.replace(in: "kafka-2", listener(2, "").0, "\(listener(2, "192.0.2.1 ").1)")
        try file.replace(in: "kafka-3", #"mem_limit: "2g""#, #"mem_limit: "48m""#)
        try await file.start(in: deployment)
        let scheme = Trouble("a scheme in the host", deployment)
        let blank = Trouble("a blank in the host", deployment)
        let memory = Trouble("memory limit too low", deployment)
        await scheme.status(says: "TC506", of: "kafka-1", exit: 2, texts: ["http://192.0.2.1"])
        await blank.status(says: "TC506", of: "kafka-2", exit: 2, texts: ["192.0.2.1 :9093"])
        await memory.status(says: "TC410", of: "kafka-3", exit: 2, texts: ["memory limit of 48 MiB"])
        try await memory.heals()
    }

    private func accepted(_ deployment: Deployment) async throws {
        var file = try await AlteredFile(deployment)
        try file.replace(in: "kafka-1", listener(1, "").0, listener(1, "").1)
        try file.replace(in: "kafka-2", listener(2, "").0, listener(2, "192.0.2.1:9093").1)
        try file.replace(in: "kafka-3", listener(3, "").0, listener(3, "127.0.0.1").1)
        try await file.start(in: deployment)
        let empty = Trouble("an empty host", deployment)
        let port = Trouble("a host with a port", deployment)
        let hosts = Trouble("a change of host half done", deployment)
        await empty.status(says: "TC507", of: "kafka-1", exit: 2, texts: ["which nobody can call"])
        await port.status(says: "TC507", of: "kafka-2", exit: 2, texts: ["192.0.2.1:9093"])
        await hosts.status(says: "TC515", exit: 2, texts: ["127.0.0.1 (kafka-3)"])
        try await hosts.heals()
    }

    private func ofAnother(_ deployment: Deployment) async throws {
        var file = try await AlteredFile(deployment)
        try file.replace(in: "kafka-2", "EXTERNAL://localhost:9093", "EXTERNAL://localhost:9092")
        try file.replace(in: "kafka-3", #"KAFKA_BROKER_ID: "3""#, #"KAFKA_BROKER_ID: "7""#)
        try await file.start(in: deployment)
        let twice = Trouble("the address of another broker", deployment)
        let id = Trouble("the id of another broker", deployment)
        await twice.status(says: "TC508", of: "kafka-2", exit: 2, texts: ["broker 1", "localhost:9092"])
        await id.status(says: "TC509", of: "kafka-3", exit: 2, texts: ["its data belong to broker 3"])
        try await id.heals()
    }

    /// What tripctl's file says nothing of.
    private func leftOver(_ deployment: Deployment) async throws {
        var file = try await AlteredFile(deployment)
        try file.replace(in: "kafka-1", "read -r -t 4 -u 3 -N 1", "false")
        try file.replace(in: "kafka-1", #"interval: "5s""#, #"interval: "1s""#)
        try file.replace(in: "kafka-1", "retries: 6", "retries: 1")
        try file.replace(in: "kafka-1", #"start_period: "120s""#, #"start_period: "1s""#)
        try file.set("KAFKA_NUM_IO_THREADS", to: "many", in: "kafka-3")
        try file.add(
            """
              kafka-4:
                image: \(uiImage)
                container_name: kafka-4
            """)
        try await file.start(in: deployment)
        let unhealthy = Trouble("a health check that fails", deployment)
        let loop = Trouble("a crash loop of unknown cause", deployment)
        let orphan = Trouble("a container of an older file", deployment)
        await orphan.status(says: "TC424", of: "kafka-4", exit: 2, texts: ["comes from an older file"])
        await unhealthy.status(says: "TC415", of: "kafka-1", exit: 2)
        await loop.status(says: "TC412", of: "kafka-3", exit: 2, texts: ["num.io.threads"])
        try await loop.up(says: "TC412", of: "kafka-3", exit: 2)
        try await Docker.said("rm", "--force", "kafka-3")
        // One that is left over is told, and hinders nothing.
        try await loop.heals(after: 1)
        await orphan.status(says: "TC424", of: "kafka-4", exit: 1)
        try await Docker.said("rm", "--force", "kafka-4")

        let page = Trouble("a web page that does not answer", deployment)
        try await Docker.said("exec", "kafka-ui", "rm", "/tmp/pages/actuator/health")
        await page.status(says: "TC420", of: "kafka-ui", exit: 1)
        try await page.up(says: "TC420", of: "kafka-ui", exit: 1)
    }
}
