using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Answering;
using CoProd.Evaluation.Claims;
using CoProd.Evaluation.Demo;
using CoProd.Evaluation.Exchange;
using CoProd.Evaluation.Export;
using CoProd.Evaluation.Gripp2;
using CoProd.Evaluation.Indicators;
using CoProd.Evaluation.Library;
using CoProd.Evaluation.Notes;
using CoProd.Evaluation.Overview;
using CoProd.Evaluation.Results;
using CoProd.Evaluation.Rounds;
using CoProd.Evaluation.Whole;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation;

/// <summary>Is it working, and who sees it differently? People are asked, answer without a name, and hear what came of it.</summary>
public sealed class EvaluationModule : IModule
{
    /// <inheritdoc />
    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        Permissions.Declare(module);
        EvaluationSettings.Declare(module);
        module.Navigation(Entry("/evaluation", 60));
        module.InnovationLink(Entry("/innovations/{innovationId}/evaluation", 60));
        module.Routes(Instruments);
        module.Routes(Rounds);
        module.Routes(Open);
        module.Routes(Rest);
        Keep(module);
        module.Contributes<IVerb, EvaluationVerb>();
        module.Contributes<IExporter, PiritCsvExport>();
        module.Contributes<IImporter, PiritCsvImport>();
        module.Contributes<IWarningSource, EvaluationWarnings>();
        module.Contributes<IBoardSource, EvaluationForBoard>();
        module.Contributes<IPracticeSource, EvaluationPractice>();
        module.Contributes<ITimelineSource, EvaluationTimeline>();
        module.Contributes<IReportSource, EvaluationReport>();
        module.Contributes<ISearchSource, EvaluationSearch>();
        module.Contributes<IPersonData, EvaluationPersonData>();
        module.Contributes<IPortability, EvaluationPortability>();
        module.Contributes<IStaysBehind, EvaluationStays>();
        module.Contributes<IRetentionRule, UnsentAnswersRule>();
        module.Contributes<IModuleHealth, EvaluationHealth>();
        module.Contributes<IDemoData, EvaluationDemo>();
        module.Contributes<INoteUse, NoteClaims>();
        module.Handles<NoteTaken, NoteBecomesClaim>();
        module.Handles<NoteUndone, NoteTakenBack>();
    }

    private static void Keep(IModuleBuilder module)
    {
        module.Keeps(
            new()
            {
                Kind = () => T["Answers to questionnaires, without names and times"],
                Purpose = () => T["To learn whether an innovation works, and who sees it differently."],
                Basis = LawfulBasis.PublicTask,
                KeptFor = () =>
                    T[
                        "With the innovation. Answers that nobody sent go some time after a round closed, as the rule below says."
                    ],
                MayBeSpecial = true,
            }
        );
        module.Keeps(
            new()
            {
                Kind = () => T["Who sees to what was decided after asking"],
                Purpose = () => T["So that what was promised to those who answered is done."],
                Basis = LawfulBasis.PublicTask,
                KeptFor = () => T["Until the person is erased."],
            }
        );
    }

    private static void Instruments(Contracts.Web.IModuleRoutes routes)
    {
        routes.Page(Paths.Instruments, Permissions.See, SeeInstruments.Show);
        routes.Query("/api" + Paths.Instruments, Permissions.See, SeeInstruments.Answer);
        routes.Page(SeeInstrument.Route, Permissions.See, SeeInstrument.Show);
        routes.Page(SeeInstrument.Route + "/file", Permissions.See, SeeInstrument.Download);
        routes.Form(LoadInstrument.Route);
        routes.Form(FillWords.Route);
    }

    private static void Rounds(Contracts.Web.IModuleRoutes routes)
    {
        routes.Form(OpenRound.Route);
        routes.Page(Paths.RoundRoute, Permissions.See, SeeRound.Show);
        routes.Query(Paths.RoundApi, Permissions.See, SeeRound.Answer);
        routes.Page(Paths.RoundRoute + "/poster", Permissions.Record, SeeRound.Poster);
        routes.Page(Paths.RoundRoute + "/paper", Permissions.Record, PaperForm.Show);
        routes.Form(TypeInAnswer.Route);
        routes.Form(TakeInAnswers.Route);
        routes.Form(CloseRound.CloseRoute);
        routes.Form(CloseRound.ReopenRoute);
        routes.Form(CloseRound.WithdrawRoute);
        routes.Form(TellBack.Route);
        routes.Page(Paths.RoundRoute + "/results", Permissions.See, SeeResults.Show);
        routes.Query(Paths.RoundApi + "/results", Permissions.See, SeeResults.Answer);
        routes.Page(Paths.RoundRoute + "/answers.csv", Permissions.Record, DownloadAnswers.Csv);
        routes.Page(Paths.RoundRoute + "/answers.json", Permissions.Record, DownloadAnswers.Fhir);
    }

    private static void Open(Contracts.Web.IModuleRoutes routes)
    {
        routes.Form(OpenForm.EnterRoute);
        routes.Form(OpenForm.BeginRoute);
        routes.Form(AnswerPart.Route);
        routes.Form(SendAnswers.Route);
        routes.Page(OpenForm.Route + "/thanks", Permission.Anyone, OpenForm.Thanks);
    }

    private static void Rest(Contracts.Web.IModuleRoutes routes)
    {
        routes.Page("/evaluation", Permissions.See, SeePortfolio.Show);
        routes.Query("/api/evaluation", Permissions.See, SeePortfolio.Answer);
        routes.Page(Paths.Route, Permissions.See, SeeEvaluation.Show);
        routes.Query(Paths.Api, Permissions.See, SeeEvaluation.Answer);
        routes.Page(Paths.Route + "/gripp2", Permissions.See, DraftGripp2.Show);
        routes.Query(Paths.Api + "/gripp2", Permissions.See, DraftGripp2.Answer);
        routes.Page(Paths.Route + "/gripp2.html", Permissions.See, DraftGripp2.Html);
        routes.Page(Paths.Route + "/gripp2.csv", Permissions.See, DraftGripp2.Csv);
        routes.Page(Paths.Route + "/pirit.csv", Permissions.See, PiritCsvExport.Download);
        routes.Form(DecideAction.Route);
        routes.Form(DecideAction.EditRoute);
        routes.Form(WithdrawAction.Route);
        routes.Form(RecordIndicator.Route);
        routes.Form(RecordIndicator.EditRoute);
        routes.Form(RecordIndicator.WithdrawRoute);
        routes.Page(Paths.Route + "/indicators/{indicatorId:guid}", Permissions.See, SeeIndicator.Show);
        routes.Query(Paths.Api + "/indicators/{indicatorId:guid}", Permissions.See, SeeIndicator.Answer);
        routes.Form(RecordMeasure.Route);
        routes.Form(RecordMeasure.WithdrawRoute);
        routes.Form(RecordClaim.Route);
        routes.Form(RecordClaim.EditRoute);
        routes.Form(RecordClaim.WithdrawRoute);
    }

    private static NavigationEntry Entry(string path, int order) =>
        new()
        {
            Text = () => T["Evaluation"],
            Path = path,
            Permission = Permissions.See,
            Icon = "activity",
            Order = order,
        };
}
