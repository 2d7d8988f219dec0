using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Around;
using CoProd.Register.Parts;
using CoProd.Register.People;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Capture;

/// <summary>A sign-in sheet that went round on paper is typed in as it stands: one grid, one note, one undo.</summary>
public static class TypeInSheet
{
    /// <summary>The lines of the printed sheet, and of the grid.</summary>
    internal const int Lines = 20;

    private const int MostHours = TellWhatHappened.MostHours;

    /// <summary>A line of the paper.</summary>
    public sealed record Line
    {
        /// <summary>The number that is printed beside it.</summary>
        public required int Number { get; init; }

        /// <summary>The name as it was written; empty for a line that nobody used.</summary>
        public required string Name { get; init; }

        /// <summary>What they gave, where it is not what the sheet says for all.</summary>
        public required decimal? Hours { get; init; }

        /// <summary>Somebody who was not known before and takes part from now on.</summary>
        public required bool IsNew { get; init; }
    }

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }

        public required string Words { get; init; }

        public required DateOnly? On { get; init; }

        public required decimal? Hours { get; init; }

        public required IReadOnlyList<NoteTick> Ticks { get; init; }

        /// <summary>The lines somebody wrote on.</summary>
        public required IReadOnlyList<Line> Lines { get; init; }
    }

    private const string IsKept = "select count(*) from note where id = @Id";

    private const string InnovationName = "select name from innovation where id = @InnovationId";

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/innovations/{innovationId:guid}/sheet",
            Api = "/api/innovations/{innovationId:guid}/sheets",
            Permission = Permissions.People,
            Start = visit => Task.FromResult<Input?>(Input.Of(("on", visit.Clock.Today().Iso()))),
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (_, id) => $"/capture/{id}",
            Said = () => T["The sheet is kept. If something is wrong with it, undo takes all of it back."],
        };

    /// <summary>The sheet to print, with the same numbers.</summary>
    internal static async Task<IResult?> Print(IVisit visit)
    {
        var name = await visit.Database.Read(
            c => c.ExecuteScalarAsync<string?>(InnovationName, new { visit.InnovationId }),
            visit.Gone
        );
        return visit.Page<SignInSheetPage>(("InnovationId", visit.InnovationId), ("Innovation", name ?? ""));
    }

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Words = input.Text("words", T["what happened"], required: true, max: 4_000),
            On = input.Date("on", T["the day"], required: true),
            Hours = input.Number("hours", T["the hours"], 0, MostHours),
            Ticks = input.Choices<NoteTick>("ticks", T["what fits"]),
            Lines = [.. Enumerable.Range(1, Lines).Select(number => ReadLine(input, number))],
        };
        var used = form.Lines.Where(line => line.Name.Length > 0).ToList();
        foreach (var line in form.Lines.Where(line => line.Name.Length == 0 && (line.Hours is not null || line.IsNew)))
            input.Error($"name{line.Number}", T["Line {0} has no name. Write it, or empty the line.", line.Number]);
        foreach (var twice in used.GroupBy(line => Contracts.Words.Fold(line.Name)).Where(same => same.Count() > 1))
            input.Error(
                $"name{twice.Last().Number}",
                T["“{0}” stands on line {1} already. Leave one of them out.", twice.Last().Name, twice.First().Number]
            );
        if (used.Count == 0 && input.IsGood)
            input.Error("name1", T["Nobody is on the sheet yet. Write at least one name."]);
        return form with { Lines = used };
    }

    private static Line ReadLine(Input input, int number) =>
        new()
        {
            Number = number,
            Name = input.Text($"name{number}", T["the name on line {0}", number], max: 120),
            Hours = input.Number($"hours{number}", T["the hours on line {0}", number], 0, MostHours),
            IsNew = input.Tick($"new{number}"),
        };

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var known = await visit.Database.Read(
            c => Task.FromResult(NamesThere.All(c, visit.InnovationId, visit.Clock.Today())),
            visit.Gone
        );
        return visit.Page<TypeInSheetPage>(
            ("Input", input),
            ("Known", known.Select(person => person.Name).ToList()),
            ("Back", $"/innovations/{visit.InnovationId}/notes")
        );
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var today = visit.Clock.Today();
        if (form.On > today)
            return Outcome<Guid>.Refused("on", T["That day is still to come. Tell it when it has happened."]);
        var innovation = visit.InnovationId;
        var writer = visit.Caller.AccountId;
        return await visit.Database.Write(
            writing =>
            {
                // Sent twice, it makes one: also of those who are new.
                if (writing.Connection.ExecuteScalar<long>(IsKept, new { form.Id }) > 0)
                    return Outcome<Guid>.Done(form.Id);
                var known = NamesThere.All(writing.Connection, innovation, today);
                var there = new Dictionary<Guid, decimal?>();
                foreach (var line in form.Lines)
                {
                    var (person, fault) = Whose(line, known);
                    if (fault is not null)
                        return Outcome<Guid>.Refused($"name{line.Number}", fault);
                    there[person ?? Guid.CreateVersion7()] = line.Hours;
                }
                foreach (var (line, person) in form.Lines.Zip(there.Keys).Where(each => each.First.IsNew))
                    Welcome(writing, innovation, person, line.Name, form.On!.Value);
                TellWhatHappened.Keep(
                    writing,
                    new()
                    {
                        Id = form.Id,
                        InnovationId = innovation,
                        Words = form.Words,
                        On = form.On,
                        Hours = form.Hours,
                        Ticks = form.Ticks,
                        People = [.. there.Keys],
                        HoursOf = there,
                    },
                    writer
                );
                return Outcome<Guid>.Done(form.Id);
            },
            visit.Gone
        );
    }

    private static (Guid? Person, string? Fault) Whose(Line line, IReadOnlyList<Named> known)
    {
        var meant = known
            .Where(person => Contracts.Words.Fold(person.Name) == Contracts.Words.Fold(line.Name))
            .ToList();
        return (line.IsNew, meant.Count) switch
        {
            (true, 0) => (null, null),
            (true, _) => (
                null,
                T[
                    "“{0}” on line {1} takes part already. Take the tick away, or write the new name so that the two can be told apart.",
                    line.Name,
                    line.Number
                ]
            ),
            (false, 1) => (meant[0].Id, null),
            (false, 0) => (
                null,
                T[
                    "Nobody called “{0}” takes part yet (line {1}). Write the name as it is known, or tick that they are new.",
                    line.Name,
                    line.Number
                ]
            ),
            _ => (
                null,
                T[
                    "More than one person is called “{0}” (line {1}). Leave the line out here, and tell it under “What happened?”, where the right one can be ticked.",
                    line.Name,
                    line.Number
                ]
            ),
        };
    }

    private static void Welcome(IWriting writing, Guid innovationId, Guid personId, string name, DateOnly on)
    {
        PersonWriting.Insert(
            writing,
            new()
            {
                Id = personId,
                Name = name,
                Role = "",
                Email = "",
                Phone = "",
                ContactWish = "",
                Locality = "",
                Stakeholders = "",
                Version = 0,
            }
        );
        TakePart.Put(
            writing,
            innovationId,
            new()
            {
                PersonId = personId,
                Role = "",
                FromOn = on,
            }
        );
    }
}
