using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Groups;

/// <summary>What kind of group it is.</summary>
public enum GroupKind
{
    Organisation,
    CommunityGroup,
    Network,
    Team,
}

/// <summary>Somebody records a group. Only its name is needed.</summary>
public static class RecordGroup
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required GroupKind Kind { get; init; }

        public string Purpose { get; init; } = "";

        public string LegalForm { get; init; } = "";

        public DateOnly? FoundedOn { get; init; }

        public string Website { get; init; } = "";

        public string ContactRoute { get; init; } = "";

        public string Languages { get; init; } = "";

        public string Postcode { get; init; } = "";

        public string Locality { get; init; } = "";

        /// <summary>Organisation ids, one a line, in order.</summary>
        public string Identifiers { get; init; } = "";

        public int Version { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/groups/new",
            Api = "/api/groups",
            Permission = Permissions.Record,
            Read = Read,
            Handle = Handle,
            Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<RecordGroupPage>(("Input", input))),
            Then = (_, id) => $"/groups/{id}",
            Said = () => T["The group is recorded."],
        };

    internal static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Name = input.Text("name", T["a name"], required: true, max: 500),
            Kind = input.Choice<GroupKind>("kind", T["what kind of group it is"]) ?? GroupKind.CommunityGroup,
            Purpose = input.Text("purpose", T["what it is for"], max: 2_000),
            LegalForm = input.Text("legalForm", T["the legal form"], max: 500),
            FoundedOn = input.Date("foundedOn", T["the day it was founded"]),
            Website = Website(input),
            ContactRoute = input.Text("contactRoute", T["how to reach it"], max: 500),
            Languages = input.Text("languages", T["the languages"], max: 200),
            Postcode = input.Text("postcode", T["the postcode"], max: 500),
            Locality = input.Text("locality", T["the place"], max: 500),
            Identifiers = string.Join(
                '\n',
                OrganisationIds.Split(input.Text("identifiers", T["the organisation ids"], max: 2_000))
            ),
            Version = input.Version(),
        };

    // It becomes a link, so nothing but the web may stand in it.
    private static string Website(Input input)
    {
        var typed = input.Text("website", T["the web address"], max: 2_000);
        if (typed.Length > 0 && Links.Of(typed) is null)
            input.Error("website", T["Write a web address, for example https://example.org."]);
        return typed;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var fault = await visit.Database.Write(
            writing =>
            {
                if (GroupWriting.IdentifierFault(writing.Connection, form) is { } wrong)
                    return wrong;
                GroupWriting.Insert(writing, form);
                return null;
            },
            visit.Gone
        );
        return fault is null ? Outcome<Guid>.Done(form.Id) : Outcome<Guid>.Refused("identifiers", fault);
    }
}

/// <summary>The kinds of group in words.</summary>
internal static class GroupWords
{
    public static IReadOnlyList<Choice> Choices =>
        [.. Enum.GetValues<GroupKind>().Select(kind => new Choice(kind.ToString(), Of(kind)))];

    public static string Of(GroupKind kind) =>
        kind switch
        {
            GroupKind.Organisation => T["Organisation"],
            GroupKind.CommunityGroup => T["Community group"],
            GroupKind.Network => T["Network"],
            _ => T["Team"],
        };
}

/// <summary>Web addresses as links.</summary>
internal static class Links
{
    /// <summary>The address as a link; null when it is not one of the web.</summary>
    public static string? Of(string address)
    {
        var whole = address.Contains("://", StringComparison.Ordinal) ? address : "https://" + address;
        return
            Uri.TryCreate(whole, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && whole.IndexOfAny([' ', '\n', '\t']) < 0
            ? uri.AbsoluteUri
            : null;
    }
}
