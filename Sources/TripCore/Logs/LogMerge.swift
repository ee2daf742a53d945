/// Merges the logs of several services by time.
public enum LogMerge {
    /// The entries of all logs, oldest first. Each log keeps its own order, whatever its times say; one without a time
    /// follows the one before it. Of the same time, the log that is given first comes first.
    public static func merge(_ logs: [[LogEntry]]) -> [LogEntry] {
        var places = Array(repeating: 0, count: logs.count)
        var last = Array(repeating: Int64.min, count: logs.count)
        var merged: [LogEntry] = []
        merged.reserveCapacity(logs.map(\.count).reduce(0, +))
        while true {
            var best: (log: Int, time: Int64)?
            for log in logs.indices where places[log] < logs[log].count {
                let time = max(logs[log][places[log]].time ?? .min, last[log])
                if best.map({ time < $0.time }) ?? true { best = (log, time) }
            }
            guard let best else { return merged }
            merged.append(logs[best.log][places[best.log]])
            places[best.log] += 1
            last[best.log] = best.time
        }
    }
}
