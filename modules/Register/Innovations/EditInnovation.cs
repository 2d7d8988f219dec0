using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Innovations;

/// <summary>Somebody corrects an innovation's name or purpose. Two who do so at once are shown both texts.</summary>
internal static class EditInnovation
{
    private const string Current =
        "select name, purpose, started_on, version from innovation where id = @id and withdrawn = false";

    private const string Update = """
        update innovation set name = @Name, name_key = @NameKey, purpose = @Purpose, started_on = @StartedOn,
            version = version + 1, changed_at = @Now
        where id = @Id and version = @Version and withdrawn = false
        """;

    internal static FormRoute<RegisterInnovation.Form> Route { get; } =
        new()
        {
            Page = "/innovations/{innovationId:guid}/edit",
            Api = "/api/innovations/{innovationId:guid}",
            Permission = Permissions.Record,
            Start = Start,
            Read = RegisterInnovation.Read,
            Handle = (form, visit) => Handle(form with { Id = visit.InnovationId }, visit.Database, visit.Gone),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RegisterInnovationPage>(
                        ("Input", input),
                        ("Cancel", $"/innovations/{visit.InnovationId}")
                    )
                ),
            Then = (visit, _) => $"/innovations/{visit.InnovationId}",
            Said = () => T["The change is kept."],
        };

    private static async Task<Input?> Start(IVisit visit) => await Read(visit.Database, visit.InnovationId, visit.Gone);

    internal static async Task<Outcome<Guid>> Handle(
        RegisterInnovation.Form form,
        IModuleDatabase database,
        CancellationToken ct
    )
    {
        var changed = await database.Write(writing => Keep(writing, form), ct);
        if (changed)
            return Outcome<Guid>.Done(form.Id);
        return await Read(database, form.Id, ct) is { } theirs
            ? Outcome<Guid>.Conflict(theirs)
            : Outcome<Guid>.Missing();
    }

    /// <summary>Keeps the change, whoever asks: the form or a file. False when the record is not there in the version that was read.</summary>
    internal static bool Keep(IWriting writing, RegisterInnovation.Form form)
    {
        var row = new
        {
            form.Id,
            form.Name,
            NameKey = Words.Key(form.Name),
            form.Purpose,
            form.StartedOn,
            form.Version,
            writing.Now,
        };
        if (writing.Connection.Execute(Update, row) != 1)
            return false;
        writing.Publish(new InnovationChanged { InnovationId = form.Id });
        return true;
    }

    private static async Task<Input?> Read(IModuleDatabase database, Guid id, CancellationToken ct)
    {
        var row = await database.Read(c => c.QuerySingleOrDefaultAsync<Row>(Current, new { id }), ct);
        return row is null
            ? null
            : Input.Of(
                ("name", row.Name),
                ("purpose", row.Purpose),
                ("startedOn", row.StartedOn?.Iso()),
                ("version", row.Version.ToString(System.Globalization.CultureInfo.InvariantCulture))
            );
    }

    private sealed record Row
    {
        public string Name { get; init; } = "";

        public string Purpose { get; init; } = "";

        public DateOnly? StartedOn { get; init; }

        public int Version { get; init; }
    }
}
