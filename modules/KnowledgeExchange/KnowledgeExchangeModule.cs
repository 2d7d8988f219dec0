using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using CoProd.KnowledgeExchange.Decisions;
using CoProd.KnowledgeExchange.Demo;
using CoProd.KnowledgeExchange.Exchanges;
using CoProd.KnowledgeExchange.Files;
using CoProd.KnowledgeExchange.Items;
using CoProd.KnowledgeExchange.Mine;
using CoProd.KnowledgeExchange.Notes;
using CoProd.KnowledgeExchange.Overview;
using CoProd.KnowledgeExchange.Picture;
using CoProd.KnowledgeExchange.Whole;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange;

/// <summary>What people know, what decisions made of it, who was answered, and what flows between groups.</summary>
public sealed class KnowledgeExchangeModule : IModule
{
    /// <inheritdoc />
    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        Permissions.Declare(module);
        KnowledgeSettings.Declare(module);
        module.Navigation(Entry(() => T["Knowledge"], "/knowledge", Permissions.See, "lightbulb", 60));
        module.Navigation(Entry(() => T["Because I said"], Paths.Mine, Permissions.Mine, "message-square-text", 61));
        module.InnovationLink(
            Entry(() => T["Knowledge"], "/innovations/{innovationId}/knowledge", Permissions.See, "lightbulb", 60)
        );
        module.Routes(routes =>
        {
            routes.Page(Paths.Route, Permissions.See, SeeKnowledge.Show);
            routes.Query(Paths.Api, Permissions.See, SeeKnowledge.Answer);
            routes.Page(Paths.Route + "/because", Permissions.See, BecauseSheet.Show);
            routes.Page(Paths.Route + "/items", Permissions.See, ItemList.Show);
            routes.Query(Paths.Api + "/items", Permissions.See, ItemList.Answer);
            routes.Form(RecordItem.Route);
            routes.Page(Paths.ItemRoute, Permissions.See, SeeItem.Show);
            routes.Query("/api" + Paths.ItemRoute, Permissions.See, SeeItem.Answer);
            routes.Form(RecordItem.EditRoute);
            routes.Form(WithdrawItem.Route);
            routes.Form(TakeBackConsent.Route);
            routes.Form(SeeDifferently.Route);
            routes.Form(SeeDifferently.EditRoute);
            routes.Form(RecordDecision.Route);
            routes.Page(Paths.DecisionRoute, Permissions.See, SeeDecision.Show);
            routes.Query("/api" + Paths.DecisionRoute, Permissions.See, SeeDecision.Answer);
            routes.Form(RecordDecision.EditRoute);
            routes.Form(WithdrawDecision.Route);
            routes.Form(LinkItem.Route);
            routes.Form(LinkItem.EditRoute);
            routes.Form(WithdrawDecision.LinkRoute);
            routes.Form(ReplyToPerson.LinkRoute);
            routes.Form(ReplyToPerson.ItemRoute);
            routes.Form(ReplyToPerson.WithdrawRoute);
            routes.Page(Paths.Route + "/exchange", Permissions.See, SeeExchange.Show);
            routes.Query(Paths.Api + "/exchange", Permissions.See, SeeExchange.Answer);
            routes.Form(RecordExchange.Route);
            routes.Form(RecordExchange.EditRoute);
            routes.Form(RecordExchange.WithdrawRoute);
            routes.Form(RecordProduct.Route);
            routes.Form(RecordProduct.EditRoute);
            routes.Form(RecordProduct.WithdrawRoute);
            routes.Form(RecordUse.Route);
            routes.Form(AskQuestion.Route);
            routes.Form(AskQuestion.EditRoute);
            routes.Form(AskQuestion.WithdrawRoute);
            routes.Form(RecordTerm.Route);
            routes.Form(RecordTerm.EditRoute);
            routes.Form(RecordTerm.WithdrawRoute);
            routes.Page(Paths.Mine, Permissions.Mine, MyKnowledge.Show);
            routes.Query("/api" + Paths.Mine, Permissions.Mine, MyKnowledge.Answer);
            routes.Form(SayUnderstood.Route);
            routes.Page("/knowledge", Permissions.See, SeePortfolio.Show);
            routes.Query("/api/knowledge", Permissions.See, SeePortfolio.Answer);
            routes.Page("/knowledge/owed.ics", Permissions.See, OwedCalendar.Download);
            routes.Page("/knowledge/places", Permissions.See, LocalNeeds.Show);
            routes.Query("/api/knowledge/places", Permissions.See, LocalNeeds.Answer);
            routes.Page("/open/knowledge/feed.atom", Permission.Anyone, PublicFeed.Show);
        });
        module.Keeps(
            new()
            {
                Kind = () => T["What people told of what they know, and what they were answered"],
                Purpose = () => T["To use it in decisions as they agreed, and to tell them what came of it."],
                Basis = LawfulBasis.Consent,
                KeptFor = () =>
                    T["Until the person is erased; once they take their consent back, nobody else reads the words."],
                MayBeSpecial = true,
            }
        );
        module.Publishes<MustHold>();
        module.Contributes<IWarningSource, KnowledgeWarnings>();
        module.Contributes<IBoardSource, KnowledgeForBoard>();
        module.Contributes<IPracticeSource, KnowledgePractice>();
        module.Contributes<ITimelineSource, KnowledgeTimeline>();
        module.Contributes<IReportSource, KnowledgeReport>();
        module.Contributes<IReportSource, ExchangeReport>();
        module.Contributes<ISearchSource, KnowledgeSearch>();
        module.Contributes<IExporter, KnowledgeCsvExport>();
        module.Contributes<IImporter, KnowledgeCsvImport>();
        module.Contributes<IExporter, CodesCsvExport>();
        module.Contributes<IExporter, PiritCsvExport>();
        module.Contributes<IExporter, ExchangeCsvExport>();
        module.Contributes<IPublicWords, KnowledgeWords>();
        module.Contributes<IPersonData, KnowledgePersonData>();
        module.Contributes<IHoldsAgain, KnowledgeHolds>();
        module.Contributes<IPortability, KnowledgePortability>();
        module.Contributes<IStaysBehind, KnowledgeStays>();
        module.Contributes<IModuleHealth, KnowledgeHealth>();
        module.Contributes<IDemoData, KnowledgeDemo>();
        module.Contributes<INoteUse, NoteItems>();
        module.Provides<INoteHold, NotesHeld>();
        module.Handles<NoteTaken, NoteBecomesItem>();
        module.Handles<NoteUndone, NoteTakenBack>();
    }

    private static NavigationEntry Entry(Func<string> text, string path, string permission, string icon, int order) =>
        new()
        {
            Text = text,
            Path = path,
            Permission = permission,
            Icon = icon,
            Order = order,
        };
}
