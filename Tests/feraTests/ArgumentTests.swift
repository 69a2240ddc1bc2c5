import Testing
@testable import fera
