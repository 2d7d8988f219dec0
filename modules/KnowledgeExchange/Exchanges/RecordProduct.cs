using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Exchanges;

/// <summary>Something that carries knowledge to others, for example a leaflet or a film; each version with its text and its accessible forms.</summary>
public static class RecordProduct
{
    /// <summary>What is asked, of the product and of its version.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string ForGroup { get; init; }
        public required bool IsPublic { get; init; }
        public required string Label { get; init; }
        public required string Changes { get; init; }
        public required IReadOnlyList<AccessFormat> Formats { get; init; }
        public required string Language { get; init; }
        public required string Body { get; init; }
        public required DateOnly? On { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into knowledge_product (id, innovation_id, name, for_group, is_public, recorded_by, recorded_at, changed_at)
        values (@Id, @InnovationId, @Name, @ForGroup, @IsPublic, @RecordedBy, @Now, @Now) on conflict (id) do nothing
        """;

    private const string Update = """
        update knowledge_product set name = @Name, for_group = @ForGroup, is_public = @IsPublic, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string InsertVersion = """
        insert into knowledge_version (id, innovation_id, product_id, label, changes, formats, language, body, on_day, recorded_at, changed_at)
        values (@VersionId, @InnovationId, @Id, @Label, @Changes, @Formats, @Language, @Body, @OnDay, @Now, @Now)
        """;

    private const string UpdateVersion = """
        update knowledge_version set changes = @Changes, formats = @Formats, language = @Language, body = @Body, on_day = @OnDay,
            changed_at = @Now
        where product_id = @Id and label = @Label
        """;

    private const string Find = """
        select name from knowledge_product where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Withdraw = """
        update knowledge_product set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/products/new",
            Api = Paths.Api + "/products",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Exchange(visit.InnovationId) + "#products",
            Said = () => T["The product is recorded."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/products/{productId:guid}",
            Api = Paths.Api + "/products/{productId:guid}",
            Permission = Permissions.Record,
            Start = async visit => await Kept(visit) is ({ } book, { } product) ? InputOf(book, product) : null,
            Read = Read,
            Handle = async (form, visit) =>
                await Kept(visit) is (_, { } product)
                    ? await Handle(form with { Id = product.Id }, visit, product)
                    : Outcome<Guid>.Missing(),
            Show = (input, visit) => Show(input, visit, visit.RouteId("productId")),
            Then = (visit, _) => Paths.Exchange(visit.InnovationId) + "#products",
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Withdrawal.Asking(
            Find,
            Withdraw,
            new Withdrawal
            {
                Record = Paths.Route + "/products/{productId:guid}",
                RouteId = "productId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this product"],
                Lede = () => T["For one that was recorded by mistake."],
                Said = () => T["The product is withdrawn."],
                Back = visit => Paths.Exchange(visit.InnovationId),
            }
        );

    private static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Name = input.Text("name", T["what it is called"], required: true),
            ForGroup = input.Text("forGroup", T["whom it is for"]),
            IsPublic = input.Tick("isPublic"),
            Label = input.Text("label", T["the version"], max: 50) is { Length: > 0 } label ? label : "1",
            Changes = input.Text("changes", T["what is new in it"], max: 1000),
            Formats = input.Choices<AccessFormat>("formats", T["the forms there are"]),
            Language = input.Text("language", T["the language"]),
            Body = input.Text("body", T["its text"], max: 20000),
            On = input.Date("on", T["the day it came out"]),
            Version = input.Version(),
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Product? before)
    {
        var today = visit.Clock.Today();
        if (form.On > today)
            return Outcome<Guid>.Refused("on", T["That day is still to come. Record it when it has happened."]);
        var row = new
        {
            form.Id,
            VersionId = Guid.CreateVersion7(),
            form.Name,
            form.ForGroup,
            form.IsPublic,
            form.Label,
            form.Changes,
            Formats = string.Join(',', form.Formats),
            form.Language,
            form.Body,
            OnDay = form.On ?? today,
            RecordedBy = visit.Caller.AccountId,
            form.Version,
        };
        var (innovation, isNew, lost) = (visit.InnovationId, before is null, false);
        var done = await Keeping.Several(
            visit,
            form.Id,
            writing =>
            {
                var all = Keeping.With(row, innovation, writing);
                var rows = writing.Connection.Execute(isNew ? Insert : Update, all);
                lost = rows == 0 && !isNew;
                if (rows == 0)
                    return isNew;
                // Another label is another version; the ones before stay as they were.
                if (writing.Connection.Execute(UpdateVersion, all) == 0)
                    writing.Connection.Execute(InsertVersion, all);
                return true;
            }
        );
        return lost && await Kept(visit) is ({ } book, { } theirs)
            ? Outcome<Guid>.Conflict(InputOf(book, theirs))
            : done;
    }

    private static async Task<(InnovationExchange? Book, Product? Product)> Kept(IVisit visit)
    {
        var book = await ExchangeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return (book, book.Products.FirstOrDefault(one => one.Id == visit.RouteId("productId")));
    }

    private static Input InputOf(InnovationExchange book, Product kept)
    {
        var latest = book.Latest(kept.Id);
        return new(
            Input
                .Of(
                    ("name", kept.Name),
                    ("forGroup", kept.ForGroup),
                    ("isPublic", kept.IsPublic ? "yes" : null),
                    ("label", latest?.Label),
                    ("changes", latest?.Changes),
                    ("language", latest?.Language),
                    ("body", latest?.Body),
                    ("on", latest?.OnDay.Iso()),
                    ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
                )
                .Raw.Append(
                    KeyValuePair.Create<string, IReadOnlyList<string>>(
                        "formats",
                        [.. latest?.Access.Select(one => one.ToString()) ?? []]
                    )
                )
        );
    }

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? id)
    {
        var book = await ExchangeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return id is not null && book.Products.All(one => one.Id != id)
            ? null
            : visit.Page<RecordProductPage>(
                ("Input", input),
                ("InnovationId", visit.InnovationId),
                ("ProductId", id),
                (
                    "Before",
                    book.Versions.Where(one => one.ProductId == id)
                        .Select(one => T["{0}, {1}", one.Label, one.OnDay.Long()])
                        .ToList()
                )
            );
    }
}
