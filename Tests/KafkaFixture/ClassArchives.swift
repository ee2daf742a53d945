import Foundation

/// What a JVM of ours runs; each loads other classes.
enum Role: String, CaseIterable {
    case zookeeper
    /// A broker beside ZooKeeper.
    case broker
    /// A combined broker and controller of KRaft.
    case node
}

/// Whether the JVMs read their classes from an archive, write one as they exit, or neither.
enum ClassSharing {
    case none
    case reading(ClassArchives)
    case writing(folder: String)

    func flags(_ role: Role) -> [String] {
        switch self {
        case .none: []
        case .reading(let archives):
            archives.exists(role) ? ["-XX:SharedArchiveFile=\(archives.path(role))"] : []
        case .writing(let folder): ["-XX:ArchiveClassesAtExit=\(folder)/\(role.rawValue).jsa"]
        }
    }
}

/// Archives of the classes that Kafka loads, parsed and checked once for all starts: they halve the time of a start.
///
/// They lie in the user's cache, keyed by Java, by Kafka and by where both are: the JVM takes an archive only for the
/// very files it was made from.
struct ClassArchives {
    let folder: String
    private let key: String

    init(_ distribution: Distribution, environment: [String: String]) {
        let cache = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory() + "/.cache"
        folder = "\(cache)/tripctl-tests"
        let java = URL(fileURLWithPath: distribution.java).resolvingSymlinksInPath().path
        let modules = (java as NSString).deletingLastPathComponent + "/../lib/modules"
        let libraries = (try? FileManager.default.contentsOfDirectory(atPath: "\(distribution.home)/libs")) ?? []
        let files = [java, modules] + libraries.sorted().map { "\(distribution.home)/libs/\($0)" }
        let kafka = libraries.first { $0.hasPrefix("kafka-clients-") } ?? "kafka"
        key = "\((kafka as NSString).deletingPathExtension)-\(fingerprint(files.map(Self.describe)))"
    }

    func path(_ role: Role) -> String { "\(folder)/\(key)-\(role.rawValue).jsa" }
    func exists(_ role: Role) -> Bool { FileManager.default.fileExists(atPath: path(role)) }

    /// Runs `make`, which is to leave archives in the folder it is given, and keeps them; unless another process is at
    /// it just now.
    func fill(from scratch: String, roles: [Role], make: () throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let lock = open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else { return }
        defer { close(lock) }
        guard !roles.allSatisfy(exists) else { return }
        removeOld()
        try make()
        for role in roles {
            let arriving = "\(path(role)).\(getpid())"
            try FileManager.default.copyItem(atPath: "\(scratch)/\(role.rawValue).jsa", toPath: arriving)
            guard rename(arriving, path(role)) == 0 else { throw FixtureFailure("cannot keep \(path(role))") }
        }
    }

    /// Takes away what was made over a week ago: its Java or its Kafka may be gone.
    private func removeOld() {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] where name.contains(".jsa") {
            let path = "\(folder)/\(name)"
            let made = (try? files.attributesOfItem(atPath: path))?[.modificationDate] as? Date
            if let made, made.timeIntervalSinceNow < -7 * 86_400 { try? files.removeItem(atPath: path) }
        }
    }

    private static func describe(_ path: String) -> String {
        var information = stat()
        guard stat(path, &information) == 0 else { return path }
        #if canImport(Darwin)
        let seconds = information.st_mtimespec.tv_sec
        #else
        let seconds = information.st_mtim.tv_sec
        #endif
        return "\(path) \(information.st_size) \(seconds)"
    }
}

/// FNV-1a over the texts, the same in every process.
private func fingerprint(_ texts: [String]) -> String {
    let hash = texts.joined(separator: "\n").utf8.reduce(14_695_981_039_346_656_037 as UInt64) { hash, byte in
        (hash ^ UInt64(byte)) &* 1_099_511_628_211
    }
    return String(hash, radix: 16)
}
