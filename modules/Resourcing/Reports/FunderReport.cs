namespace CoProd.Resourcing.Reports;

/// <summary>Something a funder wants to read by a day.</summary>
internal sealed record FunderReport
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Funder { get; init; } = "";
    public string Title { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public DateOnly? SentOn { get; init; }
    public int Version { get; init; }

    public string Name => Title.Length > 0 ? $"{Funder}: {Title}" : Funder;
}
