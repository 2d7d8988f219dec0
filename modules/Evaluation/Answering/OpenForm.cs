using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Results;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Answering;

/// <summary>
/// What a group's link opens, for anybody who holds it: while the round is open a blank form, afterwards what was answered and what came
/// of it. A form that is filled in never says who it was, nor when.
/// </summary>
internal static class OpenForm
{
    // Whoever holds a link may answer, not fill the disk.
    private const int MostSheets = 5_000;

    private const string Count =
        "select count(*) from (select 1 from answer_sheet where group_id = @group limit 5000) s";

    private const string Insert = """
        insert into answer_sheet (id, round_id, group_id, is_sent, from_paper, key_hash, answers)
        values (@Id, @RoundId, @GroupId, false, false, @KeyHash, '{}')
        """;

    internal const string Route = Paths.Open + "/{code}";

    /// <summary>The code is typed off a poster.</summary>
    internal static FormRoute<string> EnterRoute { get; } =
        new()
        {
            Page = Paths.Open,
            Permission = Permission.Anyone,
            Read = input => input.Text("code", T["the code on the poster"], required: true, max: 40),
            Handle = Enter,
            Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<EnterCodePage>(("Input", input))),
            Then = (visit, _) => $"{Paths.Open}/{visit.Http.Items["code"]}",
        };

    /// <summary>Shows what this is about, and begins an answer.</summary>
    internal static FormRoute<bool> BeginRoute { get; } =
        new()
        {
            Page = Route,
            Permission = Permission.Anyone,
            Read = _ => true,
            Handle = (_, visit) => Begin(visit),
            Show = Show,
            Then = (visit, _) => $"{Path(visit)}/{visit.Http.Items["key"]}/1",
        };

    internal static string Code(IVisit visit) => LinkCode.Typed(visit.Http.GetRouteValue("code") as string) ?? "";

    internal static string Path(IVisit visit) => $"{Paths.Open}/{LinkCode.Printed(Code(visit))}";

    internal static async Task<(Round Round, AskedGroup Group)?> Found(IVisit visit) =>
        Code(visit) is { Length: > 0 } code ? await RoundBook.Behind(visit.Database, code, visit.Gone) : null;

    private static async Task<Outcome<Guid>> Enter(string typed, IVisit visit)
    {
        if (LinkCode.Typed(typed) is not { } code || await RoundBook.Behind(visit.Database, code, visit.Gone) is null)
            return Outcome<Guid>.Refused("code", T["This code does not open anything. Check it against the poster."]);
        visit.Http.Items["code"] = LinkCode.Printed(code);
        return Outcome<Guid>.Done(Guid.Empty);
    }

    private static async Task<Outcome<Guid>> Begin(IVisit visit)
    {
        if (await Found(visit) is not var (round, group))
            return Outcome<Guid>.Missing();
        if (round.IsClosed(visit.Clock.Today()))
            return Outcome<Guid>.Refused("", T["This round is closed. Thank you for wanting to answer."]);
        var held = await visit.Database.Read(
            c => c.ExecuteScalarAsync<long>(Count, new { group = group.Id }),
            visit.Gone
        );
        if (held >= MostSheets)
            return Outcome<Guid>.Refused(
                "",
                T["So many have answered by this link that no more fits. Please tell the people who gave it to you."]
            );
        var key = LinkCode.NewKey();
        var row = new
        {
            Id = RandomId.New(),
            RoundId = round.Id,
            GroupId = group.Id,
            KeyHash = LinkCode.Hash(key),
        };
        await visit.Database.Write(writing => writing.Connection.Execute(Insert, row), visit.Gone);
        visit.Http.Items["key"] = key;
        visit.Http.Response.Cookies.Append(Begun, key, BegunOn(visit));
        return Outcome<Guid>.Done(Guid.Empty);
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        if (await Found(visit) is not var (round, group))
            return null;
        if (round.IsClosed(visit.Clock.Today()))
            return await WhatCameOfIt.Show(visit, round, group);
        var instrument = await RoundBook.Asked(visit.Database, round.Id, visit.Gone);
        return visit.Page<OpenFormPage>(
            ("Input", input),
            ("GoOn", await GoOn(visit)),
            ("Title", round.Title),
            ("Purpose", round.Purpose),
            ("Group", group.Name),
            ("About", instrument.About),
            ("Together", round.Together),
            ("Floor", round.Floor),
            ("Pages", Sections.Of(instrument, group).Count),
            ("ClosesOn", round.ClosesOn)
        );
    }

    internal static async Task<IResult?> Thanks(IVisit visit) =>
        await Found(visit) is var (round, _)
            ? visit.Page<ThanksPage>(
                ("Link", visit.Address(Path(visit))),
                ("ClosesOn", round.ClosesOn),
                ("Together", round.Together)
            )
            : null;

    // Whoever scans the code again on the same phone finds what they began, until the browser is closed: a phone may be shared.
    private const string Begun = "coprod.answer";

    private static CookieOptions BegunOn(IVisit visit) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = visit.Http.Request.IsHttps,
            IsEssential = true,
            Path = Path(visit),
        };

    internal static void Forget(IVisit visit) => visit.Http.Response.Cookies.Delete(Begun, BegunOn(visit));

    private static async Task<string?> GoOn(IVisit visit) =>
        visit.Http.Request.Cookies[Begun] is { } key && await Draft.Of(visit, key) is not null
            ? $"{Path(visit)}/{key}/1"
            : null;
}
