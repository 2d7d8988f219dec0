using System.Globalization;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Audiences;

/// <summary>Somebody says whose word counts, and what they are asked for; later they correct it.</summary>
public static class RecordAudience
{
    private const int UsualPower = 3;

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required int Power { get; init; }
        public required bool IsRequired { get; init; }
        public required string Asks { get; init; }
        public required int Version { get; init; }
    }

    internal const string Insert = """
        insert into audience (id, innovation_id, name, search_key, power, is_required, asks, recorded_at, changed_at)
        values (@Id, @InnovationId, @Name, @SearchKey, @Power, @IsRequired, @Asks, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string One = """
        select id, innovation_id, name, power, is_required, asks, version from audience
        where id = @id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal const string Update = """
        update audience set name = @Name, search_key = @SearchKey, power = @Power, is_required = @IsRequired, asks = @Asks,
            version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/audiences/new",
            Api = Paths.Api + "/audiences",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Keeping.Make(visit, Insert, form.Id, Row(form)),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Champions(visit.InnovationId) + "#audiences",
            Said = () => T["The audience is recorded. Next: where does it stand?"],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/audiences/{audienceId:guid}",
            Api = Paths.Api + "/audiences/{audienceId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("audienceId")),
            Read = Read,
            Handle = (form, visit) =>
            {
                var id = visit.RouteId("audienceId");
                return Keeping.Change(visit, Update, id, Row(form with { Id = id }), Start);
            },
            Show = (input, visit) => Show(input, visit, visit.RouteId("audienceId")),
            Then = (visit, _) => Paths.Champions(visit.InnovationId) + "#audiences",
            Said = () => T["The change is kept."],
        };

    internal static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Name = input.Text("name", T["who it is"], required: true),
            Power = input.Whole("power", T["how much its word weighs"], 1, 5) ?? UsualPower,
            IsRequired = input.Tick("isRequired"),
            Asks = input.Text("asks", T["what it is asked for"], max: 1000),
            Version = input.Version(),
        };

    internal static object Row(Form form) =>
        new
        {
            form.Id,
            form.Name,
            SearchKey = Words.Key(form.Name),
            form.Power,
            form.IsRequired,
            form.Asks,
            form.Version,
        };

    /// <summary>The form as it would stand for what is kept.</summary>
    internal static Form Of(Audience kept) =>
        new()
        {
            Id = kept.Id,
            Name = kept.Name,
            Power = kept.Power,
            IsRequired = kept.IsRequired,
            Asks = kept.Asks,
            Version = kept.Version,
        };

    /// <summary>What is kept once the form is.</summary>
    internal static Audience Kept(Form form, Guid innovation) =>
        new()
        {
            Id = form.Id,
            InnovationId = innovation,
            Name = form.Name,
            Power = form.Power,
            IsRequired = form.IsRequired,
            Asks = form.Asks,
            Version = form.Version + 1,
        };

    private static Task<IResult?> Show(Input input, IVisit visit, Guid? id) =>
        Task.FromResult<IResult?>(
            visit.Page<RecordAudiencePage>(("Input", input), ("InnovationId", visit.InnovationId), ("AudienceId", id))
        );

    private static async Task<Input?> Start(IVisit visit, Guid id)
    {
        var asked = new { id, visit.InnovationId };
        var kept = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<Audience>(One, asked), visit.Gone);
        return kept is null
            ? null
            : Input.Of(
                ("name", kept.Name),
                ("power", kept.Power.ToString(CultureInfo.InvariantCulture)),
                ("isRequired", kept.IsRequired ? "yes" : null),
                ("asks", kept.Asks),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );
    }
}
