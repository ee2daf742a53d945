import Foundation

/// A real terminal of 80 columns that nobody looks at: what a person would see on it can be read back.
public final class Tmux: Sendable {
    private let socket = "tripctl-\(UUID().uuidString)"
    private let folder: String

    /// A terminal in which a shell runs `script`, and waits when it is done. `$T` is tripctl, and nothing else of this
    /// process's environment is there.
    public init(rows: Int = 24, environment: [String: String] = [:], _ script: String) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(socket).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let variables = ["T": Binary.tripctl.path].merging(environment) { $1 }
        // Ctrl-C is for the program in the foreground, not for the shell that tells what became of it.
        let shown = "trap : INT; stty -echo; \(script)\nstty echo; printf '[done]'; exec cat"
        let set = variables.flatMap { ["-e", "\($0.key)=\($0.value)"] }
        try await tmux(["new-session", "-d", "-x", "80", "-y", "\(rows)"] + set + ["/bin/sh", "-c", shown])
    }

    /// Ends it, and whatever runs in it.
    public func close() async throws {
        _ = try? await tmux(["kill-server"])
        try FileManager.default.removeItem(atPath: folder)
    }

    /// The lines on the screen, without the blanks at their ends; with `styled`, colours are there as escapes.
    public func screen(styled: Bool = false) async throws -> [String] {
        let text = try await tmux(["capture-pane", "-p"] + (styled ? ["-e"] : []))
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }

    /// What stands on the screen once the script is done.
    public func whenDone(styled: Bool = false, within seconds: Double = 30) async throws -> String {
        try await eventually("the script in the terminal is done", within: seconds) {
            try await screen().contains { $0.hasSuffix("[done]") }
        }
        let lines = try await screen(styled: styled)
        let text = lines.joined(separator: "\n")
        return String(text[..<(text.range(of: "[done]")?.lowerBound ?? text.endIndex)])
    }

    /// Presses keys, by tmux's names.
    public func press(_ keys: String...) async throws { try await tmux(["send-keys"] + keys) }

    /// Whether the cursor is to be seen.
    public var showsCursor: Bool {
        get async throws {
            try await tmux(["display-message", "-p", "#{cursor_flag}"]).hasPrefix("1")
        }
    }

    @discardableResult
    private func tmux(_ arguments: [String]) async throws -> String {
        let outcome = try await Binary(path: "tmux").run(
            ["-L", socket, "-f", "/dev/null", "-u"] + arguments,
            environment: ["TMUX_TMPDIR": folder, "TERM": "xterm-256color"])
        guard outcome.status == 0 else { throw TmuxFailed(description: "tmux \(arguments): \(outcome.errors)") }
        return outcome.output
    }
}

/// tmux did not do what it was told.
public struct TmuxFailed: Error, CustomStringConvertible {
    /// What it was told, and what it complains of.
    public let description: String
}
