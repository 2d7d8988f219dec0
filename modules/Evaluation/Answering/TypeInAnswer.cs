using System.Security.Cryptography;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Answering;

/// <summary>Somebody types in what others wrote on paper, for them. It counts like any other answer, and says that it came from paper.</summary>
internal static class TypeInAnswer
{
    internal const string Insert = """
        insert into answer_sheet (id, round_id, group_id, is_sent, from_paper, key_hash, answers)
        values (@Id, @RoundId, @GroupId, true, @FromPaper, null, @Answers) on conflict (id) do nothing
        """;

    internal static FormRoute<(Guid Id, Input Input)> Route { get; } =
        new()
        {
            Page = Paths.RoundRoute + "/type/{groupId:guid}",
            Permission = Permissions.Record,
            Read = input => (input.NewId(), input),
            Handle = Handle,
            Show = Show,
            Then = (visit, _) =>
                $"{Paths.Round(visit.InnovationId, visit.RouteId("roundId"))}/type/{visit.RouteId("groupId")}",
            Said = () => T["The answer is kept. Here is the form for the next one."],
        };

    internal static async Task<(Round Round, AskedGroup Group)?> Found(IVisit visit) =>
        await SeeRound.Found(visit) is { } round
        && round.Groups.FirstOrDefault(group => group.Id == visit.RouteId("groupId")) is { } group
            ? (round, group)
            : null;

    private static async Task<Outcome<Guid>> Handle((Guid Id, Input Input) form, IVisit visit)
    {
        if (await Found(visit) is not var (round, group))
            return Outcome<Guid>.Missing();
        if (round.IsClosed(visit.Clock.Today()))
            return Outcome<Guid>.Refused("", T["The round is closed. Open it again to type in an answer."]);
        var instrument = await RoundBook.Asked(visit.Database, round.Id, visit.Gone);
        var answers = new Answers(instrument);
        var given = new Dictionary<string, IReadOnlyList<string>>();
        answers.Take(form.Input, Items(instrument, group), given, mustAnswer: false);
        if (!form.Input.IsGood)
            return Outcome<Guid>.Refused(form.Input.Errors[0].Field, form.Input.Errors[0].Sentence);
        var shown = answers.Shown(given);
        var kept = given.Where(each => shown.Contains(each.Key)).ToDictionary();
        if (kept.Count == 0)
            return Outcome<Guid>.Refused("", T["There is no answer yet. Type in at least one."]);
        if (Scores.Ratios.Faults(instrument, answers.Values(kept)).FirstOrDefault() is (var item, { } fault))
            return Outcome<Guid>.Refused(answers.NameOf(instrument.All.First(one => one.Id == item)), fault);
        var row = new
        {
            Id = IdOf(form.Id),
            RoundId = round.Id,
            GroupId = group.Id,
            FromPaper = true,
            Answers = AnswerText.Write(kept),
        };
        await visit.Database.Write(
            writing =>
            {
                writing.Connection.Execute(Insert, row);
                writing.Changed(round.InnovationId);
            },
            visit.Gone
        );
        return Outcome<Guid>.Done(Guid.Empty);
    }

    private static IEnumerable<Item> Items(Instrument instrument, AskedGroup group) =>
        Sections.Of(instrument, group).SelectMany(section => section.Items).SelectMany(item => item.All);

    // The form's own id tells when it was opened. Of its hash nothing can be read, and the form sent twice still makes one.
    internal static Guid IdOf(Guid form) => new(SHA256.HashData(form.ToByteArray()).AsSpan(0, 16));

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        if (await Found(visit) is not var (round, group))
            return null;
        var instrument = await RoundBook.Asked(visit.Database, round.Id, visit.Gone);
        return visit.Page<TypeInAnswerPage>(
            ("Input", input),
            ("Title", round.Title),
            ("Group", group.Name),
            (
                "Questions",
                new Answers(instrument)
                    .Questions(Sections.Of(instrument, group).SelectMany(section => section.Items), null, 1)
                    .ToArray()
            ),
            ("Back", Paths.Round(round.InnovationId, round.Id))
        );
    }
}
