using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Awards;

/// <summary>A funder has promised money to an innovation.</summary>
public static class RecordAward
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Funder { get; init; }
        public required string Title { get; init; }
        public required Money Amount { get; init; }
        public required DateOnly? AwardedOn { get; init; }
        public required DateOnly? StartsOn { get; init; }
        public required DateOnly? EndsOn { get; init; }
        public required bool IsLump { get; init; }
        public required string RestrictedTo { get; init; }
        public required int Version { get; init; }

        internal long AmountMinor => Amount.Minor;
    }

    private const string Insert = """
        insert into award (id, innovation_id, funder, funder_org_id, title, description, search_key, amount_minor, currency, awarded_on,
            starts_on, ends_on, is_lump, restricted_to, programme, recipient_org_id, recipient_name, source, recorded_at, changed_at)
        values (@Id, @InnovationId, @Funder, '', @Title, '', @SearchKey, @AmountMinor, @Currency, @AwardedOn, @StartsOn, @EndsOn,
            @IsLump, @RestrictedTo, '', '', '', 'Here', @Now, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/awards/new",
            Api = Paths.Api + "/awards",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Keeping.Make(visit, Insert, form.Id, Row(form)),
            Show = Show,
            Then = (visit, _) => Paths.Money(visit.InnovationId),
            Said = () => T["The award is recorded."],
        };

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Funder = input.Text("funder", T["the funder"], required: true, max: 200),
            Title = input.Text("title", T["what it is for"], max: 500),
            Amount = input.Money("amount", T["the amount"], required: true) ?? default,
            AwardedOn = input.Date("awardedOn", T["the day it was promised"]),
            StartsOn = input.Date("startsOn", T["the first day"]),
            EndsOn = input.Date("endsOn", T["the last day"]),
            IsLump = input.Tick("isLump"),
            RestrictedTo = input.Text("restrictedTo", T["what it may be spent on"], max: 300),
            Version = input.Version(),
        };
        input.InOrder("endsOn", form.StartsOn, form.EndsOn, T["The last day must not be before the first day."]);
        return form;
    }

    internal static object Row(Form form) =>
        new
        {
            form.Id,
            form.Funder,
            form.Title,
            SearchKey = Words.Key($"{form.Funder} {form.Title}"),
            form.AmountMinor,
            form.Amount.Currency,
            form.AwardedOn,
            form.StartsOn,
            form.EndsOn,
            form.IsLump,
            form.RestrictedTo,
            form.Version,
        };

    internal static Task<IResult?> Show(Input input, IVisit visit) =>
        Task.FromResult<IResult?>(visit.Page<RecordAwardPage>(("Input", input), ("InnovationId", visit.InnovationId)));
}
