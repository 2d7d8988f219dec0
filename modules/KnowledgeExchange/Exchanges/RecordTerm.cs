using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Exchanges;

/// <summary>A word, what each group means by it, and what all agreed that it means here.</summary>
public static class RecordTerm
{
    private const int MostMeanings = 20;

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Word { get; init; }
        public required IReadOnlyList<Meaning> Meanings { get; init; }
        public required string Agreed { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into knowledge_term (id, innovation_id, word, word_key, agreed, recorded_by, recorded_at, changed_at)
        values (@Id, @InnovationId, @Word, @WordKey, @Agreed, @RecordedBy, @Now, @Now) on conflict (id) do nothing
        """;

    private const string Update = """
        update knowledge_term set word = @Word, word_key = @WordKey, agreed = @Agreed, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string NoMeanings = "delete from knowledge_meaning where term_id = @Id";

    private const string AddMeaning = """
        insert into knowledge_meaning (term_id, nr, by_group, meaning) values (@Id, @nr, @Group, @Words) on conflict do nothing
        """;

    private const string Same = """
        select word from knowledge_term
        where innovation_id = @InnovationId and word_key = @WordKey and id <> @Id and withdrawn = false order by id limit 1
        """;

    private const string Find = """
        select word from knowledge_term where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Withdraw = """
        update knowledge_term set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/words/new",
            Api = Paths.Api + "/words",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Exchange(visit.InnovationId) + "#words",
            Said = () => T["The word is recorded."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/words/{termId:guid}",
            Api = Paths.Api + "/words/{termId:guid}",
            Permission = Permissions.Record,
            Start = async visit => await Kept(visit) is { } kept ? InputOf(kept) : null,
            Read = Read,
            Handle = async (form, visit) =>
                await Kept(visit) is { } kept
                    ? await Handle(form with { Id = kept.Id }, visit, kept)
                    : Outcome<Guid>.Missing(),
            Show = (input, visit) => Show(input, visit, visit.RouteId("termId")),
            Then = (visit, _) => Paths.Exchange(visit.InnovationId) + "#words",
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Withdrawal.Asking(
            Find,
            Withdraw,
            new Withdrawal
            {
                Record = Paths.Route + "/words/{termId:guid}",
                RouteId = "termId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this word"],
                Lede = () => T["For one that was recorded by mistake."],
                Said = () => T["The word is withdrawn."],
                Back = visit => Paths.Exchange(visit.InnovationId),
            }
        );

    private static Form Read(Input input)
    {
        var lines = input
            .Text("meanings", T["what each group means by it"], max: 4000)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var meanings = lines
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Select(parts => parts.Length == 2 ? new Meaning(parts[0], parts[1]) : new Meaning("", parts[0]))
            .ToArray();
        if (meanings.FirstOrDefault(one => one.Group.Length is 0 or > 200 || one.Words.Length == 0) is { } wrong)
            input.Error(
                "meanings",
                T["Write each line as the group, a colon, and what it means. This one is not: {0}", wrong.Words]
            );
        else if (meanings.Length > MostMeanings)
            input.Error("meanings", T["Keep to {0} groups or fewer. There are {1}.", MostMeanings, meanings.Length]);
        return new()
        {
            Id = input.NewId(),
            Word = input.Text("word", T["the word"], required: true),
            Meanings = meanings,
            Agreed = input.Text("agreed", T["what all agreed that it means"], max: 1000),
            Version = input.Version(),
        };
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Term? before)
    {
        var row = new
        {
            form.Id,
            form.Word,
            WordKey = Words.Key(form.Word),
            form.Agreed,
            RecordedBy = visit.Caller.AccountId,
            form.Version,
        };
        var (innovation, isNew, lost) = (visit.InnovationId, before is null, false);
        string? same = null;
        var done = await Keeping.Several(
            visit,
            form.Id,
            writing =>
            {
                same = writing.Connection.QuerySingleOrDefault<string?>(Same, Keeping.With(row, innovation, writing));
                if (same is not null)
                    return false;
                var rows = writing.Connection.Execute(isNew ? Insert : Update, Keeping.With(row, innovation, writing));
                lost = rows == 0 && !isNew;
                if (rows == 0)
                    return isNew;
                WriteMeanings(writing, form);
                return true;
            }
        );
        if (same is not null)
            return Outcome<Guid>.Refused(
                "word",
                T["“{0}” is recorded already. Open it there, and add what it means to others.", same]
            );
        return lost && await Kept(visit) is { } theirs ? Outcome<Guid>.Conflict(InputOf(theirs)) : done;
    }

    private static void WriteMeanings(IWriting writing, Form form)
    {
        writing.Connection.Execute(NoMeanings, new { form.Id });
        for (var nr = 0; nr < form.Meanings.Count; nr++)
            writing.Connection.Execute(
                AddMeaning,
                new
                {
                    form.Id,
                    nr,
                    form.Meanings[nr].Group,
                    form.Meanings[nr].Words,
                }
            );
    }

    private static async Task<Term?> Kept(IVisit visit) =>
        (await ExchangeBook.One(visit.Database, visit.InnovationId, visit.Gone)).Terms.FirstOrDefault(one =>
            one.Id == visit.RouteId("termId")
        );

    private static Input InputOf(Term kept) =>
        Input.Of(
            ("word", kept.Word),
            ("meanings", string.Join('\n', kept.Meanings.Select(one => $"{one.Group}: {one.Words}"))),
            ("agreed", kept.Agreed),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static Task<IResult?> Show(Input input, IVisit visit, Guid? id) =>
        Task.FromResult<IResult?>(
            visit.Page<RecordTermPage>(("Input", input), ("InnovationId", visit.InnovationId), ("TermId", id))
        );
}
