internal import TripCommands
internal import TripCore
internal import TripDocker
internal import TripSystem

extension LocalMachine {
    /// The machine that the program runs on. Nothing of it is looked for before a command asks.
    static let real = LocalMachine(
        engine: { deadline throws(Failure) in
            DockerEngine(try EngineAddress(environment: Machine.environment), deadline: deadline)
        },
        compose: {
            ComposeProgram.find(
                environment: Machine.environment, host: Host(),
                engine: try? EngineAddress(environment: Machine.environment))
        },
        host: Host(),
        state: { () throws(Failure) in try StateFolder() })
}
