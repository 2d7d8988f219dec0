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

/// <summary>Somebody registers an innovation. Only its name is needed.</summary>
public static class RegisterInnovation
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required string Purpose { get; init; }

        public required DateOnly? StartedOn { get; init; }

        public required int Version { get; init; }
    }

    // Sent twice, it makes one.
    private const string Insert = """
        insert into innovation (id, name, name_key, purpose, started_on, recorded_at, changed_at)
        values (@Id, @Name, @NameKey, @Purpose, @StartedOn, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/innovations/new",
            Api = "/api/innovations",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit.Database, visit.Gone),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RegisterInnovationPage>(
                        ("Input", input),
                        ("Cancel", visit.Caller.MayOpen(Permissions.See) ? "/innovations" : "/")
                    )
                ),
            Then = (_, id) => $"/innovations/{id}",
            Said = () => T["The innovation is registered."],
        };

    internal static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Name = input.Text("name", T["a name"], required: true, max: 120),
            Purpose = input.Text("purpose", T["the purpose"], max: 300),
            StartedOn = input.Date("startedOn", T["the day it began"]),
            Version = input.Version(),
        };

    internal static async Task<Outcome<Guid>> Handle(Form form, IModuleDatabase database, CancellationToken ct)
    {
        await database.Write(writing => Keep(writing, form), ct);
        return Outcome<Guid>.Done(form.Id);
    }

    /// <summary>Registers it, whoever asks: a form, a file, another module. False when it was there already.</summary>
    internal static bool Keep(IWriting writing, Form form)
    {
        var row = new
        {
            form.Id,
            form.Name,
            NameKey = Words.Key(form.Name),
            form.Purpose,
            form.StartedOn,
            writing.Now,
        };
        if (writing.Connection.Execute(Insert, row) != 1)
            return false;
        writing.Publish(new InnovationChanged { InnovationId = form.Id });
        return true;
    }
}
