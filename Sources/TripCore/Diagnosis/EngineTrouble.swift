/// Why the Docker engine cannot be asked.
public enum EngineTrouble {
    /// What to say of an engine that cannot be asked; `nil` for one that answers.
    ///
    /// - Parameters:
    ///   - address: where it is, such as `unix:///var/run/docker.sock`.
    ///   - hasProgram: whether there is a docker program on this machine.
    public static func finding(_ reach: EngineReach, at address: String, hasProgram: Bool) -> Finding? {
        switch reach {
        case .answers: nil
        case .notRunning where !hasProgram:
            Finding(
                .engineNotInstalled, .unknown, .cluster,
                "Docker is not installed: there is no engine at \(address), and no docker program",
                hint: "install Docker Engine (https://docs.docker.com/engine/install), or set DOCKER_HOST")
        case .notRunning(let reason):
            Finding(
                .engineNotRunning, .unknown, .cluster, "the Docker engine is not running at \(address): \(reason)",
                hint: "start it: `sudo systemctl start docker`, or Docker Desktop; or set DOCKER_HOST")
        case .notPermitted(let reason):
            Finding(
                .engineNotPermitted, .unknown, .cluster,
                "this user may not talk to the Docker engine at \(address): \(reason)",
                hint: "`sudo usermod -aG docker \"$USER\"`, then log in again")
        case .unusable(let reason, let hint):
            Finding(
                .engineUnusable, .unknown, .cluster, "the Docker engine at \(address) cannot be used: \(reason)",
                hint: hint ?? "see what DOCKER_HOST and `docker context ls` say")
        }
    }
}
