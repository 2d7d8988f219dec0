using System.Text;
using System.Xml;
using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Files;

/// <summary>
/// What people agreed to make public, newest first, as an Atom feed (RFC 4287) that anybody may read without an account; where the
/// institution opened it, and not otherwise.
/// </summary>
internal static class PublicFeed
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const int Most = 50;
    private const int LongestTitle = 80;

    // Public and not sensitive, now as much as when it was said so.
    private const string Newest = """
        select k.id, k.statement, k.attribution, k.attributed_as, k.from_group, p.name as person_name, k.topic, i.name as innovation,
            k.changed_at
        from knowledge_item k join host_innovation i on i.id = k.innovation_id and i.withdrawn = false
            left join host_person p on p.id = k.person_id
        where k.consent = 'Public' and k.withdrawn = false and k.is_sensitive = false and k.statement <> ''
            and (k.consent_until is null or k.consent_until >= @Today)
        order by k.changed_at desc, k.id desc limit @Most
        """;

    internal static async Task<IResult?> Show(IVisit visit)
    {
        if (!KnowledgeSettings.From(visit.Get<ISettings>()).HasFeed)
            return null;
        var rows = (
            await visit.Database.Read(
                c => c.QueryAsync<Row>(Newest, new { Today = visit.Clock.Today(), Most }),
                visit.Gone
            )
        ).AsList();
        return Results.Bytes(Write(rows, visit), "application/atom+xml; charset=utf-8");
    }

    private static byte[] Write(IReadOnlyList<Row> rows, IVisit visit)
    {
        using var file = new MemoryStream();
        using (var xml = XmlWriter.Create(file, new() { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            var self = visit.Address("/open/knowledge/feed.atom");
            xml.WriteStartElement("feed", Atom);
            Element(xml, "id", self);
            Element(xml, "title", T["What people know, and agreed to make public"]);
            Element(
                xml,
                "updated",
                Instant(rows.Count > 0 ? rows.Max(row => row.ChangedAt) : DateTimeOffset.UnixEpoch)
            );
            xml.WriteStartElement("link", Atom);
            xml.WriteAttributeString("rel", "self");
            xml.WriteAttributeString("href", self);
            xml.WriteEndElement();
            foreach (var row in rows)
                Entry(xml, row);
            xml.WriteEndElement();
        }
        return file.ToArray();
    }

    private static void Entry(XmlWriter xml, Row row)
    {
        xml.WriteStartElement("entry", Atom);
        Element(xml, "id", $"urn:uuid:{row.Id}");
        Element(xml, "title", row.Title);
        Element(xml, "updated", Instant(row.ChangedAt));
        xml.WriteStartElement("author", Atom);
        Element(xml, "name", Clean(Say.Whose(row.Item)));
        xml.WriteEndElement();
        xml.WriteStartElement("category", Atom);
        xml.WriteAttributeString("term", Clean(row.Topic.Length > 0 ? row.Topic : row.Innovation));
        xml.WriteEndElement();
        xml.WriteStartElement("content", Atom);
        xml.WriteAttributeString("type", "text");
        xml.WriteString(Clean(row.Statement));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Atom, text);

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    // Half an emoji, or a sign that XML cannot hold, must not take the feed down.
    private static string Clean(string text) =>
        string.Concat(
            text.EnumerateRunes()
                .Where(rune =>
                    rune.Value is 9 or 10 or 13 || (rune.Value >= 32 && rune.Value is not (0xFFFE or 0xFFFF))
                )
        );

    private sealed record Row
    {
        public Guid Id { get; init; }
        public string Statement { get; init; } = "";
        public Attribution Attribution { get; init; }
        public string AttributedAs { get; init; } = "";
        public string FromGroup { get; init; } = "";
        public string? PersonName { get; init; }
        public string Topic { get; init; } = "";
        public string Innovation { get; init; } = "";
        public DateTimeOffset ChangedAt { get; init; }

        public string Title
        {
            get
            {
                var line = Clean(Statement.Split('\n')[0]);
                return line.Length <= LongestTitle ? line
                    : char.IsHighSurrogate(line[LongestTitle - 1]) ? line[..(LongestTitle - 1)] + "…"
                    : line[..LongestTitle] + "…";
            }
        }

        public KnowledgeItem Item =>
            new()
            {
                Attribution = Attribution,
                AttributedAs = AttributedAs,
                FromGroup = FromGroup,
                PersonName = PersonName,
            };
    }
}
