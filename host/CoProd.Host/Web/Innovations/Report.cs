using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Innovations;

/// <summary>An innovation's sustainability report as every module tells its part, before it becomes a page or a file.</summary>
internal sealed record Report
{
    public required InnovationSummary Innovation { get; init; }

    /// <summary>In the leaflet's order.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>A sentence for each module that could not tell its part: a report that lacks something says so.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    public required DateOnly Today { get; init; }

    public string Title => ReportPage.Title(Innovation);

    public static async Task<Report> Of(IVisit visit)
    {
        var missing = new List<string>();
        var told = await visit
            .Get<ModuleCatalogue>()
            .Ask<IReportSource, IReadOnlyList<ReportSection>>(
                source => source.Report([visit.InnovationId], visit.Gone),
                visit.Gone,
                (module, _) =>
                    missing.Add(
                        T[
                            "The part of {0} could not be written and is missing here. Your administrator finds the reason on the modules page.",
                            module.Id
                        ]
                    )
            );
        var directory = visit.Maybe<IInnovationDirectory>()!;
        return new Report
        {
            Innovation = (await directory.Innovations([visit.InnovationId], visit.Gone))[0],
            Sections = [.. told.SelectMany(answer => answer.Result).OrderBy(section => section.Row)],
            Missing = missing,
            Today = visit.Clock.Today(),
        };
    }
}
