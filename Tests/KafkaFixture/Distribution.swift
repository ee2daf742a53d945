import Foundation

/// The Kafka to run and the Java to run it with.
struct Distribution {
    let home: String
    let java: String
    /// A program that makes a child die with its parent (Linux's setpriv), where there is one.
    let setpriv: String?

    /// Finds both from KAFKA_HOME and JAVA_HOME or PATH.
    init(environment: [String: String]) throws(FixtureFailure) {
        let files = FileManager.default
        guard let home = environment["KAFKA_HOME"], !home.isEmpty else { throw FixtureFailure("KAFKA_HOME is not set") }
        let start = "\(home)/bin/kafka-server-start"
        guard files.isExecutableFile(atPath: start) || files.isExecutableFile(atPath: start + ".sh") else {
            throw FixtureFailure("KAFKA_HOME=\(home) holds no bin/kafka-server-start or bin/kafka-server-start.sh")
        }
        let path = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
        let places = (environment["JAVA_HOME"].map { ["\($0)/bin"] } ?? []) + path
        guard let java = places.map({ "\($0)/java" }).first(where: files.isExecutableFile(atPath:)) else {
            throw FixtureFailure("there is no java in JAVA_HOME or PATH")
        }
        self.home = home
        self.java = java
        setpriv = path.map { "\($0)/setpriv" }.first(where: files.isExecutableFile(atPath:))
    }
}
