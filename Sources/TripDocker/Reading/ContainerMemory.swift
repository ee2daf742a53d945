internal import TripCore
internal import TripSystem

/// The memory of a container, as the kernel of this machine counts it.
enum ContainerMemory {
    /// Bytes in use, without the page cache that can be dropped; `nil` where the kernel does not say.
    ///
    /// - Parameters:
    ///   - root: the root of the file system, another one in tests.
    static func used(pid: Int32, container id: String, root: String = "") -> Int64? {
        guard let groups = Paths.text(of: "\(root)/proc/\(pid)/cgroup"),
            let group = ControlGroup(groups, container: id)
        else { return nil }
        let folder = "\(root)/sys/fs/cgroup\(group.folder)"
        guard let usage = Paths.text(of: "\(folder)/\(group.usageFile)").flatMap(number) else { return nil }
        let droppable = Paths.text(of: "\(folder)/memory.stat").flatMap { stat in
            stat.split(separator: "\n").first { $0.hasPrefix(group.droppableKey + " ") }
                .flatMap { number($0.dropFirst(group.droppableKey.count + 1)) }
        }
        // Both are read one after the other: the cache may have grown between.
        return max(0, usage - (droppable ?? 0))
    }

    private static func number(_ text: some StringProtocol) -> Int64? {
        Int64(text.prefix { $0.isNumber })
    }
}

/// Where a container's memory is counted, by `/proc/PID/cgroup`, cgroups(7).
struct ControlGroup: Equatable {
    /// The folder below `/sys/fs/cgroup`.
    var folder: String
    /// The file that says how much is in use.
    var usageFile: String
    /// The line of `memory.stat` that says how much of it is cache that has not been used lately.
    var droppableKey: String

    /// The group in such a file; `nil` when it is not the container's: then the process id is of another machine.
    init?(_ text: String, container id: String) {
        var unified: Substring?
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[2].contains(id), !parts[2].contains("/..") else { continue }
            if parts[1].split(separator: ",").contains("memory") {
                folder = "/memory\(parts[2])"
                usageFile = "memory.usage_in_bytes"
                droppableKey = "total_inactive_file"
                return
            }
            if parts[0] == "0", parts[1].isEmpty { unified = parts[2] }
        }
        guard let unified else { return nil }
        folder = String(unified)
        usageFile = "memory.current"
        droppableKey = "inactive_file"
    }
}
