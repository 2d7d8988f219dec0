using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Access;

/// <summary>An administrator makes a role of the institution's own: it begins as one of the four.</summary>
public static class MakeRole
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required Role? BasedOn { get; init; }

        public required RoleSees? Sees { get; init; }
    }

    private const string Insert = """
        insert into own_role (id, name, name_key, based_on, sees_all, changed_at)
        values (@Id, @Name, @Key, @BasedOn, @SeesAll, @Now) on conflict do nothing
        """;

    private const string IsThere = "select count(*) from own_role where id = @Id and name_key = @Key";

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/roles/new",
            Api = "/api/roles",
            Permission = HostPermissions.Accounts,
            Read = Read,
            Handle = Handle,
            Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<MakeRolePage>(("Input", input))),
            Then = (_, id) => $"/roles/{id}",
            Said = () => T["The role is made. Look through what it may do."],
        };

    private static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Name = input.Text("name", T["a name"], required: true, max: 60),
            BasedOn = input.Choice<Role>("basedOn", T["the role it is like"], required: true),
            Sees = input.Choice<RoleSees>("sees", T["what it sees"], required: true),
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (ChangeRole.Trouble(form.Name, form.BasedOn!.Value, form.Sees!.Value) is { } trouble)
            return trouble;
        var row = new
        {
            form.Id,
            form.Name,
            Key = Words.Fold(form.Name),
            BasedOn = form.BasedOn.Value.ToString(),
            SeesAll = form.Sees == RoleSees.All,
        };
        var made = await visit.Database.Write(
            w =>
            {
                var values = new DynamicParameters(row);
                values.Add("Now", w.Now);
                return w.Connection.Execute(Insert, values) == 1
                    ? ChangeRole.Count(w)
                    : w.Connection.ExecuteScalar<long>(IsThere, row) == 1;
            },
            visit.Gone
        );
        return made ? Outcome<Guid>.Done(form.Id) : ChangeRole.NameTaken();
    }
}

/// <summary>Which innovations a role sees.</summary>
public enum RoleSees
{
    /// <summary>All of the institution.</summary>
    All,

    /// <summary>Those that somebody takes part in or was given access to.</summary>
    Some,
}
