internal import TripCore

/// What the engine says of its volumes, its networks and itself.
enum EngineJSON {
    /// The volumes of `/volumes`.
    static func volumes(_ json: JSONValue) -> [Volume] {
        (json["Volumes"]?.elements ?? []).compactMap { volume in
            guard let name = volume["Name"]?.filledText else { return nil }
            return Volume(
                name: name, labels: volume["Labels"]?.textByKey ?? [:],
                createdAt: volume["CreatedAt"]?.text.flatMap { EngineTime.milliseconds($0) },
                folder: volume["Mountpoint"]?.filledText)
        }
    }

    /// The networks of `/networks`.
    static func networks(_ json: JSONValue) -> [Network] {
        json.elements.compactMap { network in
            guard let name = network["Name"]?.filledText else { return nil }
            return Network(name: name, labels: network["Labels"]?.textByKey ?? [:])
        }
    }

    /// The engine of `/info`; `nil` when the answer is none.
    static func information(_ json: JSONValue) -> EngineInformation? {
        guard let version = json["ServerVersion"]?.filledText, let processors = json["NCPU"]?.whole,
            let memory = json["MemTotal"]?.whole
        else { return nil }
        return EngineInformation(
            version: version, processors: Int(processors), memory: memory,
            dataFolder: json["DockerRootDir"]?.text ?? "")
    }
}
