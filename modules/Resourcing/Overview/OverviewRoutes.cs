using CoProd.Contracts.Web;

namespace CoProd.Resourcing.Overview;

/// <summary>The pages over all innovations that somebody may see.</summary>
internal static class OverviewRoutes
{
    public static void Map(IModuleRoutes routes)
    {
        routes.Page("/resourcing", Permissions.See, SeeBoard.Show);
        routes.Query("/api/resourcing", Permissions.See, SeeBoard.Answer);
        routes.Page("/resourcing/bids", Permissions.See, BidList.Show);
        routes.Query("/api/resourcing/bids", Permissions.See, BidList.Answer);
        routes.Page("/resourcing/awards", Permissions.See, AwardList.Show);
        routes.Query("/api/resourcing/awards", Permissions.See, AwardList.Answer);
        routes.Page("/resourcing/calendar", Permissions.See, FunderCalendar.Show);
        routes.Page("/resourcing/calendar.ics", Permissions.See, FunderCalendar.Download);
        routes.Query("/api/resourcing/calendar", Permissions.See, FunderCalendar.Answer);
        routes.Page("/resourcing/calibration", Permissions.See, SeeCalibration.Show);
        routes.Query("/api/resourcing/calibration", Permissions.See, SeeCalibration.Answer);
        routes.Page("/resourcing/funders", Permissions.See, SeeFunders.Show);
        routes.Query("/api/resourcing/funders", Permissions.See, SeeFunders.Answer);
        routes.Page("/resourcing/needs", Permissions.See, SeeNeeds.Show);
        routes.Query("/api/resourcing/needs", Permissions.See, SeeNeeds.Answer);
        routes.Page("/resourcing/gaps", Permissions.See, GapList.Show);
        routes.Query("/api/resourcing/gaps", Permissions.See, GapList.Answer);
    }
}
