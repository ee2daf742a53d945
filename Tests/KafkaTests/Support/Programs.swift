import TripTestSupport

/// Programs of the machine's that are Kafka's clients, or make one.
struct Programs {
    /// Runs a program of the machine's, found in PATH, which may want to know of a proxy or of pip's settings.
    func run(_ program: String, _ arguments: [String], input: String? = nil) async throws -> Outcome {
        try await PythonPeer.run(program, arguments, input: input)
    }

    /// A Python with confluent-kafka in it; nil, out loud, when none can be made here.
    func makePython(in folder: Folder) async throws -> String? {
        try await PythonPeer.make(in: "\(folder.path)/python")
    }
}
