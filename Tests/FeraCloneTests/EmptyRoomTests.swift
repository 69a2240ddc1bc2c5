import Testing

@Suite struct EmptyRoomTests {}
