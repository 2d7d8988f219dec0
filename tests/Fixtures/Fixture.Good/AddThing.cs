using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Humanizer;
using Microsoft.AspNetCore.Http;

namespace Fixture.Good;

/// <summary>Somebody adds a thing.</summary>
public static class AddThing
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }
    }

    private const string Insert = """
        insert into fixture_thing (id, name) values (@Id, @Name) on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/fixture/things/new",
            Permission = GoodModule.See,
            Read = input => new Form { Id = input.NewId(), Name = input.Text("name", "a name", required: true) },
            Handle = Handle,
            Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<ThingFormPage>(("Input", input))),
            Then = (_, _) => "/fixture/things",
        };

    internal static async Task<IResult?> ShowList(IVisit visit)
    {
        var names = await visit.Database.Read(
            c => c.QueryAsync<string>("select name from fixture_thing order by name"),
            visit.Gone
        );
        var version = typeof(NumberToWordsExtension).Assembly.GetName().Version!;
        return visit.Page<ThingListPage>(
            ("Names", (IReadOnlyList<string>)names.AsList()),
            ("Library", $"{21.ToWords()}, Humanizer {version.Major}")
        );
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        await visit.Database.Write(w => w.Connection.Execute(Insert, form), visit.Gone);
        return Outcome<Guid>.Done(form.Id);
    }
}
