import Testing
import TripTestSupport

/// The file that tripctl renders, altered as by hand, and started by the compose program in tripctl's project.
struct AlteredFile {
    private var lines: [String]

    /// What tripctl renders, word for word.
    init(_ deployment: Deployment) async throws {
        let rendered = try await deployment.run(["render"])
        try #require(rendered.status == 0, "\(rendered.errors)")
        lines = rendered.output.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }

    /// Replaces a text in one service.
    mutating func replace(in service: String, _ old: String, _ new: String) throws {
        let place = try section(service)
        let found = place.filter { lines[$0].contains(old) }
        try #require(!found.isEmpty, "\(service) of the rendered file has no '\(old)'")
        for line in found { lines[line] = lines[line].replacing(old, with: new) }
    }

    /// Takes a line out of one service: the one that begins so.
    mutating func remove(from service: String, _ start: String) throws {
        let line = try #require(
            try section(service).first { lines[$0].drop { $0 == " " }.hasPrefix(start) },
            "\(service) of the rendered file has no '\(start)'")
        lines.remove(at: line)
    }

    /// Gives one service a variable more.
    mutating func set(_ name: String, to value: String, in service: String) throws {
        let line = try #require(try section(service).first { lines[$0] == "    environment:" })
        lines.insert("      \(name): \"\(value)\"", at: line + 1)
    }

    /// Adds a service.
    mutating func add(_ service: String) throws {
        let end = try #require(lines.firstIndex(of: "volumes:"))
        lines.insert(contentsOf: service.split(separator: "\n").map { String($0) }, at: end)
    }

    /// The lines of one service.
    private func section(_ service: String) throws -> Range<Int> {
        let start = try #require(lines.firstIndex(of: "  \(service):"), "the rendered file has no \(service)")
        let end = lines[(start + 1)...].firstIndex { line in
            !line.isEmpty && !line.hasPrefix("   ")
        }
        return start..<(end ?? lines.endIndex)
    }

    /// Starts it with the compose program: what differs is made anew. The program may fail, as a person would see.
    @discardableResult
    func start(_ services: [String] = [], in deployment: Deployment) async throws -> Outcome {
        let file = try deployment.write(lines.joined(separator: "\n"), to: "altered.yaml")
        return try await Compose.plugin.run(["up", "-d"] + services, project: Deployment.project, file: file)
    }
}
