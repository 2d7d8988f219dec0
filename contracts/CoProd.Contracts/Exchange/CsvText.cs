using System.Text;

namespace CoProd.Contracts.Exchange;

/// <summary>One record of a CSV file.</summary>
public sealed record CsvRecord
{
    /// <summary>The line of the file on which the record begins, counting from 1. A quoted cell may run over several lines.</summary>
    public required int Line { get; init; }

    /// <summary>The cells as they stand, without their quotation marks.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>
    /// True when a quotation mark opened in this record is never closed, or the record is longer than <see cref="CsvText.LongestRecord"/>.
    /// Such a record is the last one given: what follows cannot be told apart from it.
    /// </summary>
    public bool Unclosed { get; init; }
}

/// <summary>Reads CSV as RFC 4180 describes it, one record at a time, and knows the line on which each record begins.</summary>
/// <remarks>Empty lines are passed over and counted. A quotation mark inside an unquoted cell is text. Nothing in a file makes it throw.</remarks>
public static class CsvText
{
    /// <summary>How many characters one record may hold: 1,000,000. An unclosed quotation mark would otherwise swallow the whole file.</summary>
    public const int LongestRecord = 1_000_000;

    /// <summary>Which of comma, semicolon and tab parts the cells of a heading line: the one that occurs most often outside quotation marks.</summary>
    public static char DelimiterOf(string headingLine)
    {
        ArgumentNullException.ThrowIfNull(headingLine);
        var counts = new Dictionary<char, int>
        {
            [','] = 0,
            [';'] = 0,
            ['\t'] = 0,
        };
        var quoted = false;
        foreach (var character in headingLine)
        {
            if (character == '"')
                quoted = !quoted;
            else if (!quoted && counts.TryGetValue(character, out var count))
                counts[character] = count + 1;
        }
        return counts.MaxBy(pair => pair.Value).Key;
    }

    /// <summary>Reads the records of a CSV text.</summary>
    /// <param name="text">The text. It is read as the records are asked for, and is not disposed.</param>
    /// <param name="delimiter">What parts the cells; null to tell it from the first line that is not empty.</param>
    public static IEnumerable<CsvRecord> Read(TextReader text, char? delimiter = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Records(text, delimiter).All();
    }

    private sealed class Records(TextReader text, char? given)
    {
        private char? delimiter = given;
        private readonly StringBuilder cell = new();
        private int line;

        public IEnumerable<CsvRecord> All()
        {
            while (NextLine() is { } first)
            {
                if (string.IsNullOrWhiteSpace(first))
                    continue;
                delimiter ??= DelimiterOf(first);
                var record = Record(first, line, delimiter.Value);
                yield return record;
                if (record.Unclosed)
                    yield break;
            }
        }

        // Bounded, because a file without a single line break may be as long as it likes.
        private string? NextLine()
        {
            if (text.Peek() < 0)
                return null;
            line++;
            var found = new StringBuilder();
            int next;
            while (found.Length <= LongestRecord && (next = text.Read()) >= 0)
            {
                if (next == '\n')
                    break;
                if (next == '\r')
                {
                    if (text.Peek() == '\n')
                        _ = text.Read();
                    break;
                }
                found.Append((char)next);
            }
            return found.ToString();
        }

        private CsvRecord Record(string first, int begin, char comma)
        {
            var cells = new List<string>();
            var current = first;
            var length = first.Length;
            var at = 0;
            cell.Clear();
            while (true)
            {
                if (length > LongestRecord)
                    return Broken(begin, cells);
                if (at < current.Length && current[at] == '"' && cell.Length == 0)
                {
                    at++;
                    if (!Quoted(ref current, ref at, ref length))
                        return Broken(begin, cells);
                }
                while (at < current.Length && current[at] != comma)
                    cell.Append(current[at++]);
                cells.Add(cell.ToString());
                cell.Clear();
                if (at >= current.Length)
                    return new CsvRecord { Line = begin, Cells = cells };
                at++;
            }
        }

        // Leaves 'at' behind the closing mark; false when there is none.
        private bool Quoted(ref string current, ref int at, ref int length)
        {
            while (true)
            {
                if (at >= current.Length)
                {
                    if (length > LongestRecord || NextLine() is not { } more)
                        return false;
                    cell.Append('\n');
                    current = more;
                    length += more.Length + 1;
                    at = 0;
                }
                else if (current[at] != '"')
                    cell.Append(current[at++]);
                else if (at + 1 < current.Length && current[at + 1] == '"')
                {
                    cell.Append('"');
                    at += 2;
                }
                else
                {
                    at++;
                    return true;
                }
            }
        }

        private CsvRecord Broken(int begin, List<string> cells) =>
            new()
            {
                Line = begin,
                Cells = [.. cells, cell.ToString()],
                Unclosed = true,
            };
    }
}
