using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using CoProd.Resourcing.Awards;
using CoProd.Resourcing.Bids;
using CoProd.Resourcing.Costs;
using CoProd.Resourcing.Demo;
using CoProd.Resourcing.Export;
using CoProd.Resourcing.Gaps;
using CoProd.Resourcing.Import.ThreeSixtyGiving;
using CoProd.Resourcing.Notes;
using CoProd.Resourcing.Opportunities;
using CoProd.Resourcing.Outlook;
using CoProd.Resourcing.Overview;
using CoProd.Resourcing.Reports;
using CoProd.Resourcing.Reserves;
using CoProd.Resourcing.Resources;
using CoProd.Resourcing.Whole;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing;

/// <summary>Money and everything else that keeps an innovation going: what is secured, what is likely, where a gap opens.</summary>
public sealed class ResourcingModule : IModule
{
    /// <inheritdoc />
    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        Permissions.Declare(module);
        MoneySettings.Declare(module);
        module.Navigation(
            new()
            {
                Text = () => T["Money"],
                Path = "/resourcing",
                Permission = Permissions.See,
                Icon = "pound-sterling",
                Order = 60,
            }
        );
        module.InnovationLink(
            new()
            {
                Text = () => T["Money"],
                Path = "/innovations/{innovationId}/money",
                Permission = Permissions.See,
                Icon = "pound-sterling",
                Order = 60,
            }
        );
        module.Routes(routes =>
        {
            routes.Page(Paths.Route, Permissions.See, SeeMoney.Show);
            routes.Query(Paths.Api, Permissions.See, SeeMoney.Answer);
            routes.Form(RecordAward.Route);
            routes.Form(EditAward.Route);
            routes.Form(WithdrawAward.Route);
            routes.Form(RecordBid.Route);
            routes.Form(EditBid.Route);
            routes.Form(MoveBid.Route);
            routes.Form(WithdrawBid.Route);
            routes.Form(RecordBudgetLine.Route);
            routes.Form(EditBudgetLine.Route);
            routes.Form(WithdrawBudgetLine.Route);
            routes.Page(Paths.Route + "/bids/{bidId:guid}", Permissions.See, SeeBid.Show);
            routes.Query(Paths.Api + "/bids/{bidId:guid}", Permissions.See, SeeBid.Answer);
            routes.Form(RecordCost.Route);
            routes.Form(EditCost.Route);
            routes.Form(EndCost.Route);
            routes.Form(WithdrawCost.Route);
            routes.Form(SetReserve.Route);
            routes.Form(RecordResource.Route);
            routes.Form(EditResource.Route);
            routes.Form(WithdrawResource.Route);
            routes.Form(RecordReportDue.Route);
            routes.Form(EditReport.Route);
            routes.Form(MarkReportSent.Route);
            routes.Form(WithdrawReport.Route);
            routes.Form(RecordOpportunity.Route);
            routes.Form(EditOpportunity.Route);
            routes.Form(WithdrawOpportunity.Route);
            OverviewRoutes.Map(routes);
        });
        module.Provides<IFundingForecast, FundingForecastProvider>();
        module.Contributes<IImporter, GrantImporter>();
        module.Contributes<IExporter, GrantExporter>();
        module.Contributes<IVerb, GapsVerb>();
        module.Contributes<IWarningSource, MoneyWarnings>();
        module.Contributes<IBoardSource, MoneyForBoard>();
        module.Contributes<IPracticeSource, MoneyPractice>();
        module.Contributes<ITimelineSource, MoneyTimeline>();
        module.Contributes<IReportSource, MoneyReport>();
        module.Contributes<ISearchSource, MoneySearch>();
        module.Contributes<IPortability, MoneyPortability>();
        module.Contributes<IPersonData, NothingPersonal>();
        module.Contributes<IModuleHealth, MoneyHealth>();
        module.Contributes<IDemoData, MoneyDemo>();
        module.Contributes<INoteUse, NoteMoney>();
        module.Handles<NoteTaken, NoteBecomesResource>();
        module.Handles<NoteUndone, NoteTakenBack>();
    }
}
