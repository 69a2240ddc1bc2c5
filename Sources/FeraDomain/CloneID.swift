/// The sealed knowledge of one account through all its versions. The files themselves are the clone room's matter; the id is
/// everybody's.
package enum KnowledgeClone {}

/// Names a clone through all its versions and editions.
package typealias CloneID = Identifier<KnowledgeClone>
