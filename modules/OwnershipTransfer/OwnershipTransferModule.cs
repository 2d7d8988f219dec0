using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using CoProd.OwnershipTransfer.Agreement;
using CoProd.OwnershipTransfer.Demo;
using CoProd.OwnershipTransfer.Exchange;
using CoProd.OwnershipTransfer.Handovers;
using CoProd.OwnershipTransfer.Holdings;
using CoProd.OwnershipTransfer.Notes;
using CoProd.OwnershipTransfer.Obligations;
using CoProd.OwnershipTransfer.Overview;
using CoProd.OwnershipTransfer.Parties;
using CoProd.OwnershipTransfer.Picture;
using CoProd.OwnershipTransfer.Readiness;
using CoProd.OwnershipTransfer.Whole;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer;

/// <summary>Whose an innovation is, right by right, and how it passes to those who will keep it.</summary>
public sealed class OwnershipTransferModule : IModule
{
    /// <inheritdoc />
    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        Permissions.Declare(module);
        OwnershipSettings.Declare(module);
        module.Navigation(Entry("/ownership", 80));
        module.InnovationLink(Entry("/innovations/{innovationId}/ownership", 80));
        module.Routes(routes =>
        {
            routes.Page(Paths.Route, Permissions.See, SeeOwnership.Show);
            routes.Query(Paths.Api, Permissions.See, SeeOwnership.Answer);
            routes.Form(RecordParty.Route);
            routes.Form(RecordParty.EditRoute);
            routes.Form(RecordParty.WithdrawRoute);
            routes.Form(RecordHolding.Route);
            routes.Form(RecordHolding.EditRoute);
            routes.Form(RecordHolding.WithdrawRoute);
            routes.Form(RecordObligation.Route);
            routes.Form(RecordObligation.EditRoute);
            routes.Form(RecordObligation.WithdrawRoute);
            routes.Form(RecordReadiness.Route);
            routes.Form(RecordReadiness.EditRoute);
            routes.Form(RecordReadiness.WithdrawRoute);
            routes.Form(BeginWall.Route);
            routes.Form(RecordHandover.Route);
            routes.Page(Paths.HandoverRoute, Permissions.See, SeeHandover.Show);
            routes.Query("/api" + Paths.HandoverRoute, Permissions.See, SeeHandover.Answer);
            routes.Page(Paths.HandoverRoute + "/summary", Permissions.See, SeeHandover.Summary);
            routes.Form(RecordHandover.EditRoute);
            routes.Form(RecordHandover.WithdrawRoute);
            routes.Form(PlanRight.Route);
            routes.Form(PlanRight.EditRoute);
            routes.Form(PlanRight.WithdrawRoute);
            routes.Form(PlanObligations.Route);
            routes.Form(PlanStage.Route);
            routes.Form(PlanStage.EditRoute);
            routes.Form(PlanStage.WithdrawRoute);
            routes.Form(PlanRetention.Route);
            routes.Form(PlanRetention.EditRoute);
            routes.Form(PlanRetention.WithdrawRoute);
            routes.Form(RetentionDone.Route);
            routes.Form(AnswerObligation.Route);
            routes.Form(RehearseRight.Route);
            routes.Form(ConfirmAgreement.Route);
            routes.Form(TakeRight.Route);
            routes.Form(EndHandover.Route);
            routes.Form(AnswerEnd.Route);
            routes.Page("/ownership", Permissions.See, SeePortfolio.Show);
            routes.Query("/api/ownership", Permissions.See, SeePortfolio.Answer);
            routes.Page("/ownership/calendar.ics", Permissions.See, OwnershipCalendar.Download);
        });
        module.Keeps(
            new()
            {
                Kind = () => T["Who speaks for a party in a handover, and what they agreed to"],
                Purpose = () =>
                    T["To hand an innovation over to those who agreed to take it, and to know what was agreed."],
                Basis = LawfulBasis.PublicTask,
                KeptFor = () =>
                    T[
                        "Until the person is erased, or until the rule below; what was agreed stays, without the person."
                    ],
            }
        );
        module.Contributes<IWarningSource, OwnershipWarnings>();
        module.Contributes<IBoardSource, OwnershipForBoard>();
        module.Contributes<IPracticeSource, OwnershipPractice>();
        module.Contributes<ITimelineSource, OwnershipTimeline>();
        module.Contributes<IReportSource, OwnershipReport>();
        module.Contributes<ISearchSource, OwnershipSearch>();
        module.Contributes<IExporter, RightsCsvExport>();
        module.Contributes<IImporter, RightsCsvImport>();
        module.Contributes<IExporter, ReadinessCsvExport>();
        module.Contributes<IImporter, ReadinessCsvImport>();
        module.Contributes<IExporter, ObligationsCsvExport>();
        module.Contributes<IImporter, ObligationsCsvImport>();
        module.Contributes<IExporter, HandoversCsvExport>();
        module.Contributes<IImporter, HandoversCsvImport>();
        module.Contributes<IPersonData, OwnershipPersonData>();
        module.Contributes<IPortability, OwnershipPortability>();
        module.Contributes<IStaysBehind, OwnershipStays>();
        module.Contributes<IRetentionRule, OldNamesRule>();
        module.Contributes<IModuleHealth, OwnershipHealth>();
        module.Contributes<IDemoData, OwnershipDemo>();
        module.Contributes<INoteUse, NoteNeeds>();
        module.Handles<NoteTaken, NoteBecomesObligation>();
        module.Handles<NoteUndone, NoteTakenBack>();
    }

    private static NavigationEntry Entry(string path, int order) =>
        new()
        {
            Text = () => T["Ownership"],
            Path = path,
            Permission = Permissions.See,
            Icon = "key-round",
            Order = order,
        };
}
