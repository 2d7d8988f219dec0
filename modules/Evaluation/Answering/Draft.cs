using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Rounds;
using Dapper;
using Microsoft.AspNetCore.Routing;

namespace CoProd.Evaluation.Answering;

/// <summary>A half-filled answer, found by the key in its address.</summary>
internal sealed record Draft(Guid Id, string KeyHash, Round Round, AskedGroup Group, Instrument Instrument)
{
    private const string ByKey = """
        select s.id, s.group_id, s.answers, g.code from answer_sheet s join round_group g on g.id = s.group_id
        where s.key_hash = @hash and s.is_sent = false
        """;

    public required Dictionary<string, IReadOnlyList<string>> Given { get; init; }

    public required Answers Answers { get; init; }

    /// <summary>The one that this address names; null where there is none, or it was sent.</summary>
    public static Task<Draft?> Of(IVisit visit) => Of(visit, visit.Http.GetRouteValue("key") as string);

    /// <summary>The one with this key.</summary>
    public static async Task<Draft?> Of(IVisit visit, string? key)
    {
        if (LinkCode.Hash(key) is not { } hash)
            return null;
        var row = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<Row>(ByKey, new { hash }), visit.Gone);
        if (row is null || row.Code != OpenForm.Code(visit) || await OpenForm.Found(visit) is not var (round, group))
            return null;
        var instrument = await RoundBook.Asked(visit.Database, round.Id, visit.Gone);
        return new(row.Id, hash, round, group, instrument)
        {
            Given = AnswerText.Read(row.Answers),
            Answers = new(instrument),
        };
    }

    private sealed record Row
    {
        public Guid Id { get; init; }
        public Guid GroupId { get; init; }
        public string Answers { get; init; } = "{}";
        public string Code { get; init; } = "";
    }
}
