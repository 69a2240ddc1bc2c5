import FeraApp
import FeraDomain
import FeraServer
import Foundation

extension Command {
    /// `fera template check`.
    static let templateCheck = Command(
        spec: CommandSpec(
            name: "template check", summary: "say what is wrong with files of templates, line by line", operands: ["FILE…"],
            details: "A server that is configured with such a file (transfer.templates) refuses it at its start in the same words.")
    ) { arguments, console in
        let materials = ServerAssets.materials()
        let catalogue = try Catalogue(fields: materials.fields, questions: materials.questions)
        var isRight = true
        for path in arguments.operands {
            guard let data = FileManager.default.contents(atPath: path) else {
                console.complain("\(path): cannot be read; check the path and its rights")
                isRight = false
                continue
            }
            do {
                let templates = try Template.read(data, file: path, catalogue: catalogue)
                for template in templates {
                    let asked = catalogue.fields.count { template.weight($0) > 0 }
                    console.say("\(path): \(template.id) asks for \(asked) of \(catalogue.fields.count) fields")
                }
            } catch let error as TemplateError {
                isRight = false
                for fault in error.faults { console.complain("\(fault)") }
            }
        }
        return isRight ? 0 : 1
    }
}
