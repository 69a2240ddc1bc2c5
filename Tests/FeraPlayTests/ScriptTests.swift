import Testing
@testable import FeraPlay
