using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Evaluation.Overview;

/// <summary>Where people are being asked, and where they wait to hear what came of it.</summary>
public static class SeePortfolio
{
    private const int PageSize = 25;

    /// <summary>An innovation.</summary>
    public sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }

        /// <summary>The latest round.</summary>
        public required string Round { get; init; }
        public required DateOnly? OpenedOn { get; init; }
        public required DateOnly? EndedOn { get; init; }
        public required int Open { get; init; }
        public required int Undone { get; init; }
        public required DateOnly? ToldOn { get; init; }
        internal string Key { get; init; } = "";
    }

    private const string Innovations = """
        select i.id, i.name, i.name_key from host_innovation i
        where i.withdrawn = false and (i.name_key, i.id) > (@Name, @Id) and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = i.id and h.person_id in @SeesAs))
        order by i.name_key, i.id limit @Limit
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeePortfolioPage>(("Rows", await Answer(visit)), ("Request", ListRequest.From(visit)));

    internal static async Task<ListPage<Row>?> Answer(IVisit visit)
    {
        var (name, id) = Keys.Read(visit.Asked("after"));
        var asked = new
        {
            Name = name,
            Id = id,
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            Limit = PageSize + 1,
        };
        var some = (
            await visit.Database.Read(
                c => c.QueryAsync<(Guid Id, string Name, string Key)>(Innovations, asked),
                visit.Gone
            )
        ).AsList();
        Guid[] ids = [.. some.Select(one => one.Id)];
        var today = visit.Clock.Today();
        var rounds = (await RoundBook.Of(visit.Database, ids, visit.Gone)).ToLookup(round => round.InnovationId);
        var actions = (await ActionBook.Of(visit.Database, ids, visit.Gone)).ToLookup(action => action.InnovationId);
        var rows = some.Select(one => Of(one, [.. rounds[one.Id]], [.. actions[one.Id]], today)).ToList();
        return ListPage<Row>.Of(rows, PageSize, row => Keys.Write(row.Key, row.Id));
    }

    private static Row Of((Guid Id, string Name, string Key) one, Round[] rounds, ActionItem[] actions, DateOnly today)
    {
        var last = rounds.FirstOrDefault();
        return new()
        {
            Id = one.Id,
            Name = one.Name,
            Key = one.Key,
            Round = last?.Title ?? "",
            OpenedOn = last?.OpenedOn,
            EndedOn = last?.EndedOn(today),
            Open = rounds.Count(round => !round.IsClosed(today)),
            Undone = actions.Count(action => action.DoneOn is null),
            ToldOn = last?.ToldOn,
        };
    }
}
