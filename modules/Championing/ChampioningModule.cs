using CoProd.Championing.Acts;
using CoProd.Championing.Audiences;
using CoProd.Championing.Champions;
using CoProd.Championing.Demo;
using CoProd.Championing.Exchange;
using CoProd.Championing.Kit;
using CoProd.Championing.Notes;
using CoProd.Championing.Objections;
using CoProd.Championing.Overview;
using CoProd.Championing.Picture;
using CoProd.Championing.Whole;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using static CoProd.Championing.Texts;

namespace CoProd.Championing;

/// <summary>Who stands up for an innovation, before whom, what they did and what came of it.</summary>
public sealed class ChampioningModule : IModule
{
    /// <inheritdoc />
    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        Permissions.Declare(module);
        ChampionSettings.Declare(module);
        module.Navigation(Entry("/championing", 70));
        module.InnovationLink(Entry("/innovations/{innovationId}/champions", 70));
        module.Routes(routes =>
        {
            routes.Page(Paths.Route, Permissions.See, SeeChampions.Show);
            routes.Query(Paths.Api, Permissions.See, SeeChampions.Answer);
            routes.Page(Paths.Route + "/brief", Permissions.See, SeeChampions.Brief);
            routes.Page(Paths.Route + "/ask", Permissions.Record, WhoToAsk.Show);
            routes.Form(RecordAudience.Route);
            routes.Form(RecordAudience.EditRoute);
            routes.Form(WithdrawAudience.Route);
            routes.Form(RecordPosition.Route);
            routes.Form(RecordRole.Route);
            routes.Form(RecordRole.EditRoute);
            routes.Form(WithdrawRole.Route);
            routes.Form(StopRole.Route);
            routes.Form(RecordAct.Route);
            routes.Form(RecordAct.EditRoute);
            routes.Form(WithdrawAct.Route);
            routes.Form(RecordObjection.Route);
            routes.Form(RecordObjection.EditRoute);
            routes.Form(WithdrawObjection.Route);
            routes.Form(RecordMessage.Route);
            routes.Form(RecordMessage.EditRoute);
            routes.Form(WithdrawMessage.Route);
            routes.Page("/championing", Permissions.See, SeePortfolio.Show);
            routes.Query("/api/championing", Permissions.See, SeePortfolio.Answer);
            routes.Page("/championing/calendar.ics", Permissions.See, ChampionCalendar.Download);
        });
        module.Keeps(
            new()
            {
                Kind = () => T["Who champions an innovation, and who objects"],
                Purpose = () => T["To know who speaks for it before whom, and to answer those who object."],
                Basis = LawfulBasis.PublicTask,
                KeptFor = () =>
                    T[
                        "Some years after the role ended, as the rule below says; an objection until the person is erased."
                    ],
            }
        );
        module.Provides<IAskGate, ChampionGate>();
        module.Contributes<IWarningSource, ChampionWarnings>();
        module.Contributes<IBoardSource, ChampionForBoard>();
        module.Contributes<IPracticeSource, ChampionPractice>();
        module.Contributes<ITimelineSource, ChampionTimeline>();
        module.Contributes<IReportSource, ChampionReport>();
        module.Contributes<ISearchSource, ChampionSearch>();
        module.Contributes<IExporter, AudienceCsvExport>();
        module.Contributes<IImporter, AudienceCsvImport>();
        module.Contributes<IExporter, ChampionCsvExport>();
        module.Contributes<IImporter, ChampionCsvImport>();
        module.Contributes<IPersonData, ChampionPersonData>();
        module.Contributes<IPortability, ChampionPortability>();
        module.Contributes<IStaysBehind, ChampionStays>();
        module.Contributes<IRetentionRule, EndedRolesRule>();
        module.Contributes<IModuleHealth, ChampionHealth>();
        module.Contributes<IDemoData, ChampionDemo>();
        module.Contributes<INoteUse, NoteActs>();
        module.Handles<NoteTaken, NoteBecomesAct>();
        module.Handles<NoteUndone, NoteTakenBack>();
    }

    private static NavigationEntry Entry(string path, int order) =>
        new()
        {
            Text = () => T["Champions"],
            Path = path,
            Permission = Permissions.See,
            Icon = "megaphone",
            Order = order,
        };
}
