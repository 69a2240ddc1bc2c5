/// The sealed knowledge of one account through all its versions. The files themselves are the clone room's matter; the id is
/// everybody's.
package enum Clone {
    package typealias ID = Identifier<Clone>
}
