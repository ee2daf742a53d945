import Foundation

/// Starts clusters in folders of one directory.
struct Starter {
    let distribution: Distribution
    let directory: String
    let watchdog: Watchdog
    let interruption: Interruption

    /// A started cluster; tries other ports when somebody else was quicker on one of ours.
    func start(_ options: Options, _ sharing: ClassSharing) throws -> Cluster {
        var attempt = 1
        while true {
            let layout = try ClusterLayout(options: options, directory: "\(directory)/\(attempt)")
            try FileManager.default.createDirectory(atPath: layout.directory, withIntermediateDirectories: true)
            let cluster = Cluster(
                layout: layout, distribution: distribution, sharing: sharing, watchdog: watchdog,
                interruption: interruption)
            do {
                try cluster.start()
                return cluster
            } catch let error as ServerFailed where error.isPortTaken && attempt < 4 {
                cluster.killAll()
                attempt += 1
            } catch {
                cluster.killAll()
                throw error
            }
        }
    }

    /// Makes the class archives that are missing by running the smallest cluster once, from start to orderly exit.
    func fill(_ archives: ClassArchives, isKRaft: Bool) throws {
        let roles: [Role] = isKRaft ? [.node] : [.zookeeper, .broker]
        guard !roles.allSatisfy(archives.exists) else { return }
        let scratch = "\(directory)/archives"
        try archives.fill(from: scratch, roles: roles) {
            var options = try Options(["--brokers", "1", "--set", "controlled.shutdown.enable=false"])
            options.isKRaft = isKRaft
            let starter = Starter(
                distribution: distribution, directory: scratch, watchdog: watchdog, interruption: interruption)
            let cluster = try starter.start(options, .writing(folder: scratch))
            defer { cluster.killAll() }
            try cluster.stopAll()
        }
        try FileManager.default.removeItem(atPath: scratch)
    }
}
