import TestProcesses
import Testing

@testable import TripDocker

@Suite struct ContainerMemoryTests {
    private let id = "11407f93d97327c9339d6eb21ebf2ab6815c0f91e5c8d615f15883ecd429de38"
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    private var used: Int64? { ContainerMemory.used(pid: 42, container: id, root: scratch.path) }

    @Test func versionOneIsRead() throws {
        try scratch.write(
            "proc/42/cgroup", "9:name=systemd:/docker/\(id)\n4:cpu,memory:/docker/\(id)\n0::/docker/\(id)\n")
        let folder = "sys/fs/cgroup/memory/docker/\(id)"
        try scratch.write(folder + "/memory.usage_in_bytes", "1000000\n")
        try scratch.write(folder + "/memory.stat", "inactive_file 1\ntotal_inactive_file 200000\ntotal_unevictable 0\n")
        #expect(used == 800_000)
    }

    @Test func versionTwoIsRead() throws {
        try scratch.write("proc/42/cgroup", "0::/system.slice/docker-\(id).scope\n")
        let folder = "sys/fs/cgroup/system.slice/docker-\(id).scope"
        try scratch.write(folder + "/memory.current", "1000000\n")
        #expect(used == 1_000_000)
        try scratch.write(folder + "/memory.stat", "anon 5\ninactive_file 300000\nactive_file 7\n")
        #expect(used == 700_000)
    }

    @Test func anotherMachinesProcessIsUnknown() throws {
        #expect(used == nil)
        try scratch.write("proc/42/cgroup", "4:memory:/user.slice\n0::/init.scope\n")
        try scratch.write("sys/fs/cgroup/memory/user.slice/memory.usage_in_bytes", "5\n")
        #expect(used == nil)
    }

    @Test func whatTheKernelDoesNotSayIsUnknown() throws {
        try scratch.write("proc/42/cgroup", "4:memory:/docker/\(id)\n")
        #expect(used == nil)
        try scratch.write("sys/fs/cgroup/memory/docker/\(id)/memory.usage_in_bytes", "none\n")
        #expect(used == nil)
    }
}
