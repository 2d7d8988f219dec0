using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.People;

/// <summary>What a consent covers. A consent for one says nothing of the others.</summary>
public enum ConsentScope
{
    /// <summary>To be written to or rung.</summary>
    Contact,

    /// <summary>To be quoted in their own words.</summary>
    Quote,

    /// <summary>To be named in reports.</summary>
    Name,

    /// <summary>Pictures and recordings.</summary>
    Picture,

    /// <summary>To go along when the innovation is handed over to others.</summary>
    HandOver,
}

/// <summary>A person has agreed to something, for a purpose and perhaps for a time.</summary>
public static class GiveConsent
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }

        public required ConsentScope Scope { get; init; }

        public required string Purpose { get; init; }

        public required DateOnly? GivenOn { get; init; }

        public required DateOnly? UntilOn { get; init; }

        public required string How { get; init; }
    }

    private const string Known = "select count(*) from person where id = @id and withdrawn = false";

    private const string Insert = """
        insert into consent (id, person_id, scope, purpose, given_on, until_on, how, recorded_by, recorded_at)
        values (@Id, @PersonId, @Scope, @Purpose, @GivenOn, @UntilOn, @How, @By, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/people/{personId:guid}/consents/new",
            Api = "/api/people/{personId:guid}/consents",
            Permission = Permissions.People,
            Read = Read,
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<GiveConsentPage>(("Input", input), ("Back", $"/people/{visit.RouteId("personId")}"))
                ),
            Then = (visit, _) => $"/people/{visit.RouteId("personId")}",
            Said = () => T["The consent is kept."],
        };

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Scope =
                input.Choice<ConsentScope>("scope", T["what they agreed to"], required: true) ?? ConsentScope.Contact,
            Purpose = input.Text("purpose", T["what it is for"], max: 300),
            GivenOn = input.Date("givenOn", T["the day they agreed"]),
            UntilOn = input.Date("untilOn", T["the last day it holds"]),
            How = input.Text("how", T["how they agreed"], max: 300),
        };
        input.InOrder(
            "untilOn",
            form.GivenOn,
            form.UntilOn,
            T["The consent ends before it was given. Check the two dates."]
        );
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var person = visit.RouteId("personId");
        var done = await visit.Database.Write(
            writing =>
            {
                if (writing.Connection.ExecuteScalar<long>(Known, new { id = person }) == 0)
                    return false;
                var row = new
                {
                    form.Id,
                    PersonId = person,
                    Scope = form.Scope.ToString(),
                    form.Purpose,
                    GivenOn = form.GivenOn ?? visit.Clock.Today(),
                    form.UntilOn,
                    form.How,
                    By = visit.Caller.AccountId,
                    writing.Now,
                };
                writing.Connection.Execute(Insert, row);
                return true;
            },
            visit.Gone
        );
        return done ? Outcome<Guid>.Done(form.Id) : Outcome<Guid>.Missing();
    }
}

/// <summary>The scopes of consent in words.</summary>
internal static class ConsentWords
{
    public static IReadOnlyList<Choice> Choices =>
        [.. Enum.GetValues<ConsentScope>().Select(scope => new Choice(scope.ToString(), Of(scope)))];

    public static string Of(ConsentScope scope) =>
        scope switch
        {
            ConsentScope.Contact => T["To be contacted"],
            ConsentScope.Quote => T["To be quoted in their own words"],
            ConsentScope.Name => T["To be named in reports"],
            ConsentScope.Picture => T["To be shown in pictures and recordings"],
            _ => T["To go along by name when an innovation they take part in is handed over"],
        };
}
