using System.Text.Json;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>
/// Reads the entries of one list in a JSON object, an entry at a time. The framework streams only lists that are the whole
/// document, and a funder's package may be larger than the memory one wants to give it.
/// </summary>
internal sealed class JsonListReader(Stream utf8, string list)
{
    // One grant, or whatever else stands beside the list. The largest seen in the wild is a few kilobytes.
    private const int LargestEntry = 16 * 1024 * 1024;

    private enum At
    {
        Start,
        Object,
        List,
        End,
    }

    private byte[] buffer = new byte[64 * 1024];
    private int from;
    private int to;
    private bool ended;
    private bool begun;
    private bool found;
    private At at = At.Start;
    private JsonReaderState state;

    /// <returns>False at the document's end, once it has been read to its end and was whole.</returns>
    /// <exception cref="JsonException">It is not JSON, or breaks off.</exception>
    /// <exception cref="NotGrantsException">It is JSON of another shape.</exception>
    internal bool TryRead(out JsonDocument? entry)
    {
        if (!begun)
            SkipMark();
        while (true)
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(from, to - from), ended, state);
            var whole = Step(ref reader, out entry, out var finished);
            if (whole)
            {
                from += (int)reader.BytesConsumed;
                state = reader.CurrentState;
                if (entry is not null)
                    return true;
            }
            else if (finished)
                return false;
            else
                Fill();
        }
    }

    /// <returns>False when the buffer ends before the next piece does; then nothing counts as read.</returns>
    private bool Step(ref Utf8JsonReader reader, out JsonDocument? entry, out bool finished)
    {
        entry = null;
        finished = false;
        if (!reader.Read())
        {
            finished = ended && at == At.End;
            return false;
        }
        switch (at)
        {
            case At.Start:
                if (reader.TokenType != JsonTokenType.StartObject)
                    throw Other();
                at = At.Object;
                return true;
            case At.Object when reader.TokenType == JsonTokenType.EndObject:
                at = found ? At.End : throw Other();
                return true;
            case At.Object when IsList(ref reader):
                if (!reader.Read())
                    return false;
                if (reader.TokenType != JsonTokenType.StartArray || found)
                    throw Other();
                found = true;
                at = At.List;
                return true;
            case At.Object:
                return reader.TrySkip();
            case At.List when reader.TokenType == JsonTokenType.EndArray:
                at = At.Object;
                return true;
            default:
                return JsonDocument.TryParseValue(ref reader, out entry);
        }
    }

    private bool IsList(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.ValueTextEquals(list);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: valid JSON, but comparing it throws.
            return false;
        }
    }

    private void SkipMark()
    {
        begun = true;
        Fill();
        if (buffer.AsSpan(from, to - from).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            from += 3;
    }

    private void Fill()
    {
        if (ended)
            throw new JsonException();
        buffer.AsSpan(from, to - from).CopyTo(buffer);
        (from, to) = (0, to - from);
        if (to == buffer.Length)
        {
            if (buffer.Length >= LargestEntry)
                throw new NotGrantsException(
                    "holds an entry larger than 16 MB, which no grant is. Fetch the file again."
                );
            Array.Resize(ref buffer, buffer.Length * 2);
        }
        // Filled up each time: reading again and again over a few bytes more would cost the square of an entry's length.
        var count = utf8.ReadAtLeast(buffer.AsSpan(to), buffer.Length - to, throwOnEndOfStream: false);
        ended = count < buffer.Length - to;
        to += count;
    }

    private NotGrantsException Other() =>
        new(
            $"is JSON, but not a 360Giving package: that is an object with one list called “{list}”. "
                + "Ask the funder for the package, or bring the CSV or XLSX file."
        );
}
