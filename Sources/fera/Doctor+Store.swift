import FeraStore

extension Command {
    /// What is found in the data folder: its log, its originals, its ledger of erasures, and who has it.
    static func storeChecks(_ folder: String) async -> [DoctorCheck] {
        await StoreExamination(folder: folder).findings().map { finding in
            finding.advice.map { .bad(finding.name, finding.found, $0) } ?? .good(finding.name, finding.found)
        }
    }
}
