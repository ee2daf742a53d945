import Testing
@testable import TripCommands
