using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Capture;

/// <summary>Somebody tells what happened. It is kept once, as told; what is made of it is for the modules that hear of it.</summary>
public static class TellWhatHappened
{
    internal const int MostHours = 1000;

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }

        public required Guid? InnovationId { get; init; }

        public required string Words { get; init; }

        public required DateOnly? On { get; init; }

        public required decimal? Hours { get; init; }

        public required IReadOnlyList<NoteTick> Ticks { get; init; }

        public required IReadOnlyList<Guid> People { get; init; }

        /// <summary>Names of others who were there, with commas between; the short form's way of saying it.</summary>
        public string Who { get; init; } = "";

        /// <summary>What single people gave, where it is not <see cref="Hours"/>.</summary>
        internal IReadOnlyDictionary<Guid, decimal?> HoursOf { get; init; } = new Dictionary<Guid, decimal?>();
    }

    private const string MayTell = $"""
        select i.id, i.name from innovation i
        where i.withdrawn = false
            and {Seen.ByCaller}
        """;

    private const string MayTellAll =
        $"{MayTell} and i.name_key like @Like escape '!' order by i.name_key, i.id limit @Limit";

    private const string MayTellOne = $"{MayTell} and i.id = @InnovationId";

    // Sent twice, it makes one.
    private const string Insert = """
        insert into note (id, innovation_id, words, happened_on, hours, ticks, written_by, recorded_at)
        values (@Id, @InnovationId, @Words, @On, @Hours, @Ticks, @WrittenBy, @Now)
        on conflict (id) do nothing
        """;

    private const string InsertPerson =
        "insert into note_person (note_id, person_id, hours) values (@NoteId, @PersonId, @Hours) on conflict do nothing";

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/capture",
            Api = "/api/notes",
            Permission = Permissions.Note,
            Start = Start,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, id) => Back(visit) ?? $"/capture/{id}",
            Said = () => T["Kept. You can take it back on “My page”."],
        };

    private static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            InnovationId = input.Id("innovationId", T["an innovation"], required: true),
            Words = input.Text("words", T["what happened"], required: true, max: 4_000),
            On = input.Date("on", T["the day"]),
            Hours = input.Number("hours", T["the hours"], 0, MostHours),
            Ticks = input.Choices<NoteTick>("ticks", T["what fits"]),
            People = input.Ids("people", T["the people"]),
            Who = input.Text("who", T["who was there"], max: 1_000),
        };

    private static Task<Input?> Start(IVisit visit)
    {
        var input = Input.Of(("on", visit.Clock.Today().Iso()), ("hours", visit.Http.Request.Cookies["coprod.hours"]));
        if (visit.Asked("innovationId") is null && visit.Http.Request.Cookies["coprod.last"] is { } last)
            input.Set("innovationId", last);
        return Task.FromResult<Input?>(input);
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var wanted = Guid.TryParse(input["innovationId"], out var id) ? id : Guid.Empty;
        var (innovations, people) = await visit.Database.Read(
            async c =>
            {
                var all = (await c.QueryAsync<Named>(MayTellAll, Asked(visit, wanted))).AsList();
                var one =
                    (await c.QueryAsync<Named>(MayTellOne, Asked(visit, wanted))).FirstOrDefault()
                    ?? all.FirstOrDefault();
                var there = one is null ? [] : NamesThere.All(c, one.Id, visit.Clock.Today());
                return ((all, one), there);
            },
            visit.Gone
        );
        if (visit.Caller.PersonId is { } me && input["words"] is null && people.Any(person => person.Id == me))
            input.Set("people", me.ToString());
        return visit.Page<TellWhatHappenedPage>(
            ("Input", input),
            ("Innovation", innovations.one),
            ("Innovations", Pick.Of(innovations.all, row => row.Name, visit.Asked("find") ?? "")),
            ("People", people.Select(row => new Choice(row.Id.ToString(), row.Name, row.Beside)).ToList()),
            ("Back", Back(visit))
        );
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var today = visit.Clock.Today();
        if (form.On > today)
            return Outcome<Guid>.Refused("on", T["That day is still to come. Tell it when it has happened."]);
        var asked = Asked(visit, form.InnovationId!.Value);
        var me = visit.Caller.PersonId;
        var writer = visit.Caller.AccountId;
        var outcome = await visit.Database.Write(
            writing =>
            {
                if (!writing.Connection.Query<Named>(MayTellOne, asked).Any())
                    return Outcome<Guid>.Missing();
                var known = NamesThere.All(writing.Connection, form.InnovationId.Value, today);
                var there = known.Select(person => person.Id).ToHashSet();
                if (!form.People.All(there.Contains))
                    return Outcome<Guid>.Missing();
                var (named, fault) = NamesThere.MadeOut(form.Who, known);
                if (fault is not null)
                    return Outcome<Guid>.Refused("who", fault);
                // Whoever tells it without ticking anybody was there themselves, beside those they name.
                IReadOnlyList<Guid> ticked =
                    form.People.Count == 0 && me is { } self && there.Contains(self) ? [self] : form.People;
                Keep(writing, form with { On = form.On ?? today, People = [.. ticked.Union(named)] }, writer);
                return Outcome<Guid>.Done(form.Id);
            },
            visit.Gone
        );
        if (outcome.Kind == OutcomeKind.Done)
            Remember(visit, form);
        return outcome;
    }

    /// <summary>Keeps a note and tells the modules, whoever asks: the page, the API, the demo.</summary>
    internal static void Keep(IWriting writing, Form form, Guid writtenBy)
    {
        var row = new
        {
            form.Id,
            form.InnovationId,
            form.Words,
            form.On,
            Hours = (double?)form.Hours,
            Ticks = string.Join(' ', form.Ticks),
            WrittenBy = writtenBy,
            writing.Now,
        };
        if (writing.Connection.Execute(Insert, row) != 1)
            return;
        foreach (var person in form.People)
        {
            var hours = (double?)form.HoursOf.GetValueOrDefault(person);
            writing.Connection.Execute(
                InsertPerson,
                new
                {
                    NoteId = form.Id,
                    PersonId = person,
                    Hours = hours,
                }
            );
        }
        writing.Publish(new NoteTaken { NoteId = form.Id, InnovationId = form.InnovationId!.Value });
        writing.Changed(form.InnovationId.Value);
    }

    private static object Asked(IVisit visit, Guid innovationId) =>
        new
        {
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            InnovationId = innovationId,
            Today = visit.Clock.Today(),
            Like = Contracts.Words.Like(visit.Asked("find")),
            Pick.Limit,
        };

    // The next note begins where this one ended.
    private static void Remember(IVisit visit, Form form)
    {
        var options = new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = visit.Http.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(180),
            IsEssential = true,
        };
        visit.Http.Response.Cookies.Append("coprod.last", form.InnovationId!.Value.ToString(), options);
        if (form.Hours?.ToString(CultureInfo.InvariantCulture) is { Length: < 6 } hours)
            visit.Http.Response.Cookies.Append("coprod.hours", hours, options);
    }

    /// <summary>The page one came from, if it is one of ours.</summary>
    private static string? Back(IVisit visit)
    {
        var back = visit.Http.Request.HasFormContentType
            ? visit.Http.Request.Form["back"].ToString()
            : visit.Asked("back") ?? "";
        var local =
            back.StartsWith('/')
            && !back.StartsWith("//", StringComparison.Ordinal)
            && !back.Contains('\\', StringComparison.Ordinal);
        return local && !back.Any(char.IsControl) ? back : null;
    }
}
