using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Around;

/// <summary>Two around an innovation know each other. What they think of each other is theirs, and is not asked here.</summary>
public static class RecordTie
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }

        /// <summary>A person or a group.</summary>
        public required Guid? From { get; init; }

        /// <summary>A person or a group.</summary>
        public required Guid? To { get; init; }

        public required TieKind Kind { get; init; }

        public required int Intensity { get; init; }

        public required DateOnly? SinceOn { get; init; }

        public required string Note { get; init; }
    }

    private const string Ends = """
        select p.id, case when p.name <> '' then p.name else p.role_label end as name, 'person' as beside
        from participation t join person p on p.id = t.person_id
        where t.innovation_id = @id and p.withdrawn = false
        union all
        select g.id, g.name, 'group' as beside from group_link k join community_group g on g.id = k.group_id
        where k.innovation_id = @id and g.withdrawn = false
        """;

    private const string Insert = """
        insert into tie (id, from_person_id, from_group_id, to_person_id, to_group_id, kind, intensity, since_on, note, recorded_at)
        values (@Id, @FromPerson, @FromGroup, @ToPerson, @ToGroup, @Kind, @Intensity, @SinceOn, @Note, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/innovations/{innovationId:guid}/ties/new",
            Api = "/api/innovations/{innovationId:guid}/ties",
            Permission = Permissions.People,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => $"/innovations/{visit.InnovationId}/people",
            Said = () => T["The tie is recorded."],
        };

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            From = input.Id("from", T["who it begins with"], required: true),
            To = input.Id("to", T["who it leads to"], required: true),
            Kind = input.Choice<TieKind>("kind", T["what kind of tie it is"], required: true) ?? TieKind.Bonding,
            Intensity = input.Whole("intensity", T["how close it is"], 1, 4) ?? 1,
            SinceOn = input.Date("sinceOn", T["the first day"]),
            Note = input.Text("note", T["the note"], max: 300),
        };
        if (form.From is not null && form.From == form.To)
            input.Error("to", T["A tie is between two. Choose somebody else."]);
        return form;
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var ends = await visit.Database.Read(
            c => c.QueryAsync<Named>(Ends, new { id = visit.InnovationId }),
            visit.Gone
        );
        return visit.Page<RecordTiePage>(
            ("Input", input),
            (
                "Ends",
                ends.OrderBy(end => Words.Fold(end.Name), StringComparer.Ordinal)
                    .ThenBy(end => end.Id)
                    .Select(end => new Choice(end.Id.ToString(), end.Name))
                    .ToList()
            ),
            ("Back", $"/innovations/{visit.InnovationId}/people")
        );
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var innovation = visit.InnovationId;
        var done = await visit.Database.Write(
            writing =>
            {
                var ends = writing
                    .Connection.Query<Named>(Ends, new { id = innovation })
                    .ToDictionary(end => end.Id, end => end.Beside);
                if (!ends.TryGetValue(form.From!.Value, out var from) || !ends.TryGetValue(form.To!.Value, out var to))
                    return false;
                var row = new
                {
                    form.Id,
                    FromPerson = from == "person" ? form.From : null,
                    FromGroup = from == "group" ? form.From : null,
                    ToPerson = to == "person" ? form.To : null,
                    ToGroup = to == "group" ? form.To : null,
                    Kind = form.Kind.ToString(),
                    form.Intensity,
                    form.SinceOn,
                    form.Note,
                    writing.Now,
                };
                writing.Connection.Execute(Insert, row);
                writing.Changed(innovation);
                return true;
            },
            visit.Gone
        );
        return done ? Outcome<Guid>.Done(form.Id) : Outcome<Guid>.Missing();
    }
}
