import FeraAsk
import FeraCrypto
package import FeraDomain
package import FeraInterview
package import FeraLLM
import FeraStore
package import Foundation

/// The data that a program of Fera carries: configuration, question bank, phrases, prompts.
package struct Materials: Sendable {
    package var fields: Data
    package var questions: Data
    package var phrases: Data
    package var interview: Data
    package var lexicon: Data
    package var templates: Data
    /// File name → text.
    package var prompts: [String: String]

    package init(fields: Data, questions: Data, phrases: Data, interview: Data, lexicon: Data, templates: Data, prompts: [String: String]) {
        self.fields = fields
        self.questions = questions
        self.phrases = phrases
        self.interview = interview
        self.lexicon = lexicon
        self.templates = templates
        self.prompts = prompts
    }
}

/// The use-cases over one open workspace. One builder makes it for the server, for tests and for the demonstration.
package final class Application: Sendable {
    package let configuration: Configuration
    package let journal: Journal
    package let keys: KeyStore
    package let directory: Directory
    package let transfers: Transfers
    package let sources: Sources
    package let interviews: Interviews
    package let boards: Boards
    package let reviews: Reviews
    package let clones: Clones
    package let locks: Locks
    package let asks: Asks
    package let conversations: Conversations
    package let ownerQuestions: OwnerQuestions
    package let portfolios: Portfolios
    package let hub: Hub
    package let interviewer: Interviewer
    /// Tells who waits for an answer, after a lock.
    private let teller: JobWorker
    /// Reads again what came after an interview was opened.
    private let latecomer: JobWorker

    /// The version that clones and `--version` carry.
    package static let version = "0.1.0"

    /// Opens a workspace.
    /// - Parameters:
    ///   - backend: a model, `nil` for none.
    ///   - now: the moment of now; tests set it.
    ///   - sleep: how jobs that failed wait for their next attempt; tests set it.
    ///   - log: takes one line for whoever runs the program; none holds a customer's words.
    /// - Throws: `ConfigurationError`, `CatalogueError`, `PromptError` or `StoreError`, each with what to do about it.
    package static func open(
        _ configuration: Configuration, materials: Materials, backend: ChatBackend? = nil, now: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        log: @escaping @Sendable (String) -> Void = Application.complain
    ) async throws -> Application {
        let catalogue = try Catalogue(fields: materials.fields, questions: materials.questions)
        let interviewer = Interviewer(
            catalogue: catalogue, phrases: try Phrases.decode(materials.phrases),
            settings: try InterviewSettings.decode(materials.interview, catalogue: catalogue),
            lexicon: try Lexicon.decode(materials.lexicon))
        let prompts = try PromptCatalogue(files: materials.prompts)
        try prompts.check(["ask": ["question", "passages"], "interview-question": ["question", "keep"]])
        let hub = Hub()
        let folder = configuration.data.dir
        let store = try await Store.open(
            folder: folder, projections: [WorkspaceIndex.projection], onCommit: { hub.publish($0) }, clock: { now().milliseconds })
        let keys = try KeyStore(folder: configuration.keysFolder)
        let application = Application(
            configuration, journal: Journal(store: store, now: now, log: log), keys: keys, hub: hub, interviewer: interviewer,
            templates: try TemplateFiles.read(materials.templates, files: configuration.transfer.templates, catalogue: catalogue),
            prompts: prompts, backend: backend, sleep: sleep)
        try await application.locks.resume()
        application.teller.start()
        application.latecomer.start()
        return application
    }

    /// One line on standard error.
    package static func complain(_ line: String) {
        // Nobody reads standard error where it is closed: nothing waits for that.
        try? FileHandle.standardError.write(contentsOf: Data("\(line)\n".utf8))
    }

    private init(
        _ configuration: Configuration, journal: Journal, keys: KeyStore, hub: Hub, interviewer: Interviewer, templates: [Template], prompts: PromptCatalogue,
        backend: ChatBackend?, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.configuration = configuration
        self.journal = journal
        self.keys = keys
        self.hub = hub
        self.interviewer = interviewer
        let directory = Directory(journal: journal, lifetimes: configuration.access)
        self.directory = directory
        hub.whenRightsChange { [weak directory] in directory?.heard($0) }
        journal.whenErased { [weak hub] in hub?.forgetPages() }
        transfers = Transfers(
            journal: journal, directory: directory, gate: Gate(journal: journal), templates: templates, defaults: configuration.transfer, hub: hub)
        let bell = LateBell()
        sources = Sources(journal: journal, transfers: transfers) { bell.ring() }
        let wording = backend.map { QuestionWording(backend: $0, prompts: prompts, limit: .milliseconds(configuration.llm.wordingTimeoutMs)) }
        interviews = Interviews(
            journal: journal, transfers: transfers, sources: sources, directory: directory, interviewer: interviewer, wording: wording)
        let latecomer = JobWorker(journal, kind: LateJob.kind, actor: "record", sleep: sleep) { [interviews] in await interviews.readLate($0) }
        self.latecomer = latecomer
        bell.hang { latecomer.wake() }
        boards = Boards(journal: journal, transfers: transfers, interviews: interviews, directory: directory)
        reviews = Reviews(boards: boards, ownersPassDays: configuration.transfer.ownersPassDays)
        clones = Clones(
            journal: journal, transfers: transfers, directory: directory, folder: configuration.data.dir + "/clones", trusted: keys.signing.publicKey)
        let asks = Asks(clones: clones, interviews: interviews, composer: backend.map { AnswerComposer(backend: $0, prompts: prompts) })
        self.asks = asks
        let teller = JobWorker(journal, kind: AskersJob.kind, actor: "askers", sleep: sleep) { await asks.tellAskers($0) }
        self.teller = teller
        locks = Locks(boards: boards, clones: clones, sources: sources, keys: keys, program: "fera \(Self.version)") { teller.wake() }
        conversations = Conversations(interviews: interviews, asks: asks, hub: hub)
        ownerQuestions = OwnerQuestions(interviews: interviews)
        portfolios = Portfolios(interviews: interviews)
    }

    /// Closes the workspace: takes nothing more in, ends what waits, releases files and lock.
    package func close() async {
        await teller.stop()
        await latecomer.stop()
        await journal.store.close()
    }
}
