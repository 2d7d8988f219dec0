using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace MyModule.Things;

/// <summary>Somebody records a thing.</summary>
public static class RecordThing
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
    }

    // Sent twice, it makes one.
    private const string Insert = """
        insert into thing (id, name, name_key) values (@Id, @Name, @Key) on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/mymodule/new",
            Api = "/api/mymodule",
            Permission = Module.Record,
            Read = input => new() { Id = input.NewId(), Name = input.Text("name", "a name", required: true, max: 200) },
            Handle = Handle,
            Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<RecordThingPage>(("Input", input))),
            Then = (_, _) => "/mymodule",
            Said = () => "It is recorded.",
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var row = new
        {
            form.Id,
            form.Name,
            Key = Words.Fold(form.Name),
        };
        await visit.Database.Write(writing => writing.Connection.Execute(Insert, row), visit.Gone);
        return Outcome<Guid>.Done(form.Id);
    }
}
