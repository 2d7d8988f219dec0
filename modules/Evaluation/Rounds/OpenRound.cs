using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Library;
using CoProd.Evaluation.Scores;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Rounds;

/// <summary>Somebody asks groups of people: which instrument, whom, and until when. Each group gets a link of its own.</summary>
public static class OpenRound
{
    private const int MostGroups = 12;
    private const int LongestName = 80;

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Title { get; init; }
        public required string Purpose { get; init; }
        public required string Instrument { get; init; }
        public required bool Together { get; init; }
        public required DateOnly? ClosesOn { get; init; }
        public required IReadOnlyList<string> Staff { get; init; }
        public required IReadOnlyList<string> CoProducers { get; init; }
        public required IReadOnlyList<string> Others { get; init; }
    }

    internal const string Insert = """
        insert into evaluation_round (id, innovation_id, title, search_key, purpose, instrument_key, instrument_version, definition,
            together, floor, opened_on, closes_on, closed_on, told_on, told_how, recorded_at, changed_at)
        values (@Id, @InnovationId, @Title, @SearchKey, @Purpose, @InstrumentKey, @InstrumentVersion, @Definition, @Together, @Floor,
            @OpenedOn, @ClosesOn, @ClosedOn, @ToldOn, @ToldHow, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal const string InsertGroup = """
        insert into round_group (id, round_id, name, side, place, code) values (@Id, @RoundId, @Name, @Side, @Place, @Code)
        on conflict do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/rounds/new",
            Api = Paths.Api + "/rounds",
            Permission = Permissions.Record,
            Start = _ =>
                Task.FromResult<Input?>(
                    Input.Of(
                        ("instrument", "fifteen 1"),
                        ("staff", T["Staff"]),
                        ("coProducers", T["Patients and carers"])
                    )
                ),
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, id) => Paths.Round(visit.InnovationId, id),
            Said = () => T["The round is open. Give each group its link."],
        };

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Title = input.Text("title", T["a name for the round"], required: true, max: 120),
            Purpose = input.Text("purpose", T["what the answers are for"], max: 1000),
            Instrument = input.Text("instrument", T["the instrument"], required: true, max: 200),
            Together = input.Tick("together"),
            ClosesOn = input.Date("closesOn", T["the last day"]),
            Staff = Lines(input, "staff", T["the groups of staff"]),
            CoProducers = Lines(input, "coProducers", T["the groups of co-producers"]),
            Others = Lines(input, "others", T["the other groups"]),
        };
        var all = form.Staff.Concat(form.CoProducers).Concat(form.Others).ToArray();
        if (all.Length == 0)
            input.Error("staff", T["Name at least one group to ask."]);
        else if (all.Length > MostGroups)
            input.Error("staff", T["At most {0} groups can be asked in one round.", MostGroups]);
        else if (all.CountBy(Words.Fold).FirstOrDefault(count => count.Value > 1) is { Key: not null })
            input.Error("staff", T["Two groups have the same name. Give each one of its own."]);
        return form;
    }

    // One group a line, and a comma parts them as well: people type both.
    private static IReadOnlyList<string> Lines(Input input, string field, string label)
    {
        var names = input
            .Text(field, label, max: MostGroups * LongestName)
            .Split(['\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Any(name => name.Length > LongestName))
            input.Error(field, T["A group's name has at most {0} letters.", LongestName]);
        return names;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var today = visit.Clock.Today();
        if (form.ClosesOn < today)
            return Outcome<Guid>.Refused("closesOn", T["That day is over. Give a later one, or leave it blank."]);
        if (await Chosen(visit, form.Instrument) is not { } instrument)
            return Outcome<Guid>.Refused("instrument", T["Choose the instrument from the list."]);
        if (!instrument.HasWords)
            return Outcome<Guid>.Refused(
                "instrument",
                T[
                    "The words of “{0}” are not here, so nobody can be asked with it. Load them first, under Instruments.",
                    instrument.Title
                ]
            );
        var groups = Groups(form);
        var settings = EvaluationSettings.From(visit.Get<ISettings>());
        var row = new
        {
            form.Id,
            form.Title,
            SearchKey = Words.Key(form.Title),
            form.Purpose,
            InstrumentKey = instrument.Key,
            InstrumentVersion = instrument.Version,
            Definition = InstrumentText.Write(
                ForEachGroup.WriteOut(instrument, [.. groups.Select(group => group.Name)])
            ),
            form.Together,
            Floor = form.Together ? 1 : settings.Floor,
            OpenedOn = today,
            form.ClosesOn,
            ClosedOn = (DateOnly?)null,
            ToldOn = (DateOnly?)null,
            ToldHow = "",
        };
        var innovation = visit.InnovationId;
        await visit.Database.Write(writing => Put(writing, innovation, form.Id, row, groups), visit.Gone);
        return Outcome<Guid>.Done(form.Id);
    }

    /// <summary>Writes a round with its groups; sent twice, it is there once.</summary>
    internal static void Put(IWriting writing, Guid innovation, Guid id, object row, IReadOnlyList<AskedGroup> groups)
    {
        if (writing.Connection.Execute(Insert, Keeping.With(row, innovation, writing)) == 0)
            return;
        foreach (var group in groups)
            writing.Connection.Execute(
                InsertGroup,
                new
                {
                    group.Id,
                    RoundId = id,
                    group.Name,
                    Side = group.Side.ToString(),
                    group.Place,
                    Code = LinkCode.New(),
                }
            );
        writing.Changed(innovation);
    }

    private static AskedGroup[] Groups(Form form) =>
        [
            .. form
                .Staff.Select(name => (name, Side.Staff))
                .Concat(form.CoProducers.Select(name => (name, Side.CoProducers)))
                .Concat(form.Others.Select(name => (name, Side.Others)))
                .Select(
                    (each, place) =>
                        new AskedGroup
                        {
                            Id = RandomId.New(),
                            Name = each.name,
                            Side = each.Item2,
                            Place = place,
                        }
                ),
        ];

    private static string Value(Instruments.Instrument one) => $"{one.Key} {one.Version}";

    private static async Task<Instruments.Instrument?> Chosen(IVisit visit, string value) =>
        (await Shelf.All(visit.Database, visit.Gone)).FirstOrDefault(one => Value(one) == value);

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var all = await Shelf.All(visit.Database, visit.Gone);
        return visit.Page<OpenRoundPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            (
                "Instruments",
                all.Where(one => one.HasWords)
                    .Select(one => new Choice(
                        Value(one),
                        one.Title,
                        string.Create(CultureInfo.CurrentCulture, $"{one.About}")
                    ))
                    .ToList()
            ),
            ("Floor", EvaluationSettings.From(visit.Get<ISettings>()).Floor),
            ("Silent", await WhoNotToAsk.Names(visit))
        );
    }
}
