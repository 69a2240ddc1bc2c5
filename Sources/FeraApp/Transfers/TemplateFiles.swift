package import FeraDomain
package import Foundation

/// The templates that can be opened: those that the program carries, and the operator's own over them.
package enum TemplateFiles {
    /// Reads them.
    /// - Parameters:
    ///   - shipped: `config/templates.json5`.
    ///   - files: paths of further files; a template of an id that is there already takes its place.
    /// - Throws: `TemplateError` with every mistake and its line, `ConfigurationError` for a file that cannot be read.
    package static func read(_ shipped: Data, files: [String], catalogue: Catalogue) throws -> [Template] {
        var templates = try Template.read(shipped, file: "config/templates.json5", catalogue: catalogue)
        for path in files {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ConfigurationError("transfer.templates: \(path) cannot be read; check the path and its rights")
            }
            for template in try Template.read(data, file: path, catalogue: catalogue) {
                if let place = templates.firstIndex(where: { $0.id == template.id }) { templates[place] = template } else { templates.append(template) }
            }
        }
        return templates
    }
}
