namespace CoProd.Contracts.Exchange;

/// <summary>A record that was not taken in, named so that its owner finds it.</summary>
public sealed record RejectedRow
{
    /// <summary>The line in the file for CSV, the row for a spreadsheet, the record's number counting from 1 for JSON.</summary>
    public required int Line { get; init; }

    /// <summary>The field that is wrong, by the name the file uses.</summary>
    public required string Field { get; init; }

    /// <summary>What is wrong with it, a sentence.</summary>
    public required string Reason { get; init; }
}
