import Foundation

/// How the JVMs are started.
struct JavaCommand {
    let distribution: Distribution
    let layout: ClusterLayout
    let sharing: ClassSharing

    var zooKeeper: [String] {
        flags(heap: 128) + sharing.flags(.zookeeper) + ["-Dzookeeper.forceSync=no"]
            + ["org.apache.zookeeper.server.quorum.QuorumPeerMain", layout.zooKeeperFile]
    }

    func broker(_ node: ClusterLayout.Node) -> [String] {
        flags(heap: 256) + sharing.flags(layout.options.isKRaft ? .node : .broker) + ["kafka.Kafka", layout.file(node)]
    }

    func format(_ node: ClusterLayout.Node, clusterID: String) -> [String] {
        flags(heap: 128)
            + ["kafka.tools.StorageTool", "format", "--cluster-id", clusterID, "--config", layout.file(node)]
    }

    private func flags(heap megabytes: Int) -> [String] {
        let speed =
            layout.options.isTunedLikeProduction
            ? ["-server", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-XX:InitiatingHeapOccupancyPercent=35"]
            : ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
        return ["-Xmx\(megabytes)m"] + speed + [
            // Both would leave files outside our folder behind when the JVM is killed.
            "-XX:-UsePerfData", "-Djava.io.tmpdir=\(layout.directory)",
            "-Djava.awt.headless=true", "-Dlog4j.configuration=file:\(layout.log4jFile)",
            "-cp", "\(distribution.home)/libs/*",
        ]
    }
}
