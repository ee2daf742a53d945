public import ArgumentParser
public import TripCore

// Values that options are given by name: the parser lists them in the help and offers them to completion.

extension OutputFormat: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}
extension DemoScenario: ExpressibleByArgument {}
extension ClientConfig.Client: ExpressibleByArgument {}
extension ClientConfig.Format: ExpressibleByArgument {}
