using System.Data.Common;
using CoProd.Contracts;
using Dapper;

namespace CoProd.KnowledgeExchange.Items;

/// <summary>The words by which an item is found: its statement, topic, place and group, folded.</summary>
internal static class ItemText
{
    private const int MostWords = 12;

    private const string Keep = """
        insert into knowledge_text (item_id, words) values (@id, @words) on conflict (item_id) do update set words = excluded.words
        """;

    private const string Drop = "delete from knowledge_text where item_id = @id";

    public static void Write(DbConnection c, Guid id, params IEnumerable<string> texts) =>
        c.Execute(Keep, new { id, words = Words.Fold(string.Join(' ', texts)) });

    public static void Remove(DbConnection c, Guid id) => c.Execute(Drop, new { id });

    /// <summary>Which of two statements a connection understands: each engine has its own way to look for words.</summary>
    /// <remarks>The contracts do not say which engine it is; the connection's own name does.</remarks>
    public static bool IsSqlite(DbConnection c) => c.GetType().Name.Contains("Sqlite", StringComparison.Ordinal);

    /// <summary>
    /// What was typed as a question to the index: each word, or the beginning of one, must be there. Letters and digits alone get through, so
    /// that nothing typed is read as a sign of the question's own language. Empty when nothing is left to look for.
    /// </summary>
    public static string Question(string typed, bool sqlite)
    {
        var words = new string([.. Words.Fold(typed).Select(sign => char.IsLetterOrDigit(sign) ? sign : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Take(MostWords);
        return sqlite
            ? string.Join(' ', words.Select(word => $"\"{word}\"*"))
            : string.Join(" & ", words.Select(word => $"{word}:*"));
    }
}
