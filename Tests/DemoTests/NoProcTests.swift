#if os(Linux)
import Foundation
import Testing
import TripTestSupport

/// The built tripctl where `/proc` is not mounted, as in a bare chroot: Swift's runtime has no command line there.
@Suite struct NoProcTests {
    /// Runs a command in a mount namespace of its own, with an empty folder in the place of `/proc`.
    private static func run(_ arguments: [String]) async throws -> Outcome {
        let words = ["unshare", "-r", "-m", "sh", "-c", "mount -t tmpfs none /proc && exec \"$@\"", "sh"] + arguments
        return try await Binary(path: "/usr/bin/env").run(words, deadline: 60)
    }

    static func canHideProc() async throws -> Bool { try await run(["test", "!", "-e", "/proc/self"]).status == 0 }

    @Test(.enabled("hiding /proc takes a mount namespace") { try await canHideProc() })
    func `the command line is read all the same`() async throws {
        let health = try await Self.run(
            [Binary.tripctl.path, "demo", "--scenario", "leaderless", "--", "health", "-q", "--timeout", "20s"])
        #expect(health.status == 2 && health.output == "CRIT\n", "\(health.output)\(health.errors)")
        let wrong = try await Self.run([Binary.tripctl.path, "health", "--no-such-option"])
        #expect(wrong.status == 64 && wrong.output == "", "\(wrong.output)\(wrong.errors)")
        let help = try await Self.run([Binary.tripctl.path])
        #expect(help.status == 0 && help.output.contains("USAGE: tripctl"), "\(help.errors)")
    }
}
#endif
