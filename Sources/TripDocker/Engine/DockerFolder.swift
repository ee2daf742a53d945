internal import TripCore
internal import TripSystem

/// The folder in which docker's command line keeps its settings: `$DOCKER_CONFIG`, else `~/.docker`.
struct DockerFolder {
    /// Its path.
    let path: String

    /// The folder that the environment says; `nil` when it says none.
    init?(environment: (String) -> String?) {
        if let folder = environment("DOCKER_CONFIG"), !folder.isEmpty {
            path = folder
        } else if let home = environment("HOME"), !home.isEmpty {
            path = home + "/.docker"
        } else {
            return nil
        }
    }

    /// The context in use; `nil` when there is none. Settings that cannot be read say nothing, as with docker itself.
    var currentContext: String? { settings?["currentContext"]?.filledText }

    /// More folders in which docker looks for plugins.
    var pluginFolders: [String] { settings?["cliPluginsExtraDirs"]?.texts ?? [] }

    /// Where a context's engine is; `nil` when there is no such context.
    ///
    /// Its folder is named by a hash of its name; the name stands inside too, so they are looked through.
    func host(ofContext name: String) -> (address: String, hasTLS: Bool)? {
        let folder = path + "/contexts/meta"
        for entry in Paths.entries(of: folder) {
            guard let json = Self.json("\(folder)/\(entry)/meta.json"), json["Name"]?.text == name,
                let address = json["Endpoints"]?["docker"]?["Host"]?.filledText
            else { continue }
            return (address, Paths.exists("\(path)/contexts/tls/\(entry)/docker"))
        }
        return nil
    }

    private var settings: JSONValue? { Self.json(path + "/config.json") }

    private static func json(_ path: String) -> JSONValue? {
        Paths.text(of: path).flatMap { JSONReader.value(of: Array($0.utf8)) }
    }
}
