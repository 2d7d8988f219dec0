using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.KnowledgeExchange.Exchanges;
using Dapper;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>The exchanges of an innovation, as they leave and come in. They name groups; who asked a question goes along where they take part.</summary>
internal static class ExchangePortability
{
    private const string ProductIds = "select id from knowledge_product where innovation_id = @InnovationId";

    private const string InsertExchange = """
        insert into knowledge_exchange (id, innovation_id, from_group, to_group, what, why, format, language, access, on_day, recorded_by,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @FromGroup, @ToGroup, @What, @Why, @Format, @Language, @Access, @OnDay, @RecordedBy, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertProduct = """
        insert into knowledge_product (id, innovation_id, name, for_group, is_public, recorded_by, recorded_at, changed_at)
        values (@Id, @InnovationId, @Name, @ForGroup, @IsPublic, @RecordedBy, @Now, @Now) on conflict do nothing
        """;

    private const string InsertVersion = """
        insert into knowledge_version (id, innovation_id, product_id, label, changes, formats, language, body, on_day, recorded_at, changed_at)
        values (@Id, @InnovationId, @ProductId, @Label, @Changes, @Formats, @Language, @Body, @OnDay, @Now, @Now) on conflict do nothing
        """;

    private const string InsertUse = """
        insert into knowledge_use (id, innovation_id, product_id, kind, by_group, words, on_day, recorded_by, recorded_at, changed_at)
        values (@Id, @InnovationId, @ProductId, @Kind, @ByGroup, @Words, @OnDay, @RecordedBy, @Now, @Now) on conflict do nothing
        """;

    private const string InsertQuestion = """
        insert into knowledge_question (id, innovation_id, words, from_group, person_id, owed_by, asked_on, answer, answered_on, recorded_by,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @Words, @FromGroup, @PersonId, @OwedBy, @AskedOn, @Answer, @AnsweredOn, @RecordedBy, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertTerm = """
        insert into knowledge_term (id, innovation_id, word, word_key, agreed, recorded_by, recorded_at, changed_at)
        values (@Id, @InnovationId, @Word, @WordKey, @Agreed, @RecordedBy, @Now, @Now) on conflict do nothing
        """;

    private const string InsertMeaning = """
        insert into knowledge_meaning (term_id, nr, by_group, meaning) values (@id, @nr, @Group, @Words) on conflict do nothing
        """;

    public static async Task<InnovationExchange> Leaving(
        IModuleDatabase database,
        Guid innovation,
        Func<Guid?, Guid?> only,
        CancellationToken ct
    )
    {
        var book = await ExchangeBook.One(database, innovation, ct);
        return book with
        {
            Exchanges = [.. book.Exchanges.Select(one => one with { RecordedBy = Guid.Empty })],
            Products = [.. book.Products.Select(one => one with { RecordedBy = Guid.Empty })],
            Uses = [.. book.Uses.Select(one => one with { RecordedBy = Guid.Empty })],
            Questions =
            [
                .. book.Questions.Select(one => one with { PersonId = only(one.PersonId), RecordedBy = Guid.Empty }),
            ],
            Terms = [.. book.Terms.Select(one => one with { RecordedBy = Guid.Empty })],
        };
    }

    /// <summary>Writes records as they are; the demo's too.</summary>
    public static Task Put(IModuleDatabase database, InnovationExchange book, CancellationToken ct) =>
        database.Write(writing => Put(writing, book), ct);

    private static void Put(IWriting writing, InnovationExchange book)
    {
        var c = writing.Connection;
        foreach (var one in book.Exchanges)
            c.Execute(InsertExchange, Values(one, ""));
        foreach (var one in book.Products)
            c.Execute(InsertProduct, Values(one, ""));
        // What refers to a product refers to one of this innovation, or is left out: a file may say what it likes.
        var products = c.Query<Guid>(ProductIds, new { book.InnovationId }).ToHashSet();
        foreach (var one in book.Versions.Where(one => products.Contains(one.ProductId)))
            c.Execute(InsertVersion, Values(one, ""));
        foreach (var one in book.Uses.Where(one => products.Contains(one.ProductId)))
            c.Execute(InsertUse, Values(one, ""));
        foreach (var one in book.Questions)
            c.Execute(InsertQuestion, Values(one, ""));
        foreach (var one in book.Terms)
        {
            if (c.Execute(InsertTerm, Values(one, one.Word)) == 0)
                continue;
            for (var nr = 0; nr < one.Meanings.Count; nr++)
                c.Execute(
                    InsertMeaning,
                    new
                    {
                        id = one.Id,
                        nr,
                        one.Meanings[nr].Group,
                        one.Meanings[nr].Words,
                    }
                );
        }
        writing.Changed(book.InnovationId);

        DynamicParameters Values(object row, string word)
        {
            var all = new DynamicParameters();
            foreach (var property in row.GetType().GetProperties().Where(property => property.CanWrite))
            {
                var value = property.GetValue(row);
                if (value is not IReadOnlyList<Meaning>)
                    all.Add(property.Name, value is Enum chosen ? chosen.ToString() : value);
            }
            all.Add("WordKey", Words.Key(word));
            all.Add("InnovationId", book.InnovationId);
            all.Add("Now", writing.Now);
            return all;
        }
    }
}
