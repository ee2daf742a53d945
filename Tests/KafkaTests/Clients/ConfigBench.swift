import Foundation
import Testing
import TripTestSupport

extension ConfigTests {
    /// A topic of one partition, a folder, and the programs that read tripctl's settings.
    struct Bench {
        let cluster: KafkaCluster
        let client: TestClient
        let tripctl: Tripctl
        let topic: String
        let folder: Folder

        init(_ topic: String) async throws {
            cluster = try await KafkaCluster.shared
            client = TestClient(cluster)
            tripctl = Tripctl(cluster)
            folder = try Folder()
            self.topic = topic
            try await client.createTopic(topic, partitions: 1)
        }

        /// What `tripctl config` prints.
        func text(_ arguments: String...) async throws -> String {
            let outcome = try await tripctl.run(["config"] + arguments)
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
            return outcome.output
        }

        /// A client with these settings.
        func clientOf(_ settings: [String: String]) -> TestClient {
            TestClient(bootstrap: settings["bootstrap.servers"] ?? "", settings: settings)
        }

        /// Runs a program of the machine's, found in PATH.
        func run(_ program: String, _ arguments: [String], input: String? = nil) async throws -> Outcome {
            try await programs.run(program, arguments, input: input)
        }

        /// Compiles a main method with these lines and runs it with the topic as its argument; returns what it printed.
        @discardableResult
        func runJava(_ name: String, _ lines: String) async throws -> String {
            let environment = ProcessInfo.processInfo.environment
            let bin = environment["JAVA_HOME"].map { "\($0)/bin/" } ?? ""
            let libraries = "\(environment["KAFKA_HOME"] ?? "")/libs/*"
            let source = """
                public class \(name) {
                    public static void main(String[] args) throws Exception {
                \(lines)
                    }
                }

                """
            let file = try folder.write(source, to: "\(name).java")
            let compiled = try await run(bin + "javac", ["-cp", libraries, "-d", folder.path, file])
            #expect(compiled.status == 0, "\(compiled.errors)")
            let outcome = try await run(bin + "java", ["-cp", "\(libraries):\(folder.path)", name, topic])
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.output
        }

        /// A Python with confluent-kafka in it; nil, out loud, when none can be made here.
        func makePython() async throws -> String? { try await programs.makePython(in: folder) }

        private var programs: Programs { Programs() }
    }
}

extension Binary {
    /// Whether a program is in PATH.
    static func isInPath(_ program: String) -> Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }
}
