import TripCore

extension Case {
    private static func asked(_ name: String, _ answer: String?, _ verdict: Verdict) -> Case {
        var item = changing(name, "down --volumes", verdict, nil) { ChangingMachine(.made()) }
        item.answer = answer
        item.isInteractive = true
        return item
    }

    static let down = [
        changing("down/stopped", "down", .ok, nil) { ChangingMachine(.made()) },
        changing("down/nothing-to-do", "down", .ok, nil) { ChangingMachine(.empty) },
        changing("down/nothing-at-all", "down --volumes", .ok, nil) { ChangingMachine(.empty) },
        changing("down/volumes", "down --volumes --yes", .ok, nil) { ChangingMachine(.made()) },
        changing("down/volumes-alone", "down --volumes --yes", .ok, nil) {
            ChangingMachine(.made().with { $0.containers = [:] })
        },
        asked("down/asked", "y", .ok),
        asked("down/answered-no", "n", .warning),
        changing("down/dry-run", "down --volumes --dry-run", .ok, nil) { ChangingMachine(.made()) },
        changing("down/foreign", "down", .warning, nil) { ChangingMachine(.made(project: "click-logs")) },
        changing("down/foreign-volumes", "down --volumes --yes", .warning, nil) {
            ChangingMachine(
                .made().with { parts in
                    parts.volumes[2].labels = [:]
                    var backup = Container(id: "id-backup", name: "backup", image: "alpine:3.20", state: .running)
                    backup.mounts = [
                        Container.Mount(kind: "volume", source: "tripclick_kafka-3-data", destination: "/data")
                    ]
                    parts.containers["backup"] = backup
                })
        },
        changing("down/failed", "down", .warning) {
            ChangingMachine(.made(), failing: ["down": ["Error response from daemon: cannot stop container: kafka-1"]])
        },
        changing("down/engine-not-running", "down", .warning, nil) {
            ChangingMachine(.made().with { $0.reach = .notRunning(reason: "connection refused") })
        },
        changing("down/compose-missing", "down", .warning, nil) { ChangingMachine(.made(), program: nil) },
    ]

    static let restart = [
        changing("restart/all", "restart", .ok) { ChangingMachine(.made()) },
        changing("restart/one", "restart kafka-2", .ok) { ChangingMachine(.made()) },
        changing("restart/rolling", "restart --rolling", .ok, hasTime: true) { ChangingMachine(.made()) },
        changing("restart/dry-run", "restart --rolling --dry-run", .ok) { ChangingMachine(.made()) },
        changing("restart/no-cluster", "restart", .warning, nil) { ChangingMachine(.empty) },
        changing("restart/absent", "restart kafka-ui", .warning, nil) {
            ChangingMachine(.made(of: layerFile(hasUI: false)))
        },
        changing("restart/foreign", "restart", .warning, nil) { ChangingMachine(.made(project: "click-logs")) },
        changing(
            "restart/replicas-short", "restart --rolling", .warning,
            layer.with { parts in
                parts.metadata { metadata in
                    metadata.topics[0].partitions[0].inSync = [1]
                    metadata.topics[0].partitions[2].inSync = [3]
                }
            }
        ) { ChangingMachine(.made()) },
        changing("restart/broker-missing", "restart --rolling", .warning, layer.with { $0.bury(3) }) {
            ChangingMachine(.made())
        },
        changing("restart/failed", "restart kafka-1", .warning) {
            ChangingMachine(.made(), failing: ["restart": ["Error response from daemon: cannot restart container"]])
        },
        changing("restart/not-ready", "restart kafka-1", .unknown, layer.with { $0.bury(1) }) {
            ChangingMachine(.made())
        },
    ]
}
