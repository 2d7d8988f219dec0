using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.People;

/// <summary>Somebody records a person. A name or a role is enough.</summary>
public static class RecordPerson
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required string Role { get; init; }

        public required string Email { get; init; }

        public required string Phone { get; init; }

        public required string ContactWish { get; init; }

        public required string Locality { get; init; }

        /// <summary>The groups they speak for, parted by commas.</summary>
        public required string Stakeholders { get; init; }

        public required int Version { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/people/new",
            Api = "/api/people",
            Permission = Permissions.People,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit.Database, visit.Gone),
            Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<RecordPersonPage>(("Input", input))),
            Then = (_, id) => $"/people/{id}",
            Said = () => T["The person is recorded."],
        };

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Name = input.Text("name", T["a name"], max: 120),
            Role = input.Text("role", T["a role"], max: 120),
            Email = input.Text("email", T["the e-mail address"], max: 200),
            Phone = input.Text("phone", T["the telephone number"], max: 60),
            ContactWish = input.Text("contactWish", T["how they like to be reached"], max: 300),
            Locality = input.Text("locality", T["the place"], max: 120),
            Stakeholders = string.Join(
                ", ",
                NamedThings
                    .Split(input.Text("stakeholders", T["the groups they speak for"], max: 300))
                    .Order(StringComparer.OrdinalIgnoreCase)
            ),
            Version = input.Version(),
        };
        if (form.Name.Length + form.Role.Length == 0)
            input.Error("name", T["Enter a name, or a role where the name is not known."]);
        if (form.Email.Length > 0 && !form.Email.Contains('@', StringComparison.Ordinal))
            input.Error("email", T["An e-mail address has an @ in it, for example ann@example.org."]);
        return form;
    }

    internal static async Task<Outcome<Guid>> Handle(Form form, IModuleDatabase database, CancellationToken ct)
    {
        await database.Write(writing => PersonWriting.Insert(writing, form), ct);
        return Outcome<Guid>.Done(form.Id);
    }
}
